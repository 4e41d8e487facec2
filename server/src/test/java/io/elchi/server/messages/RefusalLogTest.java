package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Failure;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.messages.RefusalLog.RefusedRequest;
import io.elchi.server.messages.store.PgRefusals;
import io.elchi.server.messages.store.RefusedKeyEvents;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private static final int PER_MINUTE = 5;

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    @AutoClose
    private final Metrics metrics = new Metrics();

    private final ManualClock clock = ManualClock.atMidnight();
    private final PgRefusals store =
            new PgRefusals(DATABASE.database().jdbc(), DATABASE.database().jdbc());
    private final RefusalLog log = new RefusalLog(store, clock, PER_MINUTE, metrics);

    private void add(long account, Refusal refusal) {
        log.add(new RefusalLog.Source(account, 7, "c-1"), refusal, "+998901234567", "Bank");
    }

    /// Other tests count the rows.
    private static final class Unstored implements RefusalLog.Store {
        @Override
        public void insert(List<RefusedRequest> entries) {
            // Not kept.
        }

        @Override
        public Page<RefusedRequest> page(long accountId, String code, String cursor, int limit) {
            return new Page<>(List.of(), null);
        }
    }

    private List<RefusedRequest> withoutAccount() {
        return kept(0).stream().filter(entry -> entry.accountId() == 0).toList();
    }

    private List<RefusedRequest> kept(long account) {
        new DayPartitions(DATABASE.database(), clock, "messages", List.of("refusals"), DayPartitions.Key.TIME, 7)
                .maintain();
        log.flush();
        return store.page(account, null, null, 100).items();
    }

    @Test
    void aRefusalIsKeptWithItsCause() {
        add(1, Refusal.ofField(Failure.INVALID_DESTINATION, "to", "is too short"));
        assertThat(kept(1)).singleElement().satisfies(entry -> {
            assertThat(entry.code()).isEqualTo("invalid_destination");
            assertThat(entry.field()).isEqualTo("to");
            assertThat(entry.detail()).isEqualTo("is too short");
            assertThat(entry.to()).isEqualTo("+998901234567");
            assertThat(entry.from()).isEqualTo("Bank");
            assertThat(entry.apiKeyId()).isEqualTo(7);
            assertThat(entry.correlationId()).isEqualTo("c-1");
            assertThat(entry.at()).isEqualTo(clock.now());
        });
    }

    @Test
    void ofAnAccountSoManyAMinuteAreKept() {
        for (int i = 0; i < 1_000; i++) {
            add(2, Refusal.of(Failure.RATE_LIMITED));
        }
        add(3, Refusal.of(Failure.RATE_LIMITED));
        assertThat(kept(2)).hasSize(PER_MINUTE);
        assertThat(kept(3)).hasSize(1);
        assertThat(metrics.scrape()).contains(Metric.REFUSALS_NOT_KEPT.exposedName() + "{cause=\"limit\"} 995");
        clock.advance(Duration.ofMinutes(1));
        add(2, Refusal.of(Failure.RATE_LIMITED));
        assertThat(kept(2)).hasSize(PER_MINUTE + 1);
    }

    /// One entry that PostgreSQL does not take would take the others of its batch with it.
    @Test
    void whatAClientCalledAFieldDoesNotHarmTheOthers() {
        add(4, Refusal.ofField(Failure.UNKNOWN_FIELD, "a\u0000b", null));
        add(4, Refusal.ofField(Failure.UNKNOWN_FIELD, "a\ud800", null));
        add(4, Refusal.ofField(Failure.UNKNOWN_FIELD, "x".repeat(10_000), null));
        add(4, Refusal.ofField(Failure.UNKNOWN_FIELD, "y", null));
        assertThat(kept(4))
                .hasSize(4)
                .first()
                .satisfies(entry -> assertThat(entry.field()).isEqualTo("y"));
        assertThat(kept(4).get(1).field()).hasSize(200);
    }

    @Test
    void pagesAreReadFromTheNewest() {
        add(5, Refusal.of(Failure.EMPTY_TEXT));
        add(5, Refusal.of(Failure.NO_ROUTE));
        add(5, Refusal.of(Failure.NO_PRICE));
        kept(5);
        Page<RefusedRequest> first = store.page(5, null, null, 2);
        assertThat(first.items()).extracting(RefusedRequest::code).containsExactly("no_price", "no_route");
        Page<RefusedRequest> second = store.page(5, null, first.next(), 2);
        assertThat(second.items()).extracting(RefusedRequest::code).containsExactly("empty_text");
        assertThat(store.page(5, "no_route", null, 10).items()).hasSize(1);
    }

    /// The logs of two processes; the second flush is a minute later.
    @Test
    void anAddressThatKeepsOnIsToldOnceInAnHourByWhicheverProcess() throws Exception {
        MemoryEventLog events = new MemoryEventLog();
        List<RefusalLog> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new RefusalLog(
                    new Unstored(),
                    clock,
                    100,
                    new RefusedKeyEvents(
                            DATABASE.database().transactions(),
                            new AccountEvents(events, (_, _) -> true, clock, metrics),
                            (_, _) -> true,
                            () -> OptionalLong.of(1),
                            clock),
                    metrics));
        }
        int[] reported = {0, 0, 0};
        for (int hour = 0; hour < reported.length; hour++) {
            for (RefusalLog each : processes) {
                for (int i = 0; i < 20; i++) {
                    each.addWithoutAccount(InetAddress.ofLiteral("203.0.113.7"));
                    // One request too few.
                    each.addWithoutAccount(InetAddress.ofLiteral("198.51.100." + (i == 19 ? 2 : 1)));
                }
            }
            clock.advance(Duration.ofMinutes(1));
            processes.forEach(RefusalLog::flush);
            reported[hour] = events.read(0, events.horizon(), 100).events().size();
            clock.advance(Duration.ofMinutes(hour == 0 ? 1 : 60));
        }
        assertThat(reported).containsExactly(1, 1, 2);
        assertThat(events.read(0, events.horizon(), 1).events().getFirst().data())
                .isEqualTo("{\"address\":\"203.0.113.7\",\"requests\":20}");
    }

    @Test
    void onlySoManyAddressesAreToldInAMinute() throws Exception {
        MemoryEventLog events = new MemoryEventLog();
        RefusedKeyEvents refused = new RefusedKeyEvents(
                DATABASE.database().transactions(),
                new AccountEvents(events, (_, _) -> true, clock, metrics),
                (_, _) -> true,
                () -> OptionalLong.of(1),
                clock);
        Map<String, Long> requests = new HashMap<>();
        for (long i = 0; i < 100; i++) {
            requests.put("192.0.2." + i, 20 + i);
        }
        refused.report(requests);
        assertThat(events.read(0, events.horizon(), 100).events())
                .hasSize(10)
                .allMatch(event -> event.data().contains("\"requests\":11"));
    }

    /// Another process reports an old address again, and may wait for one that this one reports.
    @Test
    void anAddressThatAnotherProcessReportsIsNotWaitedForWhenOldOnesAreForgotten() throws Exception {
        DATABASE.execute(
                "INSERT INTO messages.reported_addresses VALUES ('old', '2020-01-01'), ('older', '2020-01-01')");
        MemoryEventLog events = new MemoryEventLog();
        RefusedKeyEvents refused = new RefusedKeyEvents(
                DATABASE.database().transactions(),
                new AccountEvents(events, (_, _) -> true, clock, metrics),
                (_, _) -> true,
                () -> OptionalLong.of(1),
                clock);
        try (Connection other = DATABASE.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE messages.reported_addresses SET reported_at = now() WHERE address = 'old'");
            refused.report(Map.of("203.0.113.99", 20L));
            other.commit();
        }
        assertThat(events.read(0, events.horizon(), 100).events()).hasSize(1);
        assertThat(DATABASE.database()
                        .jdbc()
                        .sql("SELECT address FROM messages.reported_addresses WHERE address LIKE 'old%'")
                        .query(String.class)
                        .list())
                .containsExactly("old");
    }

    /// A client without a key cannot fill the table: it gets one entry for each address and minute. All addresses
    /// past the limit get one entry together.
    @Test
    void requestsWithoutAKeyAreCountedByAddress() throws Exception {
        kept(0);
        for (int i = 0; i < 1_000; i++) {
            log.addWithoutAccount(InetAddress.ofLiteral("203.0.113.7"));
            log.addWithoutAccount(InetAddress.ofLiteral("2001:db8::" + Integer.toHexString(i)));
        }
        for (int i = 0; i < 250; i++) {
            log.addWithoutAccount(InetAddress.ofLiteral("198.51.100." + i));
        }
        assertThat(withoutAccount()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        List<RefusedRequest> entries = withoutAccount();
        assertThat(entries)
                .hasSize(PER_MINUTE + 1)
                .allMatch(entry -> entry.code().equals("unauthorized"));
        assertThat(entries)
                .extracting(RefusedRequest::detail)
                .contains(
                        "1000 requests from 203.0.113.7",
                        "1000 requests from 2001:db8:0:0:0:0:0:0/64",
                        "247 requests from other addresses");
    }
}
