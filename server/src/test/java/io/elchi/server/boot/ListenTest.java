package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.Subscriptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/// `elchi listen`, `trigger` and `resend`, against a server whose streams end every second.
@Timeout(60)
class ListenTest {
    @AutoClose
    private static final Platform PLATFORM =
            Platform.start(Map.of("events.stream_time", "1s", "webhooks.private_addresses", "true"));

    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private record Got(HttpHeaders headers, String body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private volatile int status = 200;
    private HttpServer sink;
    private long account;
    private String key;

    @BeforeEach
    void open() throws IOException {
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        sink.start();
        account = PLATFORM.account("client", PLATFORM.root(), "bank");
        key = PLATFORM.key(account, "'sms:read','webhooks'");
        PLATFORM.as(key);
    }

    @AfterEach
    void stop() {
        sink.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + sink.getAddress().getPort() + "/hook";
    }

    /// Its exit code; what it writes is in `out`.
    private int run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--key", key, "--url", PLATFORM.server().uri("").toString()));
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        return line.execute(arguments.toArray(String[]::new));
    }

    private FutureTask<Integer> listening(String... more) {
        List<String> command = new ArrayList<>(List.of("listen", "--forward-to", url(), "--types", "sender.approved"));
        command.addAll(List.of(more));
        FutureTask<Integer> task = new FutureTask<>(() -> run(command.toArray(String[]::new)));
        Thread.ofVirtual().start(task);
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        Platform.await("it listens", () -> wanted.wants(account, EventType.SENDER_APPROVED));
        Platform.await("it says so", () -> out.toString().contains("events are posted to"));
        return task;
    }

    private void approve(String sender) {
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'%s'}".formatted(account, sender))
                .is(201);
    }

    private long webhook() {
        Api bank = PLATFORM.as(key);
        return bank.post("/v1/webhooks", "{'url':'%s','events':['sender.approved']}".formatted(url()))
                .is(201)
                .get("id")
                .longValue();
    }

    @Test
    void eventsArePostedSignedAcrossStreams() throws Exception {
        FutureTask<Integer> task = listening("--secret", SECRET, "--count", "2");
        approve("One");
        Platform.await("the first is posted", () -> got.size() == 1);
        Platform.await(
                "the stream ended, and another one began", () -> out.toString().contains("connected again"));
        status = 500;
        approve("Two");
        assertThat(task.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(got).hasSize(2);
        for (Got each : got) {
            new Webhook(SECRET).verify(each.body(), each.headers());
            assertThat(each.body())
                    .contains(
                            "sender.approved",
                            each.headers().firstValue("webhook-id").orElseThrow());
        }
        assertThat(out.toString().lines().filter(line -> line.contains(" sender.approved evt_")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("-> HTTP 200 in "),
                        second -> assertThat(second).contains("-> HTTP 500 in "));
        assertThat(out.toString()).doesNotContain(SECRET);
    }

    @Test
    void aNewSecretIsPrintedAndAnEndpointThatIsAwayIsSaid() throws Exception {
        sink.stop(0);
        FutureTask<Integer> task = listening("--count", "1");
        approve("One");
        assertThat(task.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString()).contains("signed with whsec_", "-> java.net.ConnectException");
    }

    @Test
    void whatCannotBeIsSaidAtOnce() {
        assertThat(run("listen", "--forward-to", "ftp://x/")).isEqualTo(1);
        assertThat(run("listen", "--forward-to", url(), "--secret", "x")).isEqualTo(1);
        assertThat(run("listen", "--forward-to", url(), "--types", "message.read"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("--forward-to must be", "--secret must be", "invalid_field");
    }

    @Test
    void anExampleIsPostedToAnEndpoint() {
        String webhook = Long.toString(webhook());
        assertThat(run("trigger", webhook, "message.delivered")).isZero();
        assertThat(out.toString()).contains("accepted: HTTP 200 after");
        assertThat(got.getFirst().body()).contains("\"test\":true");
        status = 503;
        assertThat(run("trigger", webhook, "message.delivered")).isEqualTo(1);
        assertThat(out.toString()).contains("HTTP 503");
        assertThat(run("trigger", webhook, "message.read")).isEqualTo(1);
    }

    @Test
    void anEventIsPostedAgain() {
        long webhook = webhook();
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        Platform.await("the endpoint wants it", () -> wanted.wants(account, EventType.SENDER_APPROVED));
        approve("One");
        Platform.await("it is posted", () -> !got.isEmpty());
        String event = got.getFirst().headers().firstValue("webhook-id").orElseThrow();
        EventLog log = PLATFORM.server().part(EventLog.class);
        long id = log.id(event).orElseThrow();
        Platform.await(
                "the cursor passes it", () -> log.cursor("webhook." + webhook).orElse(0) >= id);
        assertThat(run("resend", Long.toString(webhook), event)).isZero();
        assertThat(out.toString()).contains("accepted");
        assertThat(got).hasSize(2);
        assertThat(got.get(1).body()).isEqualTo(got.getFirst().body());
        assertThat(run("resend", Long.toString(webhook), "evt_none")).isEqualTo(1);
    }
}
