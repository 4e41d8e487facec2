package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands about what waits, what happened, and what is exported.
class OperatingCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static long bank;
    private static String bankKey;

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
        String done() {
            assertThat(code).as(err).isZero();
            return out;
        }
    }

    @BeforeAll
    static void start() {
        bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        bankKey = PLATFORM.key(bank, "'sms:send','sms:read','webhooks'");
        PLATFORM.as(bankKey);
        run("operators", "add", "beeline", "--cost", "1", "--currency", "UZS").done();
    }

    private static Run run(String... command) {
        return as(PLATFORM.adminKey(), command);
    }

    private static Run as(String key, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--key", key, "--url", PLATFORM.server().uri("").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return new Run(line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }

    @Test
    void queuesAreHeldByName() {
        assertThat(run("queues", "hold", "beeline").done()).startsWith("beeline is held since 2");
        assertThat(run("queues", "list").done()).contains("beeline", "HELD SINCE");
        JsonNode json =
                JsonMapper.shared().readTree(run("queues", "list", "--json").done());
        assertThat(json.at("/items/0/held_at").isString()).isTrue();
        assertThat(run("queues", "move", "beeline", "--limit", "5").done()).startsWith("move ");
        assertThat(run("queues", "release", "beeline").done()).isEqualTo("beeline is not held\n");
        assertThat(run("queues", "hold", "nobody").err).contains("nothing in /admin/v1/operators is called nobody");
        assertThat(run("queues", "dead-letters", "inbox").done()).startsWith("ID");
    }

    @Test
    void whatIsConfiguredIsListedChangedAndRemoved() {
        assertThat(run("blocklist", "add", "number", "998905", "--account", "bank", "--reason", "asked for")
                        .done())
                .endsWith("is added\n");
        String blocked = run("blocklist", "list", "--account", "bank").done();
        assertThat(blocked).contains("bank  ", "998905", "asked for");
        run("blocklist", "remove", blocked.lines().toList().getLast().split(" ")[0])
                .done();
        assertThat(run("blocklist", "list").done()).doesNotContain("998905");
        assertThat(run("costs", "set", "beeline", "12.5", "UZS", "--mcc", "434", "--mnc", "04")
                        .done())
                .endsWith("is set\n");
        assertThat(run("costs", "list", "--operator", "beeline").done()).contains("beeline  ", "12.50 UZS");
        assertThat(run("costs", "set-rate", "USD", "UZS", "12000").done()).isEqualTo("1 USD is 12000 UZS\n");
        assertThat(run("costs", "rates").done()).contains("USD", "12000");
        run("networks", "add", "434", "04", "beeline", "UZ", "99890").done();
        assertThat(run("ported", "add", "+998901234567", "434", "04").done()).contains("434 04");
        run("ported", "remove", "998901234567").done();
        assertThat(run("roles", "add", "night shift", "operators:read", "messages:read")
                        .done())
                .endsWith("is added\n");
        assertThat(run("roles", "change", "night shift", "operators:read").done())
                .endsWith("is changed\n");
        assertThat(run("roles", "list").done()).contains("night shift", "operators:read");
        run("roles", "remove", "night shift").done();
    }

    @Test
    void endpointsOfTheAccountWhoseKeyIsUsed() {
        Run added =
                as(bankKey, "webhooks", "add", "https://bank.example/", "--events", "message.delivered,balance.low");
        assertThat(added.done()).contains("whsec_");
        String id = added.out.split(" ")[1];
        as(bankKey, "webhooks", "change", id, "--post-to", "https://bank.example/other", "--description", "x")
                .done();
        assertThat(as(bankKey, "webhooks", "list").done())
                .contains("account  https://bank.example/other", "balance.low, message.delivered");
        assertThat(as(bankKey, "webhooks", "attempts", id).done()).startsWith("AT");
        assertThat(as(bankKey, "webhooks", "replay", id, "--since", "2026-01-01T00:00:00Z")
                        .done())
                .matches("replay [0-9]+ has begun\n");
        as(bankKey, "webhooks", "remove", id).done();
        assertThat(as(bankKey, "webhooks", "remove", id).err).contains("not_found");
    }

    @Test
    void whatHappenedIsListed() {
        assertThat(run("messages", "list", "--account", "bank", "--state", "delivered")
                        .done())
                .startsWith("ID");
        assertThat(run("cdr", "list", "--operator", "beeline", "--all").done()).startsWith("ID");
        run("accounts", "topup", Long.toString(bank), "500", "--reference", "paid-1")
                .done();
        assertThat(run("transactions", "list", "--account", "bank", "--reason", "topup")
                        .done())
                .contains("bank  ", "500.00 UZS", "paid-1");
        assertThat(run("refusals", "list", "--code", "no_route").done()).startsWith("AT");
        assertThat(run("stats", "series", "--account", "bank").done()).startsWith("AT");
        assertThat(run("stats", "top", "sender").done()).startsWith("KEY");
        assertThat(run("stats", "tps").done()).contains("PROCESSES");
        assertThat(run("messages", "list", "--state", "gone").err).contains("invalid_field", "(state)");
    }

    @Test
    void anInterruptedDownloadGoesOn() throws IOException {
        Path file = folder.resolve("transactions.csv");
        run("accounts", "topup", Long.toString(bank), "7", "--reference", "exported")
                .done();
        Run made =
                run("exports", "create", "transactions", "--filter", "account_id=" + bank, "--output", file.toString());
        assertThat(made.done()).contains("rows");
        assertThat(made.err).contains("100 %");
        String whole = Files.readString(file);
        assertThat(whole).contains("exported");
        String id = run("exports", "list").done().lines().toList().get(1).split(" ")[0];
        Path again = folder.resolve("again.csv");
        Files.writeString(folder.resolve("again.csv." + id + ".part"), "X".repeat(10));
        run("exports", "download", id, "--output", again.toString()).done();
        assertThat(Files.readString(again)).isEqualTo("X".repeat(10) + whole.substring(10));
        run("exports", "remove", id).done();
        assertThat(run("exports", "download", id).err).contains("not_found");
        assertThat(as(bankKey, "exports", "create", "messages", "--own", "--format", "xlsx")
                        .done())
                .contains("has begun", " --own`");
    }

    @Test
    void refusedRequestsAreShownAsTheyHappen() throws InterruptedException {
        StringWriter out = new StringWriter();
        Api api = PLATFORM.as(bankKey);
        String[] command = {
            "logs",
            "tail",
            "--count",
            "1",
            "--only",
            "requests",
            "--contains",
            "998909999999",
            "--key",
            bankKey,
            "--url",
            PLATFORM.server().uri("").toString()
        };
        Thread tail = Thread.ofVirtual()
                .start(() -> Main.commandLine(command)
                        .setOut(new PrintWriter(out, true))
                        .execute(command));
        Platform.await("the request is shown", () -> {
            api.post("/v1/sms/send", "{'to':'+998909999999','from':'Nobody','text':'x'}");
            return !out.toString().isEmpty();
        });
        tail.join();
        assertThat(out.toString()).contains(" refused ", " to +998909999999 from Nobody");
        Run wrong = as(bankKey, "logs", "tail", "--only", "nothing");
        assertThat(wrong.code).isEqualTo(1);
    }

    /// The server restarts, and then it is overloaded.
    @Test
    void aFailedQuestionForRequestsDoesNotEndTheCommand() throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/v1/requests", exchange -> {
            int nth = asked.incrementAndGet();
            String items = nth < 4 ? "" : "{\"at\":\"2026-11-24T10:15:31Z\",\"code\":\"no_route\"}";
            byte[] body = ("{\"items\":[" + items + "]}").getBytes(StandardCharsets.UTF_8);
            if (nth == 2) {
                exchange.close();
                return;
            }
            exchange.sendResponseHeaders(nth == 3 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            StringWriter out = new StringWriter();
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            String[] command = {"logs", "tail", "--count", "1", "--only", "requests", "--key", "any", "--url", url};
            int code =
                    Main.commandLine(command).setOut(new PrintWriter(out, true)).execute(command);
            assertThat(code).isZero();
            assertThat(out).hasToString("2026-11-24T10:15:31Z refused no_route\n");
            assertThat(asked).hasValueGreaterThanOrEqualTo(4);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void eventsAreShownAsJson() throws InterruptedException {
        StringWriter events = new StringWriter();
        String[] follow = {
            "logs",
            "tail",
            "--count",
            "1",
            "--only",
            "events",
            "--types",
            "key.created,key.revoked",
            "--json",
            "--key",
            bankKey,
            "--url",
            PLATFORM.server().uri("").toString()
        };
        Thread tailEvents = Thread.ofVirtual()
                .start(() -> Main.commandLine(follow)
                        .setOut(new PrintWriter(events, true))
                        .execute(follow));
        Platform.await("an event is shown", () -> {
            PLATFORM.key(bank, "'sms:read'");
            return !events.toString().isEmpty();
        });
        tailEvents.join();
        assertThat(JsonMapper.shared().readTree(events.toString()).get("type").stringValue())
                .isEqualTo("key.created");
    }
}
