package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// `elchi api`, the commands that move money, and the script for completion.
class ApiCommandTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @TempDir
    private static Path folder;

    private static long reseller;
    private static long client;

    @BeforeAll
    static void accounts() {
        reseller = PLATFORM.account("reseller", PLATFORM.root(), "above");
        client = PLATFORM.account("client", reseller, "below");
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine(arguments).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Run(line.execute(arguments), out.toString(), err.toString());
    }

    private static Run asking(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = PLATFORM.server().uri("").toString();
        all[arguments.length + 2] = "--key";
        all[arguments.length + 3] = PLATFORM.adminKey();
        return run(all);
    }

    private static String done(String... arguments) {
        Run run = asking(arguments);
        assertThat(run.err).isEmpty();
        assertThat(run.code).isZero();
        return run.out;
    }

    @Test
    void requestsAreMadeAndAnswersPrinted() throws IOException {
        String made = done(
                "api",
                "post",
                "/admin/v1/senders",
                "--body",
                "{\"account_id\":%d,\"sender\":\"One\"}".formatted(client));
        long id = JsonMapper.shared().readTree(made).get("id").longValue();
        Path body = folder.resolve("body.json");
        Files.writeString(body, "{\"account_id\":%d,\"sender\":\"Two\"}".formatted(client));
        done("api", "POST", "/admin/v1/senders", "--file", body.toString());
        String list = done("api", "GET", "/admin/v1/senders?account_id=" + client, "--all");
        assertThat(list).contains("\"One\"", "\"Two\"");
        assertThat(done("api", "DELETE", "/admin/v1/senders/" + id)).isEmpty();
        assertThat(done("api", "GET", "/admin/v1/cdr?account_id=" + client, "--csv"))
                .startsWith("id,")
                .contains("\n#end,0,");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertThat(asking("api", "GET", "/admin/v1/senders/1").err).startsWith("elchi: method_not_allowed: ");
        assertThat(asking("api", "GET", "/admin/v1/cdr?nothing=1", "--csv").err)
                .startsWith("elchi: unknown_parameter: ")
                .hasLineCount(1);
        assertThat(asking("api", "POST", "/admin/v1/senders", "--body", "{").err)
                .startsWith("elchi: the body is no JSON");
        assertThat(asking(
                                "api",
                                "POST",
                                "/admin/v1/senders",
                                "--file",
                                folder.resolve("gone").toString())
                        .err)
                .startsWith("elchi: the body cannot be read");
        assertThat(asking("api", "GET", "accounts").err).startsWith("elchi: a path begins with /");
        assertThat(asking("api", "POST", "/admin/v1/accounts", "--all").err)
                .startsWith("elchi: --all and --csv go with GET");
    }

    @Test
    void moneyMoves() {
        String from = Long.toString(reseller);
        done("accounts", "topup", from, "1000", "--reference", "bank-1");
        assertThat(done("accounts", "transfer", from, Long.toString(client), "250", "--reference", "t-1"))
                .isEqualTo("booked; " + from + " has 750.00 UZS available\n");
        assertThat(done(
                        "accounts",
                        "refund",
                        Long.toString(client),
                        "5.50",
                        "--reference",
                        "r-1",
                        "--note",
                        "came late"))
                .isEqualTo("booked; available: 255.50 UZS\n");
        assertThat(done("accounts", "transactions", Long.toString(client)))
                .contains("refund", "5.50 UZS", "r-1", "came late", "transfer", "250.00 UZS", "t-1");
        assertThat(done("accounts", "transactions", Long.toString(client), "--reason", "refund", "--all"))
                .doesNotContain("t-1");
        assertThat(asking("accounts", "transfer", from, Long.toString(client), "751", "--reference", "t-2").err)
                .startsWith("elchi: insufficient_funds: ");
    }

    /// bash itself reads it, and completes with it.
    @Test
    void theShellCompletesCommands() throws Exception {
        Run script = run("completion");
        assertThat(script.code).isZero();
        Path file = folder.resolve("completion");
        Files.writeString(
                file,
                script.out + "\nCOMP_WORDS=(elchi accounts tr)\nCOMP_CWORD=2\n_complete_elchi\n"
                        + "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.lines()).contains("transfer", "transactions");
    }
}
