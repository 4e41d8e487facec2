package io.elchi.server.messages;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.MemoryTransactions.MemoryTx;
import io.elchi.server.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Messages in maps, with the same duplicate keys as the tables have.
public final class MemoryMessageStore implements MessageStore {
    /// The primary key of an event.
    private record Key(MessageId message, int part, EventKind kind, int nth) {
        static Key of(Event event) {
            return new Key(event.messageId(), event.part(), event.kind(), event.nth());
        }
    }

    private final Map<MessageId, Message> messages = new LinkedHashMap<>();
    private final Map<Key, Event> events = new LinkedHashMap<>();
    private final Map<MessageId, Cdr> cdrs = new LinkedHashMap<>();
    private final TreeMap<MessageId, Instant> unfinished = new TreeMap<>();
    private final Map<MessageId, Long> shards = new HashMap<>();
    private final Map<UUID, Outcome.Receipt> unmatched = new LinkedHashMap<>();
    private final Map<UUID, Instant> matchAt = new HashMap<>();

    @Override
    public void insert(Tx tx, List<Message> accepted, Duration recheckAfter) {
        for (Message message : accepted) {
            put(tx, messages, message.id(), message);
            put(
                    tx,
                    shards,
                    message.id(),
                    ShardId.of(message.candidates().getFirst().operatorId()));
            put(tx, unfinished, message.id(), message.firstCheck(recheckAfter));
        }
    }

    @Override
    public void append(Tx tx, Changes changes) {
        for (Event event : changes.events()) {
            unique(events, Key.of(event));
            put(tx, events, Key.of(event), event);
        }
        for (Cdr cdr : changes.finished()) {
            MessageId id = cdr.message().id();
            unique(cdrs, id);
            put(tx, cdrs, id, cdr);
            Instant due = unfinished.remove(id);
            if (due != null) {
                ((MemoryTx) tx).undo(() -> unfinished.put(id, due));
            }
        }
        for (Outcome.Receipt receipt : changes.unmatched()) {
            put(tx, unmatched, receipt.row(), receipt);
        }
        for (UUID row : changes.matched()) {
            Outcome.Receipt receipt = unmatched.remove(row);
            if (receipt != null) {
                ((MemoryTx) tx).undo(() -> unmatched.put(row, receipt));
            }
        }
    }

    private static <K> void unique(Map<K, ?> map, K key) {
        if (map.containsKey(key)) {
            // The primary key refuses it in the table; one process must never ask for it.
            throw new AssertionError("twice: " + key);
        }
    }

    private static <K, V> void put(Tx tx, Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        ((MemoryTx) tx).undo(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    @Override
    public void recheck(Tx tx, Map<MessageId, Instant> due) {
        due.forEach((id, time) -> {
            if (unfinished.containsKey(id)) {
                put(tx, unfinished, id, time);
            }
        });
    }

    @Override
    public boolean lockScheduled(Tx tx, MessageId message, Instant notBefore, int changes) {
        long changed = events(message).stream()
                .filter(Event.Rescheduled.class::isInstance)
                .count();
        return changed == changes
                && notBefore.equals(unfinished.get(message))
                && notBefore.equals(messages.get(message).times().notBefore());
    }

    @Override
    public void reschedule(Tx tx, MessageId id, Instant notBefore, Instant validUntil) {
        Message message = messages.get(id);
        put(
                tx,
                messages,
                id,
                new Message(
                        id,
                        message.owner(),
                        message.recipient(),
                        message.sender(),
                        message.content(),
                        message.messageClass(),
                        message.quote(),
                        message.clientData(),
                        new Message.Times(message.acceptedAt(), notBefore, validUntil),
                        message.partReference(),
                        message.options()));
        put(tx, unfinished, id, notBefore);
    }

    @Override
    public boolean replace(Tx tx, Message replaced, Message next) {
        put(tx, messages, replaced.id(), next);
        put(tx, unfinished, replaced.id(), next.times().notBefore());
        return true;
    }

    @Override
    public void makeReplaceable(Tx tx, Map<MessageId, byte[]> keys) {
        throw new UnsupportedOperationException("no client of the simulation replaces messages");
    }

    @Override
    public Optional<MessageId> findReplaceable(byte[] key, Instant after) {
        return Optional.empty();
    }

    @Override
    public boolean holds(MessageId message) {
        return messages.containsKey(message);
    }

    @Override
    public boolean holds(Event event) {
        return events.containsKey(Key.of(event));
    }

    @Override
    public List<MessageProgress> load(Collection<MessageId> ids) {
        return ids.stream()
                .filter(messages::containsKey)
                .map(id -> MessageProgress.restored(messages.get(id), events(id), cdrs.containsKey(id)))
                .toList();
    }

    /// The events of a message, in order.
    public List<Event> events(MessageId id) {
        return events.values().stream()
                .filter(event -> event.messageId().equals(id))
                .sorted(Comparator.comparing(Event::at)
                        .thenComparing(event -> event.kind().number())
                        .thenComparing(Event::part)
                        .thenComparing(Event::nth))
                .toList();
    }

    @Override
    public Map<ReceiptRef, List<PartRef>> match(Collection<ReceiptRef> references, Instant since) {
        Map<ReceiptRef, List<PartRef>> found = new HashMap<>();
        for (Event event : events.values()) {
            ReceiptRef reference = new ReceiptRef(event.operatorId(), receiptKey(event));
            if (references.contains(reference)) {
                boolean ended = events.containsKey(new Key(event.messageId(), event.part(), EventKind.RECEIPT, 0))
                        || events.containsKey(new Key(event.messageId(), event.part(), EventKind.ENDED, 0));
                Message message = messages.get(event.messageId());
                found.computeIfAbsent(reference, _ -> new ArrayList<>())
                        .addFirst(new PartRef(event.messageId(), event.part(), ended, message.to(), message.sender()));
            }
        }
        return found;
    }

    /// null: receipts do not match the event.
    private static String receiptKey(Event event) {
        String key = switch (event) {
            case Event.Submitted submitted -> submitted.receiptKey();
            case Event.SubmittedAgain again -> again.receiptKey();
            default -> "";
        };
        return key.isEmpty() ? null : key;
    }

    @Override
    public List<Outcome.Receipt> claimUnmatched(Collection<Long> operators, Instant now, Duration delay, int limit) {
        List<Outcome.Receipt> due = new ArrayList<>();
        unmatched.forEach((row, receipt) -> {
            Instant at = matchAt.getOrDefault(row, receipt.at());
            boolean ripe = !at.plus(delay).isAfter(now) && operators.contains(receipt.operatorId());
            if (ripe && due.size() < limit) {
                due.add(new Outcome.Receipt(receipt.operatorId(), receipt.report(), () -> {}, receipt.at(), row));
            }
        });
        due.forEach(receipt -> matchAt.put(receipt.row(), now.plus(delay)));
        return due;
    }

    @Override
    public List<MessageId> unfinished(MessageId after, int limit) {
        return unfinished.tailMap(after, false).keySet().stream().limit(limit).toList();
    }

    @Override
    public List<Unfinished> unfinishedOf(long shard, Unfinished before, int limit) {
        Comparator<Unfinished> order = Comparator.comparing(Unfinished::due).thenComparing(Unfinished::message);
        return unfinished.entrySet().stream()
                .filter(entry -> shards.get(entry.getKey()) == shard)
                .map(entry -> new Unfinished(entry.getKey(), entry.getValue()))
                .filter(each -> order.compare(each, before) < 0)
                .sorted(order.reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<MessageId> acceptedBetween(Collection<Long> of, Instant from, Instant to, int limit) {
        return unfinished.subMap(MessageId.firstAt(from), MessageId.firstAt(to)).keySet().stream()
                .filter(id -> of.contains(shards.get(id)))
                .limit(limit)
                .toList();
    }

    @Override
    public Set<Long> unfinishedShards() {
        return unfinished.keySet().stream().map(shards::get).collect(Collectors.toSet());
    }

    @Override
    public void move(Tx tx, Map<MessageId, Long> to, Instant due) {
        to.forEach((id, shard) -> {
            put(tx, shards, id, shard);
            put(tx, unfinished, id, due);
        });
    }

    @Override
    public List<MessageId> due(Collection<Long> of, Instant now, int limit) {
        return unfinished.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now) && of.contains(shards.get(entry.getKey())))
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }

    @Override
    public Map<Long, Long> held(Tx tx) {
        throw new UnsupportedOperationException("the simulation sums for itself");
    }

    @Override
    public Optional<String> chargedDigest(Tx tx, long first, long last) {
        return Optional.empty();
    }

    @Override
    public int forgetReceived(Instant before) {
        return 0;
    }

    @Override
    public Map<BatchCharge, Long> charged(Tx tx, long first, long last) {
        throw new UnsupportedOperationException("the simulation sums for itself");
    }

    @Override
    public Optional<MessageView> view(long accountId, MessageId message) {
        Message stored = messages.get(message);
        if (stored == null || stored.accountId() != accountId) {
            return Optional.empty();
        }
        List<Event> own = events(message);
        Cdr cdr = cdrs.get(message);
        if (cdr != null) {
            return Optional.of(new MessageView(
                    stored,
                    cdr.state(),
                    cdr.submittedAt(),
                    cdr.deliveredAt(),
                    cdr.endedAt(),
                    cdr.smscStatus(),
                    cdr.errorCode(),
                    cdr.priceMicros(),
                    cdr.partsCharged(),
                    own));
        }
        MessageProgress progress = MessageProgress.restored(stored, own, false);
        long price = own.stream()
                .mapToLong(each -> each instanceof Event.Submitted submitted
                        ? submitted.charge().priceMicros()
                        : 0)
                .sum();
        int charged = stored.parts() - progress.partsOpen();
        return Optional.of(new MessageView(
                stored, progress.state(), progress.submittedAt(), null, null, null, null, price, charged, own));
    }

    public Collection<Message> messages() {
        return messages.values();
    }

    public Collection<Event> events() {
        return events.values();
    }

    public Map<MessageId, Cdr> cdrs() {
        return cdrs;
    }

    public int unfinished() {
        return unfinished.size();
    }

    public Collection<Outcome.Receipt> unmatched() {
        return unmatched.values();
    }
}
