package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.inbound.InboundStores;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Messages from handsets in settling transactions. No key of a resend is kept: nothing but the look for a commit
/// hinders that a message is stored twice.
class InboundSettlementTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final Metrics metrics = new Metrics();
    private final Stage base = Stage.on(database.database(), ManualClock.atMidnight());
    private final InboundStore inbound =
            InboundStores.on(database.database(), base.clock, Duration.ZERO, (_, _) -> false, metrics);
    private final AtomicInteger acknowledged = new AtomicInteger();

    private Outcome stop() {
        return new Outcome.Received(
                1,
                "998901234567",
                "1700",
                "STOP",
                0,
                "STOP".getBytes(StandardCharsets.US_ASCII),
                Wire.PLAIN,
                acknowledged::incrementAndGet,
                base.clock.now());
    }

    private Stage stage(Transactions transactions, InboundStore store) {
        return new Stage(transactions, base.ledger, base.store, store, base.clock);
    }

    /// The answer of the first commit is lost.
    private Transactions losing(boolean committed, AtomicInteger runs) {
        return new Transactions() {
            @Override
            public <T> T run(Work<T> work) {
                if (runs.getAndIncrement() > 0) {
                    return base.transactions.run(work);
                }
                base.transactions.run(tx -> {
                    T result = work.in(tx);
                    if (!committed) {
                        tx.connection().rollback();
                    }
                    return result;
                });
                throw new CommitUnknownException(new SQLException("no answer", "08006"));
            }
        };
    }

    private long rows() {
        return database.database()
                .jdbc()
                .sql("SELECT count(*) FROM inbound.messages")
                .query(Long.class)
                .single();
    }

    private void isStoredOnce() {
        assertThat(rows()).isEqualTo(1);
        assertThat(metrics.count(Metric.INBOUND_COMPLETE).total()).isEqualTo(1);
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFound() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        stage(losing(true, runs), inbound).now(stop());
        assertThat(runs).hasValue(1);
        isStoredOnce();
    }

    @Test
    void aCommitThatWasNoneIsTriedAgain() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        stage(losing(false, runs), inbound).now(stop());
        assertThat(runs).hasValue(2);
        isStoredOnce();
    }

    @Test
    void whatIsFoundByTheEventsOfMessagesIsCountedToo() throws InterruptedException {
        base.open(10_000, 7);
        Message message = base.accept(7, 1);
        AtomicInteger runs = new AtomicInteger();
        Stage losing = stage(losing(true, runs), inbound);
        losing.activeMessages.add(base.progress(message));
        losing.now(losing.submitted(message, 1, 1, "id-1"), stop());
        assertThat(runs).hasValue(1);
        isStoredOnce();
    }

    /// A message of many parts takes many statements: the accounts of other messages must not wait for them.
    @Test
    void noAccountIsLockedWhileMessagesFromHandsetsAreStored() throws InterruptedException {
        base.open(10_000, 7);
        Message message = base.accept(7, 1);
        List<Boolean> free = new ArrayList<>();
        Stage looking = stage(base.transactions, new InboundStore() {
            @Override
            public Stored store(Tx tx, List<Outcome.Received> received, Instant now) throws SQLException {
                free.add(!database.database()
                        .jdbc()
                        .sql("SELECT 1 FROM billing.account_balances WHERE account_id = 7 FOR UPDATE SKIP LOCKED")
                        .query(Integer.class)
                        .list()
                        .isEmpty());
                return inbound.store(tx, received, now);
            }

            @Override
            public boolean holds(StoredPart part) {
                return inbound.holds(part);
            }

            @Override
            public void committed(Stored stored) {
                inbound.committed(stored);
            }
        });
        looking.activeMessages.add(base.progress(message));
        looking.now(looking.submitted(message, 1, 1, "id-1"), stop());
        assertThat(free).containsExactly(true);
        isStoredOnce();
    }
}
