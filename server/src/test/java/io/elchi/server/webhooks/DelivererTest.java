package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.cluster.Lease;
import io.elchi.server.config.Config;
import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Secret;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.messages.FinalStateStream;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.RouteCandidate;
import io.elchi.server.messages.Settled;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Queues;
import io.elchi.server.tracking.Stage;
import io.elchi.smstext.receipt.ReceiptState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Posts to an endpoint on loopback, from real tables, with the test's clock.
class DelivererTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final AtomicLong ACCOUNTS = new AtomicLong(100);

    /// A post as the endpoint got it.
    private record Got(HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    private final ManualClock clock = new ManualClock(Instant.now());
    private final Stage stage = Stage.on(DATABASE.database(), clock);
    private final long account = ACCOUNTS.incrementAndGet();
    private final EndpointStore endpoints =
            new EndpointStore(DATABASE.database().jdbc(), DATABASE.database().reads());
    private final DeliveryStore deliveries = new DeliveryStore(DATABASE.database(), Lease.alone());
    private final WebhooksProperties properties =
            Config.record("webhooks", WebhooksProperties.class, Map.of("private_addresses", true, "timeout", "5s"));
    private final Webhooks webhooks = new Webhooks(endpoints, deliveries, properties, clock);
    private final OutgoingClient client = new OutgoingClient(16, 16, Duration.ofSeconds(5), true);
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String retryAfter;
    private HttpServer server;
    private FinalStateStream feed;
    private Deliverer deliverer;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        DATABASE.execute("TRUNCATE webhooks.endpoints, webhooks.deliveries, webhooks.progress");
        new DayPartitions(DATABASE.database(), clock, "webhooks", List.of("attempts"), DayPartitions.Key.TIME, 30)
                .maintain();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            if (retryAfter != null) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        stage.open(10_000, account);
        endpoint =
                webhooks.add(account, "http://127.0.0.1:" + server.getAddress().getPort() + "/hook", "", Set.of());
        endpoints.reload();
        deliverer = deliverer();
        deliverer.start();
    }

    @AfterEach
    void stop() {
        deliverer.close();
        client.close();
        server.stop(0);
    }

    private Deliverer deliverer() {
        feed = new FinalStateStream(Queues.local(100, clock));
        WebhookMetrics metrics = new WebhookMetrics(new Metrics());
        WebhookSender sender = new WebhookSender(client, clock, metrics);
        return new Deliverer(
                new Deliverer.Parts(endpoints, deliveries, stage.store, feed, sender, metrics),
                properties,
                new SplittableRandom(7),
                clock);
    }

    /// A message that is delivered, in the tables; nobody is published.
    private Settled settle() throws InterruptedException {
        Message message = stage.accept(account, RouteCandidate.NONE, 1, Stage.candidate(1, 45_000_000));
        String id = "w-" + message.id();
        stage.now(stage.submitted(message, 1, 1, id));
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED));
        return stage.told.getLast();
    }

    /// The same, and it is handed over as tracking does.
    private Settled tell() throws InterruptedException {
        Settled settled = settle();
        Instant known = feed.coming(1, settled.at());
        feed.settled(new Settled(settled.message(), settled.state(), settled.cdr(), known));
        return settled;
    }

    private void await(int posts) throws InterruptedException {
        Await.until(posts + " posts", () -> got.size() >= posts);
    }

    private List<Webhooks.Attempt> log() {
        return webhooks.attempts(account, endpoint.id(), clock.now().plusSeconds(3_600), 100);
    }

    private String state() {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT state FROM webhooks.deliveries WHERE endpoint_id = ?")
                .param(endpoint.id())
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private void awaitState(String state) throws InterruptedException {
        Await.until(state, () -> state().equals(state));
    }

    private static void verify(Secret secret, Got post) throws Exception {
        new Webhook(secret.reveal()).verify(post.body(), post.headers());
    }

    @Test
    void aFinalStateIsPostedSignedAndLogged() throws Exception {
        Settled settled = tell();
        await(1);
        verify(endpoint.secrets().getFirst(), got.getFirst());
        assertThat(got.getFirst().body())
                .contains(
                        "\"type\":\"message.delivered\"", settled.message().id().toString())
                .doesNotContain(settled.message().text());
        Await.until("the attempt is logged", () -> !log().isEmpty());
        assertThat(log()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(200);
            assertThat(attempt.attempt()).isEqualTo(1);
            assertThat(attempt.error()).isNull();
        });
        assertThat(state()).isEqualTo("none");
    }

    /// One account's message must not stop the events of all others.
    @Test
    void anEventThatCannotBeWrittenIsSetAsideAndTheNextOneIsPosted() throws Exception {
        Settled settled = settle();
        Message message = settled.message();
        Message unwritable = new Message(
                message.id(),
                message.accountId(),
                message.apiKeyId(),
                message.upstream(),
                message.to(),
                message.sender(),
                message.text(),
                message.messageClass(),
                message.encoding(),
                message.parts(),
                message.mcc(),
                message.mnc(),
                message.country(),
                message.currency(),
                message.candidates(),
                message.reference(),
                message.correlationId(),
                "{\"a\":\"\ud800\"}",
                message.acceptedAt(),
                message.validUntil(),
                message.weight(),
                message.partReference());
        Instant known = feed.coming(1, settled.at());
        feed.settled(new Settled(unwritable, settled.state(), settled.cdr(), known));
        Settled next = tell();
        await(1);
        assertThat(got.getFirst().body()).contains(next.message().id().toString());
        Instant everything = clock.now();
        Await.until("both are done", () -> !feed.publishedUpTo(everything).isBefore(everything));
    }

    /// A standby that stops published nothing; the process that sends has its progress.
    @Test
    void oneThatNeverStartedDoesNotMoveTheProgress() throws Exception {
        tell();
        await(1);
        deliverer.close();
        Instant progress = deliveries.progress().orElseThrow();
        clock.advance(Duration.ofMinutes(10));
        deliverer();
        Deliverer standby = deliverer();
        standby.close();
        assertThat(deliveries.progress()).contains(progress);
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        Endpoint rotated = webhooks.rotate(account, endpoint.id());
        endpoints.reload();
        tell();
        await(1);
        assertThat(rotated.secrets()).hasSize(2).contains(endpoint.secrets().getFirst());
        for (Secret secret : rotated.secrets()) {
            verify(secret, got.getFirst());
        }
    }

    @Test
    void aFailedPostIsTriedAgainWithTheSameIdUntilItIsTaken() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        clock.advance(Duration.ofSeconds(6));
        await(2);
        status = 200;
        Await.until("the second attempt is stored", () -> log().size() == 2);
        clock.advance(Duration.ofSeconds(36));
        awaitState("delivered");
        assertThat(got).extracting(Got::id).containsOnly(got.getFirst().id()).hasSize(3);
        assertThat(got).extracting(Got::body).containsOnly(got.getFirst().body());
        assertThat(log()).extracting(Webhooks.Attempt::status).containsExactly(200, 500, 500);
        assertThat(log()).extracting(Webhooks.Attempt::attempt).containsExactly(3, 2, 1);
        assertThat(log().getLast().error()).startsWith("HTTP 500");
    }

    @Test
    void retryAfterIsKept() throws Exception {
        status = 429;
        retryAfter = "600";
        tell();
        awaitState("waiting");
        assertThat(deliveries.due(clock.now().plusSeconds(599), 10)).isEmpty();
        assertThat(deliveries.due(clock.now().plusSeconds(600), 10)).hasSize(1);
    }

    @Test
    void goneDisablesTheEndpointAndReplayBringsItsLettersBack() throws Exception {
        status = 410;
        Settled settled = tell();
        awaitState("dead");
        Endpoint disabled = webhooks.get(account, endpoint.id());
        assertThat(disabled.active()).isFalse();
        assertThat(disabled.disabledReason()).contains("410");
        endpoints.reload();
        status = 200;
        webhooks.enable(account, endpoint.id());
        endpoints.reload();
        assertThat(webhooks.replay(account, endpoint.id(), settled.at().minusSeconds(60), false))
                .isEqualTo(1);
        await(2);
        awaitState("delivered");
        assertThat(got.get(1).id()).isEqualTo(got.getFirst().id());
        assertThat(webhooks.replay(account, endpoint.id(), settled.at().minusSeconds(60), false))
                .as("it was accepted")
                .isZero();
        assertThat(webhooks.replay(account, endpoint.id(), settled.at().minusSeconds(60), true))
                .isEqualTo(1);
        await(3);
    }

    @Test
    void afterTheLastAttemptItIsADeadLetter() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        DATABASE.execute("UPDATE webhooks.deliveries SET attempts = 10");
        clock.advance(Duration.ofSeconds(6));
        awaitState("dead");
        assertThat(webhooks.get(account, endpoint.id()).active()).isTrue();
    }

    @Test
    void whatAProcessDidNotTellTheNextOneTells() throws Exception {
        tell();
        await(1);
        Await.until("it is logged", () -> log().size() == 1);
        deliverer.close();
        // The process dies with these known to nobody but the tables.
        Settled lost = settle();
        Settled other = settle();
        clock.advance(Duration.ofSeconds(1));
        deliverer = deliverer();
        deliverer.start();
        await(3);
        clock.advance(Duration.ofSeconds(1));
        Await.until(
                "progress passes them",
                () -> deliveries.progress().orElseThrow().isAfter(other.at()));
        assertThat(got).hasSize(3);
        assertThat(got.stream().map(Got::id))
                .anyMatch(id -> id.contains(lost.message().id().toString()))
                .anyMatch(id -> id.contains(other.message().id().toString()));
    }

    /// What came is in no table yet, so progress may not pass it.
    @Test
    void progressDoesNotPassWhatIsComing() throws Exception {
        Settled coming = settle();
        feed.coming(1, coming.at());
        clock.advance(Duration.ofMinutes(5));
        Settled later = tell();
        await(1);
        Await.until("it is logged", () -> log().size() == 1);
        assertThat(later.at()).isAfter(coming.at());
        assertThat(deliveries.progress())
                .hasValueSatisfying(progress -> assertThat(progress).isBeforeOrEqualTo(coming.at()));
    }
}
