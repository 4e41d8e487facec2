package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectories;
import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.entrances.PendingCallback.Key;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventLogs;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests to a listener on loopback, from real tables, with the test's clock.
class CallbackRunnerTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-30T10:00:00Z"));
    private final EventLog log = EventLogs.in(DATABASE.database(), clock);
    private final CallbackStore store = new CallbackStore(DATABASE.database(), clock);
    private final Metrics metrics = new Metrics();

    @AutoClose
    private final OutgoingClient client = new OutgoingClient(8, 8, Duration.ofSeconds(20), true);

    private CallbackSink sink;
    private CallbackRunner runner;

    @BeforeEach
    void start() throws Exception {
        DATABASE.execute("TRUNCATE entrances.requests, entrances.callbacks");
        sink = new CallbackSink();
        runner = runner(client);
        runner.start();
    }

    @AfterEach
    void stop() {
        sink.close();
        runner.close();
    }

    private CallbackRunner runner(OutgoingClient outgoing) {
        CallbackEvents events = new CallbackEvents(
                new CallbackEvents.Parts(
                        log,
                        store,
                        SmppDirectories.empty(clock),
                        DATABASE.database().transactions()),
                Lease.alone(),
                clock);
        return new CallbackRunner(
                new CallbackRunner.Parts(
                        events,
                        store,
                        new CallbackSender(outgoing, metrics),
                        DATABASE.database().transactions(),
                        Lease.alone(),
                        clock),
                new CallbackPlaces.Limits(8, 6, 2),
                metrics);
    }

    private PendingCallback request(UUID message, long event, CallbackForm form, String url) {
        return request(message, event, 7, form, url);
    }

    private PendingCallback request(UUID message, long event, long account, CallbackForm form, String url) {
        return PendingCallback.first(
                new Key(message, 1, event, 0),
                account,
                form,
                new PendingCallback.Target(url, false),
                "n=" + event,
                clock.now());
    }

    private void add(CallbackForm form, String url) {
        store.add(List.of(request(UUID.randomUUID(), 1, form, url)));
    }

    private int attempts() {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT coalesce(max(attempts), -1) FROM entrances.requests")
                .query(Integer.class)
                .single();
    }

    private static void awaitFailed(int count) throws InterruptedException {
        Await.until(
                count + " failed once",
                () -> DATABASE.database()
                                .jdbc()
                                .sql("SELECT count(*) FROM entrances.requests WHERE attempts = 1")
                                .query(Integer.class)
                                .single()
                        == count);
    }

    private double dropped(String reason) {
        return metrics.totals(Metric.CALLBACKS_DROPPED).getOrDefault(List.of(reason), 0.0);
    }

    private void awaitEmpty() throws InterruptedException {
        Await.until("nothing waits", () -> store.waiting() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "JASMIN, 200, ACK/Jasmin",
        "JASMIN, 204, ''",
        "JASMIN, 302, ''",
        "JASMIN, 200, ack/jasmin",
        "JASMIN, 200, ACK/Jasmin!",
        "JASMIN, 404, ACK/Jasmin",
        "JASMIN, 500, ''",
        "KANNEL, 200, ''",
        "KANNEL, 202, Sent.",
        "KANNEL, 302, ''",
        "KANNEL, 404, ''",
        "JASMIN_BATCH, 200, whatever",
        "JASMIN_BATCH, 503, ''",
    })
    void onlyTheProtocolsAnswerIsAnAcknowledgement(CallbackForm form, int status, String body) throws Exception {
        sink.answer("/a", status, body);
        add(form, sink.url("/a?x=1"));
        boolean accepted = form == CallbackForm.JASMIN ? body.equals("ACK/Jasmin") && status < 400 : status < 300;
        Await.until("it is asked and the result is stored", () -> store.waiting() == 0 || attempts() == 1);
        assertThat(store.waiting()).isEqualTo(accepted ? 0 : 1);
        // A redirect is not followed.
        assertThat(sink.hits()).singleElement().satisfies(hit -> {
            assertThat(hit.path()).isEqualTo("/a");
            assertThat(hit.query()).isEqualTo("x=1&n=1");
        });
    }

    @Test
    void aRequestIsMadeFourTimesAndThenDropped() throws Exception {
        sink.answer("/never", 200, "no");
        add(CallbackForm.JASMIN, sink.url("/never"));
        for (int made = 1; made <= CallbackForm.MOST_RETRIES; made++) {
            int stored = made;
            Await.until("attempt " + made, () -> attempts() == stored);
            clock.advance(Duration.ofSeconds(29));
            assertThat(store.due(List.of(store.hosts("", 1).getFirst()), List.of(), 10, clock.now()))
                    .isEmpty();
            assertThat(sink.hits()).hasSize(made);
            clock.advance(Duration.ofSeconds(1));
        }
        awaitEmpty();
        assertThat(sink.hits()).hasSize(4);
        // They are counted after the transaction that removes them.
        Await.until("it is counted", () -> dropped("attempts") == 1);
        assertThat(metrics.totals(Metric.CALLBACK_ATTEMPTS).get(List.of("refused")))
                .isEqualTo(4);
    }

    @Test
    void kannelRetriesAfterTenSeconds() throws Exception {
        sink.answer("/later", 503, "");
        add(CallbackForm.KANNEL, sink.url("/later"));
        Await.until("the first attempt is stored", () -> attempts() == 1);
        sink.answer("/later", 200, "");
        clock.advance(Duration.ofSeconds(10));
        awaitEmpty();
        assertThat(sink.hits()).hasSize(2);
    }

    @Test
    void requestsOfAMessageKeepTheirOrder() throws Exception {
        UUID message = UUID.randomUUID();
        sink.answer("/order", 500, "");
        store.add(List.of(
                request(message, 1, CallbackForm.JASMIN, sink.url("/order")),
                request(message, 2, CallbackForm.JASMIN, sink.url("/order"))));
        Await.until("the first one failed", () -> attempts() == 1);
        // Another message of the same address goes on: the second request was looked at as well.
        store.add(List.of(request(UUID.randomUUID(), 3, CallbackForm.JASMIN, sink.url("/order"))));
        awaitFailed(2);
        assertThat(sink.hits()).hasSize(2);
        sink.answer("/order", 200, "ACK/Jasmin");
        clock.advance(Duration.ofSeconds(30));
        awaitEmpty();
        assertThat(sink.hits().stream()
                        .map(CallbackSink.CallbackHit::query)
                        .filter(query -> !query.equals("n=3"))
                        .toList())
                .containsExactly("n=1", "n=1", "n=2");
    }

    @Test
    void aSlowHostDelaysNoOther() throws Exception {
        CountDownLatch slow = sink.hold("/slow");
        for (int i = 0; i < 20; i++) {
            add(CallbackForm.JASMIN, sink.url("/slow"));
        }
        Await.until("two are under way", () -> sink.hits("/slow").size() == 2);
        for (int i = 0; i < 20; i++) {
            store.add(List.of(request(UUID.randomUUID(), 1, 8, CallbackForm.JASMIN, sink.otherHost("/fast"))));
        }
        Await.until("the others are made", () -> sink.hits("/fast").size() == 20 && store.waiting() == 20);
        assertThat(sink.hits("/slow")).hasSize(2);
        slow.countDown();
        awaitEmpty();
        assertThat(sink.hits("/slow")).hasSize(20);
    }

    @Test
    void theNextRunnerContinues() throws Exception {
        sink.answer("/again", 500, "");
        add(CallbackForm.JASMIN, sink.url("/again"));
        add(CallbackForm.JASMIN, sink.url("/again"));
        awaitFailed(2);
        runner.close();
        sink.answer("/again", 200, "ACK/Jasmin");
        clock.advance(Duration.ofSeconds(30));
        runner = runner(client);
        runner.start();
        awaitEmpty();
        assertThat(sink.hits()).hasSize(4);
    }

    @Test
    void aPrivateAddressIsDroppedWithoutAConnection() throws Exception {
        runner.close();
        try (OutgoingClient careful = new OutgoingClient(8, 8, Duration.ofSeconds(5), false)) {
            runner = runner(careful);
            runner.start();
            add(CallbackForm.JASMIN, sink.url("/private"));
            add(CallbackForm.JASMIN, sink.otherHost("/private"));
            add(CallbackForm.KANNEL, "http://[::1]:80/private");
            awaitEmpty();
            Await.until("they are counted", () -> dropped("address") == 3);
            assertThat(sink.hits()).isEmpty();
            runner.close();
        }
    }

    @Test
    void whatIsTooOldIsForgotten() {
        runner.close();
        add(CallbackForm.JASMIN, sink.url("/old"));
        Instant later = clock.now().plusSeconds(1);
        assertThat(store.forget(clock.now(), clock.now())).isZero();
        assertThat(store.forget(later, later)).isEqualTo(1);
        assertThat(store.work()).isEqualTo(new CallbackStore.Work(false, false));
    }

    @Test
    void theOldestOfTooManyAreForgotten() {
        runner.close();
        for (int account = 7; account <= 8; account++) {
            for (int i = 0; i < account; i++) {
                store.add(
                        List.of(request(UUID.randomUUID(), i, account, CallbackForm.JASMIN, sink.url("/" + account))));
                clock.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(store.trim(8)).isZero();
        assertThat(store.trim(7)).isEqualTo(1);
        assertThat(store.waiting()).isEqualTo(14);
        assertThat(store.due(store.hosts("", 1), List.of(), 100, clock.now()))
                .filteredOn(each -> each.accountId() == 8)
                .extracting(each -> each.key().eventId())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void hostsAreLookedAtInTurn() {
        runner.close();
        for (String host : List.of("b", "a", "c", "a")) {
            add(CallbackForm.JASMIN, "http://" + host + ".example/");
        }
        assertThat(store.hosts("", 2)).containsExactly("a.example:80", "b.example:80");
        assertThat(store.hosts("b.example:80", 2)).containsExactly("c.example:80");
        assertThat(store.hosts("c.example:80", 2)).isEmpty();
        assertThat(store.due(store.hosts("", 9), List.of(), 1, clock.now())).hasSize(3);
        assertThat(store.due(store.hosts("", 9), List.of(), 9, clock.now().minusSeconds(1)))
                .isEmpty();
        assertThat(store.waiting()).isEqualTo(4);
    }

    /// Requests of an account without a place stay due: those of others at the same host are behind them.
    @Test
    void anAccountWithoutAPlaceHidesNobody() {
        runner.close();
        for (long account : new long[] {1, 1, 2}) {
            store.add(List.of(request(UUID.randomUUID(), 1, account, CallbackForm.JASMIN, "http://shop.example/")));
        }
        assertThat(store.due(store.hosts("", 1), List.of(1L), 2, clock.now()))
                .extracting(PendingCallback::accountId)
                .containsExactly(2L);
        CallbackPlaces places = new CallbackPlaces(new CallbackPlaces.Limits(8, 1, 2));
        assertThat(places.fullAccounts()).isEmpty();
        assertThat(places.acquire(1, "slow.example:80")).isTrue();
        assertThat(places.fullAccounts()).containsExactly(1L);
        places.release(1, "slow.example:80");
        assertThat(places.fullAccounts()).isEmpty();
    }
}
