package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.core.Clock;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.NewEvent;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageLog;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Stores a settlement in one transaction and then acts on it. A database that is away is waited for, as long as
/// it takes: the links stop by themselves when nothing is settled any more.
final class SettlementWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementWriter.class);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final Transactions transactions;
    private final Ledger ledger;
    private final MessageStore store;
    private final InboundStore handsets;
    private final ShardWriter shards;
    private final Batches batches;
    private final Effects effects;
    private final Pause pause;
    private final TrackingMetrics metrics;

    /// The actions after the commit.
    record Effects(ActiveMessages activeMessages, Outbound outbound, MessageEvents events, Clock clock) {}

    /// The pause between tries; tests replace it.
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /// The stores it writes to.
    record Stores(
            Transactions transactions,
            Ledger ledger,
            MessageStore messages,
            InboundStore inbound,
            ShardWriter shards) {}

    SettlementWriter(Stores stores, Batches batches, Effects effects, Pause pause, TrackingMetrics metrics) {
        transactions = stores.transactions();
        ledger = stores.ledger();
        store = stores.messages();
        handsets = stores.inbound();
        shards = stores.shards();
        this.batches = batches;
        this.effects = effects;
        this.pause = pause;
        this.metrics = metrics;
    }

    void commit(SettlementBatch settlement) throws InterruptedException {
        long started = effects.clock().nanos();
        if (stored(settlement.batch(), settlement.updates(), inbound(settlement)) == End.STORED) {
            settlement.updates().forEach(this::act);
            settlement.unmatched().forEach(receipt -> receipt.acknowledge().run());
            settlement.keptUnmatched().addAll(settlement.unmatched());
            settlement.received().forEach(received -> received.acknowledge().run());
            settlement.acknowledgements().forEach(Runnable::run);
            settlement.forwards().forEach(shards::act);
        } else {
            oneByOne(settlement);
        }
        metrics.committed(effects.clock().nanos() - started);
    }

    /// Asks the database, as long as it takes until it answers.
    <T> T read(Supplier<T> question) throws InterruptedException {
        while (true) {
            try {
                return question.get();
            } catch (DataAccessException e) {
                LOG.warn("the database cannot be asked yet: {}", e.getMessage());
                pause.pause(WAIT);
            }
        }
    }

    /// Sends parts of a message that is in memory.
    void send(MessageUpdate.Resend resend) {
        effects.outbound().sendLater(resend.task(), resend.delay());
    }

    /// What is of no message of this process.
    ///
    /// @param acknowledgements of what is stored by it
    private record Inbound(
            MessageStore.Changes changes,
            List<Outcome.Received> received,
            List<ShardWriter.Forward> forwards,
            List<Runnable> acknowledgements) {
        static final Inbound NONE = of(List.of(), List.of(), List.of());

        static Inbound of(
                List<Outcome.Receipt> unmatched, List<Outcome.Received> received, List<Runnable> acknowledgements) {
            return new Inbound(
                    new MessageStore.Changes(List.of(), List.of(), unmatched, List.of()),
                    received,
                    List.of(),
                    acknowledgements);
        }

        static Inbound of(ShardWriter.Forward forward) {
            return new Inbound(NONE.changes, List.of(), List.of(forward), List.of());
        }

        boolean isEmpty(Collection<MessageUpdate> updates) {
            return received.isEmpty() && ShardWriter.isEmpty(updates, forwards, acknowledgements);
        }
    }

    private static Inbound inbound(SettlementBatch settlement) {
        List<Runnable> acknowledgements = new ArrayList<>(settlement.acknowledgements());
        settlement.unmatched().forEach(receipt -> acknowledgements.add(receipt.acknowledge()));
        return new Inbound(
                new MessageStore.Changes(List.of(), List.of(), settlement.unmatched(), settlement.matched()),
                settlement.received(),
                settlement.forwards(),
                acknowledgements);
    }

    /// Something in the settlement cannot be stored: each message alone, so that one cannot hold up the others.
    private void oneByOne(SettlementBatch settlement) throws InterruptedException {
        for (MessageUpdate update : settlement.updates()) {
            // The number may be what another process took.
            long batch = batches.next();
            switch (stored(batch, List.of(rebatched(update, batch)), Inbound.NONE)) {
                case STORED -> act(update);
                case DUPLICATE -> forget(update);
                case IMPOSSIBLE -> abandon(update);
            }
        }
        for (Outcome.Receipt receipt : settlement.unmatched()) {
            List<Runnable> own = List.of(receipt.acknowledge());
            if (acknowledge(receipt.acknowledge(), Inbound.of(List.of(receipt), List.of(), own))) {
                settlement.keptUnmatched().add(receipt);
            }
        }
        for (Outcome.Received received : settlement.received()) {
            acknowledge(received.acknowledge(), Inbound.of(List.of(), List.of(received), List.of()));
        }
        for (ShardWriter.Forward forward : settlement.forwards()) {
            acknowledge(() -> shards.act(forward), Inbound.of(forward));
        }
        for (Runnable each : settlement.acknowledgements()) {
            acknowledge(each, Inbound.of(List.of(), List.of(), List.of(each)));
        }
    }

    private boolean acknowledge(Runnable acknowledgement, Inbound inbound) throws InterruptedException {
        boolean kept = stored(batches.next(), List.of(), inbound) == End.STORED;
        if (kept) {
            acknowledgement.run();
        } else {
            ShardWriter.again(inbound.acknowledgements());
        }
        return kept;
    }

    /// The events name the batch that they are charged in.
    private static MessageUpdate rebatched(MessageUpdate update, long batch) {
        for (int i = 0; i < update.events().size(); i++) {
            if (update.events().get(i) instanceof Event.Submitted event) {
                update.events().set(i, event.inBatch(batch));
            }
        }
        return update;
    }

    /// What memory says of the message and what is stored do not go together: memory gives way. Its operator sends
    /// an unacknowledged receipt again, and the sweeper looks at the rest.
    private void forget(MessageUpdate update) {
        effects.activeMessages().remove(update.message().id());
        // What still waits in a queue for this progress must not be sent beside the one that replaces it.
        update.progress().abandon();
        ShardWriter.again(update.acknowledgements());
        metrics.forgotten();
    }

    /// It cannot be stored, for whatever fault of ours. What an operator has, or may have, must not be sent again
    /// and again because of that: memory keeps it, as one that nothing is done for until somebody has looked at
    /// it.
    private void abandon(MessageUpdate update) {
        boolean sent = update.events().stream()
                .anyMatch(event -> event instanceof Event.Submitted || event instanceof Event.Unanswered);
        if (sent) {
            LOG.error(
                    "message {} was sent and cannot be settled; it is left as it is",
                    update.message().id());
            update.progress().abandon();
            metrics.forgotten();
        } else {
            forget(update);
        }
    }

    private enum End {
        STORED,
        /// A row with the key of one of ours is there: another process was quicker, or our memory is wrong.
        DUPLICATE,
        /// The database, or a module, refuses it for what it is.
        IMPOSSIBLE
    }

    private End stored(long batch, Collection<MessageUpdate> updates, Inbound inbound) throws InterruptedException {
        MessageStore.Changes changes = changes(updates, inbound.changes());
        List<Movement> movements = sum(updates);
        List<NewEvent> events = events(updates);
        if (changes.isEmpty() && movements.isEmpty() && inbound.isEmpty(updates)) {
            return End.STORED;
        }
        boolean perhapsStored = false;
        while (true) {
            try {
                InboundStore.Stored received = transactions.run(
                        tx -> write(tx, new Written(batch, updates, movements, changes, events), inbound));
                handsets.committed(received);
                effects.events().committed(events.isEmpty() ? received.events() : events);
                return End.STORED;
            } catch (NotCommittedException e) {
                metrics.failed(e);
                if (!e.isTransient()) {
                    // What is there may be our own, of a commit whose answer was lost.
                    boolean own = perhapsStored && e.isDuplicateKey() && isThere(batch, changes, movements);
                    if (own) {
                        effects.events().committed(events);
                        return End.STORED;
                    }
                    return refused(updates, e, e.isDuplicateKey());
                }
                LOG.warn("outcomes wait for the database: {}", e.getMessage());
            } catch (CommitUnknownException e) {
                metrics.failed(e);
                LOG.warn("the end of a commit is not known, looking for it: {}", e.getMessage());
                if (isThere(batch, changes, movements)) {
                    effects.events().committed(events);
                    return End.STORED;
                }
                perhapsStored = true;
            } catch (LeaseLostException e) {
                throw e;
            } catch (RuntimeException e) {
                metrics.failed(e);
                return refused(updates, e, false);
            }
            pause.pause(WAIT);
        }
    }

    /// The rows of a settlement that are not of [Inbound].
    private record Written(
            long batch,
            Collection<MessageUpdate> updates,
            List<Movement> movements,
            MessageStore.Changes changes,
            List<NewEvent> events) {}

    private InboundStore.Stored write(Tx tx, Written rows, Inbound inbound) throws SQLException {
        Instant now = effects.clock().now();
        shards.fence(tx, rows.updates);
        ledger.settle(tx, rows.batch, rows.movements, now);
        store.append(tx, rows.changes);
        InboundStore.Stored received = handsets.store(tx, inbound.received(), now);
        effects.events().append(tx, rows.events);
        effects.events().append(tx, received.events());
        shards.write(tx, rows.updates, inbound.forwards(), inbound.acknowledgements(), now);
        return received;
    }

    private static End refused(Collection<MessageUpdate> updates, RuntimeException why, boolean duplicate) {
        LOG.error("{} messages cannot be settled together", updates.size(), why);
        return duplicate ? End.DUPLICATE : End.IMPOSSIBLE;
    }

    private boolean isThere(long batch, MessageStore.Changes changes, List<Movement> movements)
            throws InterruptedException {
        if (!changes.events().isEmpty()) {
            Event event = changes.events().getFirst();
            return read(() -> store.holds(event));
        }
        // Receipts of no message may be kept twice, never lost.
        boolean posts = movements.stream().anyMatch(movement -> movement.postedMicros() > 0);
        return posts && read(() -> ledger.holds(batch));
    }

    /// The events for subscribers, in the order in which they happened.
    private List<NewEvent> events(Collection<MessageUpdate> updates) {
        List<NewEvent> events = new ArrayList<>();
        for (MessageUpdate update : updates) {
            boolean submitted = false;
            for (Event event : update.events()) {
                if (event instanceof Event.Submitted
                        && !submitted
                        && !update.progress().hasPending()) {
                    submitted = true;
                    effects.events().submitted(update.message(), event.at(), events);
                } else if (event instanceof Event.IntermediateReceipt receipt) {
                    effects.events().intermediate(update.message(), receipt, events);
                }
            }
            if (update.cdr() != null) {
                effects.events().ended(update.cdr(), events);
            }
        }
        return events;
    }

    private static MessageStore.Changes changes(Collection<MessageUpdate> updates, MessageStore.Changes inbound) {
        List<Event> events = new ArrayList<>(updates.size() * 2);
        List<Cdr> finished = new ArrayList<>();
        List<UUID> matched = new ArrayList<>(inbound.matched());
        List<LateCost> lateCosts = new ArrayList<>();
        for (MessageUpdate update : updates) {
            events.addAll(update.events());
            matched.addAll(update.matched());
            lateCosts.addAll(update.lateCosts());
            if (update.cdr() != null) {
                finished.add(update.cdr());
            }
        }
        return new MessageStore.Changes(events, finished, inbound.unmatched(), matched, lateCosts);
    }

    /// One movement an account, whatever the number of messages.
    private static List<Movement> sum(Collection<MessageUpdate> updates) {
        Map<Long, Movement> sums = new HashMap<>();
        for (MessageUpdate update : updates) {
            for (Movement movement : update.movements()) {
                sums.merge(movement.accountId(), movement, SettlementWriter::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    private static Movement plus(Movement one, Movement other) {
        return new Movement(
                one.accountId(),
                Math.addExact(one.postedMicros(), other.postedMicros()),
                Math.addExact(one.releasedMicros(), other.releasedMicros()),
                one.parts() + other.parts());
    }

    /// After the commit: acknowledges, sends to the next candidate, publishes.
    private void act(MessageUpdate update) {
        update.stored();
        update.acknowledgements().forEach(Runnable::run);
        update.events().forEach(event -> MessageLog.event(update.message(), event));
        if (!shards.leave(update)) {
            update.resends().forEach(this::send);
        }
        metrics.charged(update);
        Cdr cdr = update.cdr();
        if (cdr != null) {
            MessageLog.ended(update.message(), cdr);
            effects.activeMessages().remove(update.message().id());
            metrics.ended(cdr, effects.clock().now());
        }
    }
}
