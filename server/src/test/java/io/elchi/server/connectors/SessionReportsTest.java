package io.elchi.server.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.ShardSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// When sessions are reported, and how their rates are reckoned.
class SessionReportsTest {
    private static final long OPERATOR = 1;

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final ShardSessions store = new ShardSessions(DATABASE.database().jdbc(), UUID.randomUUID());
    private final ManualClock clock = ManualClock.atMidnight();
    private final Instant bound = clock.now();
    private final SessionReports reports = new SessionReports(store, clock);
    private final Shards shards = Shards.alone(ShardId.of(OPERATOR));

    private void write(Instant since, long submits, boolean news) {
        LinkSession session =
                new LinkSession(1, "bound_trx", since, 0, 10, submits, 0, submits, submits * 20_000_000, null);
        reports.write(
                shards.owned(), _ -> List.of(new LinkSessions(1, OPERATOR, 1, null, List.of(session), null)), news);
    }

    private LinkSession read() {
        return store.read().getFirst().links().getFirst().sessions().getFirst();
    }

    @Test
    void theRateIsThatSinceTheReportBefore() {
        write(bound, 100, true);
        assertThat(read().perSecond()).as("nothing to compare with").isZero();
        clock.advance(Duration.ofSeconds(4));
        write(bound, 200, false);
        assertThat(read().submits()).as("it is too soon").isEqualTo(100);
        clock.advance(Duration.ofSeconds(1));
        write(bound, 350, false);
        assertThat(read().perSecond()).isEqualTo(50);
        assertThat(read().responseMillis()).isEqualTo(20);
        assertThat(read().ceilingPerSecond()).as("a window of 10").isEqualTo(500);
        clock.advance(Duration.ofSeconds(1));
        write(bound, 360, true);
        assertThat(read().perSecond()).as("a session was bound or ended").isEqualTo(10);
        clock.advance(Duration.ofSeconds(5));
        write(clock.now(), 7, false);
        assertThat(read().perSecond()).as("another session with this number").isZero();
        assertThat(read().responseMillis()).isNull();
    }
}
