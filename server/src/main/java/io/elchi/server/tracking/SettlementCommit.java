package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.core.Clock;
import io.elchi.server.core.StorageException;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Commits settling transactions. A database that is away is waited for, as long as it takes: the links stop by
/// themselves when nothing is settled any more.
final class SettlementCommit {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementCommit.class);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final Stores stores;
    private final MessageEvents events;
    private final Clock clock;
    private final Pause pause;
    private final TrackingMetrics metrics;

    /// The stores that a settlement is written to.
    record Stores(
            Transactions transactions,
            Ledger ledger,
            MessageStore messages,
            InboundStore inbound,
            ShardWriter shards) {}

    /// The pause between tries; tests replace it.
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /// The end of a transaction.
    enum End {
        STORED,
        /// A row with the key of one of ours is there: another process was quicker, or our memory is wrong.
        DUPLICATE,
        /// The database, or a module, refuses it for what it is.
        IMPOSSIBLE
    }

    SettlementCommit(Stores stores, MessageEvents events, Clock clock, Pause pause, TrackingMetrics metrics) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
        this.pause = pause;
        this.metrics = metrics;
    }

    MessageEvents events() {
        return events;
    }

    /// Asks the database, as long as it takes until it answers.
    <T> T read(Supplier<T> question) throws InterruptedException {
        while (true) {
            try {
                return question.get();
            } catch (DataAccessException | StorageException e) {
                LOG.warn("the database cannot be asked yet: {}", e.getMessage());
                pause.pause(WAIT);
            }
        }
    }

    /// @throws LeaseLostException when another process has a shard of one of the messages
    End commit(SettlementTransaction settlement) throws InterruptedException {
        if (settlement.isEmpty()) {
            return End.STORED;
        }
        // What the last try with an unknown end stored; null: there was none.
        InboundStore.Stored perhaps = null;
        while (true) {
            Try now = new Try();
            try {
                stores.transactions.run(tx -> now.received = settlement.write(tx, stores, events, clock.now()));
                return stored(settlement, now.received);
            } catch (NotCommittedException e) {
                metrics.failed(e);
                if (!e.isTransient()) {
                    // What is there may be our own, of a commit whose answer was lost.
                    boolean own = perhaps != null && e.isDuplicateKey() && isThere(settlement, perhaps);
                    return own ? stored(settlement, perhaps) : refused(settlement, e, e.isDuplicateKey());
                }
                LOG.warn("outcomes wait for the database: {}", e.getMessage());
            } catch (CommitUnknownException e) {
                metrics.failed(e);
                LOG.warn("the end of a commit is not known, looking for it: {}", e.getMessage());
                if (isThere(settlement, now.received)) {
                    return stored(settlement, now.received);
                }
                perhaps = now.received;
            } catch (LeaseLostException e) {
                throw e;
            } catch (RuntimeException e) {
                metrics.failed(e);
                return refused(settlement, e, false);
            }
            pause.pause(WAIT);
        }
    }

    /// A try to commit.
    private static final class Try {
        private InboundStore.Stored received = InboundStore.Stored.NOTHING;
    }

    private End stored(SettlementTransaction settlement, InboundStore.Stored received) {
        stores.inbound.committed(received);
        events.committed(received.events());
        events.committed(settlement.events());
        return End.STORED;
    }

    private static End refused(SettlementTransaction settlement, RuntimeException why, boolean duplicate) {
        LOG.error("{} messages cannot be settled together", settlement.updates().size(), why);
        return duplicate ? End.DUPLICATE : End.IMPOSSIBLE;
    }

    private boolean isThere(SettlementTransaction settlement, InboundStore.Stored received)
            throws InterruptedException {
        return read(() -> {
            boolean there = settlement.isThere(stores, received);
            stores.transactions.confirm();
            return there;
        });
    }
}
