package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.db.Tx;
import io.elchi.server.events.NewEvent;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// All that one settling transaction writes: the fence first, then messages from handsets, money, messages, events
/// for subscribers, and what other shards have to settle.
///
/// @param batch the number of the ledger's batch
/// @param updates of messages of this process's shards
/// @param inbound what is of no message of this process
/// @param changes of the messages' rows, those of `inbound` among them
/// @param movements one an account, whatever the number of messages
/// @param events for subscribers, in the order in which they happened
record SettlementTransaction(
        long batch,
        Collection<MessageUpdate> updates,
        Inbound inbound,
        MessageStore.Changes changes,
        List<Movement> movements,
        List<NewEvent> events) {
    static SettlementTransaction of(
            long batch, Collection<MessageUpdate> updates, Inbound inbound, MessageEvents subscribed) {
        return new SettlementTransaction(
                batch, updates, inbound, changes(updates, inbound.changes), sum(updates), events(updates, subscribed));
    }

    /// What is of no message of this process.
    ///
    /// @param acknowledgements of what is stored by it
    record Inbound(
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

        /// All of it.
        static Inbound of(SettlementBatch settlement) {
            List<Runnable> acknowledgements = new ArrayList<>(settlement.acknowledgements());
            settlement.unmatched().forEach(receipt -> acknowledgements.add(receipt.acknowledge()));
            return new Inbound(
                    new MessageStore.Changes(List.of(), List.of(), settlement.unmatched(), settlement.matched()),
                    settlement.received(),
                    settlement.forwards(),
                    acknowledgements);
        }
    }

    boolean isEmpty() {
        return changes.isEmpty()
                && movements.isEmpty()
                && inbound.received.isEmpty()
                && ShardWriter.isEmpty(updates, inbound.forwards, inbound.acknowledgements);
    }

    /// @return what became of the messages from handsets
    InboundStore.Stored write(Tx tx, SettlementCommit.Stores stores, MessageEvents subscribed, Instant now)
            throws SQLException {
        stores.shards().fence(tx, updates);
        InboundStore.Stored received = stores.inbound().store(tx, inbound.received, now);
        stores.messages().append(tx, changes);
        subscribed.append(tx, events);
        subscribed.append(tx, received.events());
        stores.shards().write(tx, updates, inbound.forwards, inbound.acknowledgements, now);
        // Last: it locks rows of accounts until the commit, and acceptance in other processes waits for them.
        InboundStore.InboundCharge charge = received.charge();
        if (charge != null) {
            stores.ledger().lock(tx, accounts(charge.movements()));
        }
        stores.ledger().settle(tx, batch, movements, now);
        if (charge != null) {
            stores.ledger().chargeInbound(tx, charge.batch(), charge.movements(), now);
        }
        return received;
    }

    /// All whose balances change.
    private Set<Long> accounts(List<Movement> further) {
        Set<Long> accounts = new HashSet<>();
        movements.forEach(movement -> accounts.add(movement.accountId()));
        further.forEach(movement -> accounts.add(movement.accountId()));
        return accounts;
    }

    /// Whether it is in the tables; to be asked when the end of its commit is not known.
    ///
    /// @param received what the try with this end stored of messages from handsets
    boolean isThere(SettlementCommit.Stores stores, InboundStore.Stored received) {
        if (!changes.events().isEmpty()) {
            return stores.messages().holds(changes.events().getFirst());
        }
        if (movements.stream().anyMatch(movement -> movement.postedMicros() > 0)) {
            return stores.ledger().holds(batch);
        }
        // Receipts of no message may be kept twice, never lost.
        return received.written() != null && stores.inbound().holds(received.written());
    }

    private static List<NewEvent> events(Collection<MessageUpdate> updates, MessageEvents subscribed) {
        List<NewEvent> events = new ArrayList<>();
        for (MessageUpdate update : updates) {
            boolean submitted = false;
            int entries = update.progress().entries();
            for (Event event : update.events()) {
                entries++;
                if (event instanceof Event.Submitted
                        && !submitted
                        && !update.progress().hasPending()) {
                    submitted = true;
                    subscribed.submitted(update.message(), event.at(), entries, events);
                } else if (event instanceof Event.IntermediateReceipt receipt) {
                    subscribed.intermediate(update.message(), receipt, entries, events);
                }
            }
            if (update.cdr() != null) {
                subscribed.ended(update.cdr(), entries, events);
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

    private static List<Movement> sum(Collection<MessageUpdate> updates) {
        Map<Long, Movement> sums = new HashMap<>();
        for (MessageUpdate update : updates) {
            for (Movement movement : update.movements()) {
                sums.merge(movement.accountId(), movement, SettlementTransaction::plus);
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
}
