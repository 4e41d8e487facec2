package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.audit.AuditChain;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Await;
import io.elchi.simulator.Simulator;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line against a running server, as the demo sets it up.
class CommandLineTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    @TempDir
    private static Path data;

    private static CliFile file;

    @BeforeAll
    static void demo() throws IOException, InterruptedException {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        DemoData demo = new DemoData(PLATFORM.server().server());
        DemoData.Keys keys = demo.make();
        demo.connect(Map.of("beeline", simulator.ports().get("beeline")));
        file = CliFile.in(data);
        file.write(PLATFORM.server().uri("").toString(), keys);
        PLATFORM.as(keys.bank().reveal());
        PLATFORM.as(keys.admin().reveal());
        Platform.await("the link is bound", () -> run("operators", "list").out.contains("true"));
    }

    /// What a run printed.
    private record Run(int code, String out, String err) {
        /// Done without a word of complaint.
        String done() {
            assertThat(err).isEmpty();
            assertThat(code).isZero();
            return out;
        }

        String failed(int expected) {
            assertThat(code).as(err).isEqualTo(expected);
            assertThat(out).isEmpty();
            return err;
        }
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data.toString());
        return bare(all.toArray(String[]::new));
    }

    private static Run bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine(arguments).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JsonMapper.shared().readTree(run(all.toArray(String[]::new)).done());
    }

    private static String id(String list, String name) {
        return json(list, "list")
                .get("items")
                .valueStream()
                .filter(item -> item.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .toString();
    }

    @Test
    void theFileOfTheKeysIsItsOwnersAlone() throws IOException {
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aMessageIsSentAsTheDemoSaysAndFoundAgain() {
        String sent = run("send", "+998901112233", "Salom, dunyo").done();
        assertThat(sent).startsWith("accepted: 1 part for 55.00 UZS");
        String id = sent.replaceAll("(?s).*message ([0-9a-f-]{36}).*", "$1");
        assertThat(run("message", id).done()).contains("+998901112233", "DemoBank", "accepted", "reserved");
        assertThat(json("message", id, "--admin").get("route")).isNotEmpty();
        String waited = run("send", "+998901112233", "Salom", "--wait").out;
        assertThat(waited).contains("EVENT", "submitted", "charged");
        assertThat(json("send", "+998901112233", "Kod 1234", "--class", "otp", "--reference", "r-1", "--validity", "60")
                        .get("class")
                        .stringValue())
                .isEqualTo("otp");
    }

    /// The folder of `./elchi serve` has no client's key.
    @Test
    void aMessageIsShownWithTheAdministratorsKeyOfTheFolder(@TempDir Path folder) throws IOException {
        String id = json("send", "+998901112233", "Salom").get("id").stringValue();
        CliFile.in(folder)
                .write(PLATFORM.server().uri("").toString(), file.keys().admin());
        assertThat(bare("message", id, "--data", folder.toString()).done()).contains("account", "+998901112233");
    }

    @Test
    void aRefusalIsOneLineWithItsCodeAndItsField() {
        assertThat(run("send", "+1", "x").failed(1))
                .isEqualTo("elchi: invalid_destination: is not a phone number (to)\n");
        assertThat(run("send", "+998901112233", "x", "--from", "Nobody").failed(1))
                .isEqualTo("elchi: sender_not_allowed: The sender id is not registered for the account (from)\n");
        assertThat(run("accounts", "show", "999999").failed(1))
                .isEqualTo("elchi: not_found: there is no account 999999\n");
        assertThat(run("operators", "suspend", "nobody").failed(1))
                .isEqualTo("elchi: nothing in /admin/v1/operators is called nobody\n");
        assertThat(run("accounts", "list", "--key", "elchi_x").failed(1))
                .isEqualTo("elchi: unauthorized: The key is missing or not valid\n");
    }

    @Test
    void whatIsNotUnderstoodIsTwo() {
        assertThat(run("send", "+998901112233").failed(2)).contains("Missing required parameter: 'TEXT'");
        assertThat(run("routes", "add", "test-op").failed(1))
                .contains("--country")
                .contains("--any-destination");
        assertThat(run("tariffs", "add", "5", "UZS").failed(1))
                .contains("--country")
                .contains("--any-destination");
        assertThat(run("accounts").failed(2)).contains("which one?").contains("topup");
        assertThat(run("accounts", "topup", "1", "5").failed(2)).contains("--reference");
        assertThat(bare("nonsense").failed(2)).contains("nonsense");
        assertThat(bare().failed(2)).contains("send", "serve", "networks");
    }

    @Test
    void aServerThatIsNotThereGetsOneSentence() throws IOException {
        int port = FreePort.find();
        assertThat(run("accounts", "list", "--url", "http://127.0.0.1:" + port).failed(1))
                .isEqualTo("elchi: no server answers at http://127.0.0.1:" + port
                        + ": start one with ./elchi serve or demo, or name it with --url\n");
        assertThat(run("accounts", "list", "--url", "not an address").failed(1)).hasLineCount(1);
    }

    @Test
    void withoutAKeyOrASenderItSaysWhatIsMissing() {
        String[] nowhere = {"--data", data.resolve("nothing").toString()};
        assertThat(bare("accounts", "list", nowhere[0], nowhere[1]).failed(1)).contains("there is no key");
        assertThat(bare("send", "+998901112233", "x", "--key", "k", nowhere[0], nowhere[1])
                        .failed(2))
                .contains("--from");
    }

    @Test
    void accountsAreOpenedPaidAndSuspended() {
        String reseller = id("accounts", "Toshkent Aggregator");
        assertThat(run("accounts", "create", "Yangi Bank", "--currency", "UZS", "--parent", reseller, "--credit", "7.5")
                        .done())
                .contains("Yangi Bank", "Toshkent Aggregator", "7.50 UZS");
        String bank = id("accounts", "Yangi Bank");
        assertThat(run("accounts", "topup", bank, "100", "--reference", "p-1").done())
                .isEqualTo("booked; available: 107.50 UZS\n");
        assertThat(run("accounts", "topup", bank, "100", "--reference", "p-1").done())
                .isEqualTo("was booked before; available: 107.50 UZS\n");
        assertThat(run("accounts", "adjust", bank, "-100.5", "--reference", "c-1", "--note", "twice")
                        .done())
                .isEqualTo("booked; available: 7.00 UZS\n");
        assertThat(run("accounts", "adjust", bank, "100.5", "--reference", "c-2", "--note", "not twice")
                        .done())
                .isEqualTo("booked; available: 107.50 UZS\n");
        assertThat(run("accounts", "credit", bank, "1").done()).isEqualTo("available: 101.00 UZS\n");
        assertThat(run("accounts", "suspend", bank).done()).isEqualTo("Yangi Bank is suspended\n");
        assertThat(run("accounts", "activate", bank).done()).isEqualTo("Yangi Bank is active\n");
        assertThat(run("accounts", "list", "--parent", reseller).done())
                .contains("Yangi Bank")
                .doesNotContain("Toshkent Aggregator");
    }

    @Test
    void theOptionsOfAnOperatorAreChanged() {
        assertThat(run("operators", "add", "set-op", "--cost", "1", "--currency", "UZS", "--option", "receipt_id=hex")
                        .done())
                .endsWith("is added\n");
        assertThat(run("operators", "set", "set-op", "failover=30s", "response_id=hex")
                        .done())
                .contains("set-op has", "\"failover\":\"30s\"", "\"response_id\":\"hex\"", "\"receipt_id\":\"hex\"");
        assertThat(run("operators", "set", "set-op", "failover=").done())
                .doesNotContain("failover")
                .contains("response_id");
        assertThat(run("operators", "set", "set-op", "failover=soon").failed(1)).contains("options.failover");
    }

    @Test
    void operatorsLinksRoutesAndPrices() throws InterruptedException {
        assertThat(run("operators", "add", "test-op", "--cost", "10", "--currency", "UZS")
                        .done())
                .endsWith("is added\n");
        assertThat(run(
                                "links",
                                "add",
                                "test-op",
                                "127.0.0.1:1",
                                "--name",
                                "test-link",
                                "--system-id",
                                "e",
                                "--password",
                                "p",
                                "--option",
                                "refusals.attempts=5")
                        .done())
                .startsWith("link ");
        assertThat(json("links", "list").findValuesAsString("attempts")).containsExactly("5");
        assertThat(run("links", "stop", "test-link").done()).isEqualTo("test-link shall be stopped\n");
        assertThat(run("links", "start", "test-link").done()).isEqualTo("test-link shall be started\n");
        // The server hears of it a moment later.
        Await.until("test-link is binding", () -> run("links", "list").done().contains("binding"));
        assertThat(run("links", "remove", "test-link").done()).isEqualTo("removed\n");
        assertThat(run("operators", "suspend", "test-op").done()).isEqualTo("test-op is suspended\n");
        assertThat(run("operators", "activate", "test-op").done()).isEqualTo("test-op is active\n");

        String bank = id("accounts", "Demo Bank");
        assertThat(run("routes", "add", "test-op", "--account", bank, "--prefix", "99891", "--weight", "3")
                        .done())
                .endsWith("is added\n");
        String route =
                json("routes", "list", "--account", bank).at("/items/0/id").toString();
        assertThat(run("tariffs", "add", "62.5", "UZS", "--account", bank, "--prefix", "99891")
                        .done())
                .endsWith("is added\n");
        Platform.await(
                "the route is known",
                () -> run("routes", "explain", "+998911112233", "--account", bank)
                        .done()
                        .matches("(?s).*routed.*RANK.*test-op.*10.00 UZS.*62.50 UZS.*"));
        assertThat(run("routes", "remove", route).done()).isEqualTo("removed\n");
        String tariff =
                json("tariffs", "list", "--account", bank).at("/items/0/id").toString();
        assertThat(run("tariffs", "end", tariff).done()).isEqualTo("ended\n");
        assertThat(run("tariffs", "end", tariff).failed(1)).startsWith("elchi: not_found");
    }

    @Test
    void oauthClients() {
        String bank = id("accounts", "Demo Bank");
        String made = run("oauth-clients", "add", bank, "machine", "--scope", "sms:read", "--from", "127.0.0.0/8")
                .done();
        assertThat(made).containsPattern("client_id elchi_client_[a-z0-9]{8}, client_secret, .*: elchi_secret_");
        String id = made.replaceAll("(?s)client ([0-9]+),.*", "$1");
        assertThat(run("oauth-clients", "list", bank).done())
                .contains("machine", "127.0.0.0/8", "elchi_client_")
                .doesNotContain("elchi_secret_");
        assertThat(run("oauth-clients", "rotate", id, "--overlap", "60").done()).contains("elchi_secret_");
        assertThat(run("oauth-clients", "revoke", id).done()).isEqualTo("revoked\n");
    }

    @Test
    void keysSendersAndNetworks() {
        String bank = id("accounts", "Demo Bank");
        String created = run("keys", "create", bank, "second", "--scope", "sms:read", "--from", "127.0.0.0/8,::1")
                .done();
        String key = created.replaceAll("(?s).*(elchi_\\S+).*", "$1");
        PLATFORM.as(key);
        String id = created.replaceAll("(?s)key ([0-9]+),.*", "$1");
        assertThat(run("keys", "list", bank).done())
                .contains("second", "127.0.0.0/8, ::1")
                .doesNotContain(key);
        assertThat(run("keys", "rotate", id, "--overlap", "60").done()).contains("elchi_");
        assertThat(run("keys", "revoke", id).done()).isEqualTo("revoked\n");
        assertThat(run("senders", "add", bank, "Second").done()).endsWith("is added\n");
        String sender = json("senders", "list", "--account", bank)
                .get("items")
                .valueStream()
                .filter(item -> item.get("sender").stringValue().equals("Second"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .toString();
        assertThat(run("senders", "remove", sender).done()).isEqualTo("removed\n");
        assertThat(run("networks", "add", "434", "99", "test", "UZ", "99877", "99878")
                        .done())
                .isEqualTo("test has the prefixes 99877, 99878\n");
        assertThat(run("networks", "list").done()).contains("99877, 99878");
    }

    @Test
    void processesAreListed() {
        assertThat(run("processes").done())
                .contains(
                        "ADDRESS",
                        "SETTINGS",
                        "127.0.0.1:" + PLATFORM.server().server().port(),
                        "gateway");
        assertThat(JsonMapper.shared()
                        .readTree(run("processes", "--json").done())
                        .at("/items/0/live")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void theAuditIsListedVerifiedAndExported() {
        String bank = json(
                        "accounts",
                        "create",
                        "Audited Bank",
                        "--currency",
                        "UZS",
                        "--parent",
                        Long.toString(PLATFORM.root()))
                .get("id")
                .asString();
        run("accounts", "suspend", bank).done();
        run("accounts", "topup", bank, "100.10", "--reference", "audited").done();
        assertThat(run("audit", "list", "--object", "billing.account_transactions")
                        .done())
                .contains("audited", "\"amount\":100.1,");
        assertThat(run("audit", "list", "--object", "accounts.accounts", "--id", bank)
                        .done())
                .contains("ACTION", "update", "insert", "127.0.0.1", "suspended");
        assertThat(run("audit", "list", "--by", "999999").done()).doesNotContain("insert");
        PLATFORM.server().part(AuditChain.class).extend();
        assertThat(run("audit", "verify").done()).contains("entries are as they were written");
        String export = run("audit", "export").done();
        JsonNode first = JsonMapper.shared().readTree(export.lines().findFirst().orElseThrow());
        assertThat(first.get("n").longValue()).isEqualTo(1);
        assertThat(first.get("hash").stringValue()).hasSize(64);
        assertThat(first.has("body")).isTrue();
        assertThat(export).contains("Audited Bank");
    }

    /// A command that asks a server loads neither Spring nor a database: it is done in less than a second.
    @Test
    void aCommandLoadsNothingOfTheServer() throws IOException, InterruptedException {
        Path log = data.resolve("classes.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "accounts",
                        "list",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).contains("Demo Bank");
        List<String> ours = Files.readAllLines(log).stream()
                .map(line -> line.replaceAll("^(\\[[^]]*] *)*([\\w.$]+) .*", "$2"))
                .filter(name -> name.matches(
                        "(io\\.(elchi|netty|micrometer)|org\\.(springframework|postgresql|apache|flywaydb|slf4j)"
                                + "|com\\.zaxxer|ch\\.qos)\\..*"))
                .toList();
        assertThat(ours).isNotEmpty().allMatch(name -> name.startsWith("io.elchi.server.boot."));
    }
}
