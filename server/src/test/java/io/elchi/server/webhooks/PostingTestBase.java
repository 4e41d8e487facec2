package io.elchi.server.webhooks;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.cluster.Lease;
import io.elchi.server.config.Config;
import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Secret;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventLogs;
import io.elchi.server.events.EventReader;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metrics;
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
import org.junit.jupiter.api.BeforeEach;

/// An endpoint on loopback with two addresses, and a deliverer that posts to it from real tables, with the test's
/// clock.
abstract class PostingTestBase {
    private static final AtomicLong ACCOUNTS = new AtomicLong(100);

    /// A post as the endpoint got it.
    record Got(String path, HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    final TestDatabase database;
    final ManualClock clock = new ManualClock(Instant.now());
    final long account = ACCOUNTS.incrementAndGet();
    final EventLog log;
    final EndpointStore endpoints;
    final DeliveryStore deliveries;
    final Webhooks webhooks;
    final WebhooksProperties properties =
            Config.record("webhooks", WebhooksProperties.class, Map.of("private_addresses", true, "timeout", "5s"));
    final OutgoingClient client = new OutgoingClient(16, 16, Duration.ofSeconds(5), true);
    final MessageIds ids = new MessageIds(clock, new SplittableRandom(7));
    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    /// Of the second address.
    volatile int failoverStatus = 200;

    volatile String retryAfter;
    HttpServer server;
    EventReader reader;
    Deliverer deliverer;
    Endpoint endpoint;

    PostingTestBase(TestDatabase database) {
        this.database = database;
        log = EventLogs.in(database.database(), clock);
        endpoints = new EndpointStore(database.database());
        deliveries = new DeliveryStore(database.database(), Lease.alone(), log);
        webhooks = new Webhooks(endpoints, deliveries, log, properties, clock);
    }

    @BeforeEach
    void start() throws Exception {
        database.execute("TRUNCATE webhooks.endpoints, webhooks.deliveries, events.cursors CASCADE");
        EventLogs.days(database.database(), clock);
        new DayPartitions(database.database(), clock, "webhooks", List.of("attempts"), DayPartitions.Key.TIME, 30)
                .maintain();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(path, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            if (retryAfter != null) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(path.equals("/hook") ? status : failoverStatus, -1);
            exchange.close();
        });
        server.start();
        endpoint = endpoint(Set.of());
        begin();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    Endpoint endpoint(Set<String> events) {
        Endpoint added = webhooks.add(account, new EndpointForm(url("/hook"), null, "", events));
        endpoints.reload();
        return added;
    }

    void begin() {
        WebhookMetrics metrics = new WebhookMetrics(new Metrics());
        WebhookSender sender = new WebhookSender(client, clock, metrics);
        reader = EventLogs.reader(log, 1_000);
        deliverer = new Deliverer(
                new Deliverer.Parts(endpoints, deliveries, reader, sender, metrics),
                properties,
                new SplittableRandom(7),
                clock);
        deliverer.start();
        reader.start();
    }

    void end() {
        reader.close();
        deliverer.close();
    }

    @AfterEach
    void stop() {
        end();
        client.close();
        server.stop(0);
    }

    MessageId tell() {
        return tell(ids.next(), EventType.MESSAGE_DELIVERED);
    }

    MessageId tell(MessageId message, EventType type) {
        clock.advance(Duration.ofMillis(1));
        NewEvent event = new NewEvent(account, type, message, clock.now(), "{\"id\":\"" + message + "\"}");
        database.database().transactions().run(tx -> {
            log.append(tx, List.of(event));
            return null;
        });
        log.committed();
        return message;
    }

    void await(int posts) throws InterruptedException {
        Await.until(posts + " posts", () -> got.size() >= posts);
    }

    List<Webhooks.Attempt> log() {
        return webhooks.attempts(account, endpoint.id(), clock.now().plusSeconds(3_600), 100);
    }

    String state() {
        return database.database()
                .jdbc()
                .sql("SELECT state FROM webhooks.deliveries WHERE endpoint_id = ?")
                .param(endpoint.id())
                .query(String.class)
                .optional()
                .orElse("none");
    }

    void awaitState(String state) throws InterruptedException {
        Await.until(state, () -> state().equals(state));
    }

    static void verify(Secret secret, Got post) throws Exception {
        new Webhook(secret.reveal()).verify(post.body(), post.headers());
    }

    long cursor() {
        return log.cursor(Endpoint.subscriber(endpoint.id())).orElseThrow();
    }
}
