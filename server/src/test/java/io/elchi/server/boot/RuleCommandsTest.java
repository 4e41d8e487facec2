package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class RuleCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private record Run(int code, String out) {
        String done() {
            assertThat(code).as(out).isZero();
            return out;
        }
    }

    private static Run run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--key", PLATFORM.adminKey(), "--url", PLATFORM.server().uri("").toString()));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        return new Run(line.execute(arguments.toArray(String[]::new)), out.toString());
    }

    private static String test(String text) {
        return run(
                        "rules",
                        "test",
                        "+998901234567",
                        text,
                        "--account",
                        Long.toString(PLATFORM.root()),
                        "--from",
                        "Bank")
                .done();
    }

    @Test
    void rulesAreAddedTestedChangedAndRemoved() {
        run(
                        "rules",
                        "add",
                        "casinos",
                        "--match",
                        "{\"text\":{\"contains\":[\"casino\"]}}",
                        "--action",
                        "{\"reject\":\"blocked_text\"}")
                .done();
        assertThat(test("best Casino")).contains("blocked_text", "casinos");
        run("rules", "set", "casinos", "--action", "{\"priority\":1,\"tag\":\"cheap\"}", "--priority", "5")
                .done();
        assertThat(test("best Casino"))
                .doesNotContain("blocked_text")
                .contains("casinos")
                .containsPattern("tag +cheap")
                .containsPattern("priority_flag +1");
        String list = run("rules", "list").done();
        assertThat(list)
                .contains("casinos", "{\"text\":{\"contains\":[\"casino\"]}}", "\"tag\":\"cheap\"", "\"priority\":1");
        run("rules", "set", "casinos", "--passes-on", "true", "--enabled", "false")
                .done();
        assertThat(run("rules", "list").done()).containsPattern("casinos +mt +false +true");
        run("rules", "set", "casinos", "--passes-on", "false", "--enabled", "true")
                .done();
        String second = run("rules", "add", "second", "--match", "{\"classes\":[\"otp\"]}", "--json")
                .done();
        String first = run("rules", "list", "--json").done();
        String id = JsonMapper.shared().readTree(first).at("/items/0/id").toString();
        String other = JsonMapper.shared().readTree(second).get("id").toString();
        assertThat(run("rules", "order", other, id).done()).startsWith("2 rules");
        assertThat(run("rules", "add", "bad", "--match", "{").code).isEqualTo(1);
        run("rules", "add", "third", "--match", "{\"classes\":[\"otp\"]}").done();
        Run lint = run("rules", "lint");
        assertThat(lint.code).isEqualTo(1);
        assertThat(lint.out).contains("shadowed", "third");
        assertThat(run("rules", "remove", "third").done()).isEqualTo("removed\n");
        assertThat(run("rules", "lint").code).isZero();
    }
}
