package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.db.Database;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.NewEvent;
import io.elchi.server.intake.JoinedMessage;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Parts that wait to be joined, over sessions and processes. A transaction that brings a part has locked the row of
/// its set. The one that brings the last part takes the claim, and its process makes the message: the acceptance of
/// the message ends the set in its own transaction, if the claim is still the one of the set.
final class PartSets implements JoinedMessage.JoinedRows {
    private static final int TRIES = 3;
    private static final String JOINED = "UPDATE smppserver.part_sets SET state = 'joined', until = ? WHERE key IN"
            + " (SELECT s.key FROM smppserver.part_sets s JOIN unnest(?::uuid[], ?::uuid[]) AS n (id, claim)"
            + " ON s.id = n.id AND s.claim = n.claim WHERE s.state = 'joining' ORDER BY s.key FOR UPDATE OF s)";
    private static final String COUNT =
            "SELECT login_id, sum(total) FROM smppserver.part_sets" + " WHERE state <> 'joined' GROUP BY login_id";

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final EventLog log;
    private final MessageIds ids;
    private final Clock clock;
    private final Duration expiry;
    private final PartEndings endings;
    private final WaitingParts waiting;
    private final PartEncryption encryption;

    PartSets(
            Database database,
            EventLog log,
            MessageIds ids,
            Clock clock,
            SmppPartsProperties properties,
            PartEndings endings,
            PartEncryption encryption) {
        transactions = database.transactions();
        jdbc = database.jdbc();
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        expiry = properties.expiry();
        this.endings = endings;
        this.encryption = encryption;
        waiting = new WaitingParts(properties, this::count);
    }

    /// What became of a part.
    sealed interface Kept {
        /// It is stored.
        record Stored(MessageId part) implements Kept {}

        record Refused(CommandStatus status) implements Kept {}

        /// It was the last one.
        record Complete(MessageId part, CompleteSet set) implements Kept {}
    }

    /// A set whose message is to be made.
    ///
    /// @param parts in their order
    record CompleteSet(PartSet.Row row, List<SubmitSm> parts) {
        JoinedMessage message(PartSets sets) {
            return new JoinedMessage(row.id(), row.claim(), sets);
        }
    }

    /// Stores parts in one transaction.
    ///
    /// @return for each what became of it, in order
    List<Kept> store(SmppLogin login, List<ClientPart> read) {
        Instant now = clock.now();
        List<ClientPart> parts = encryption.encrypted(login.accountId(), read);
        Set<ClientPart> without = withoutSpace(login, parts, now);
        for (int tries = 1; ; tries++) {
            try {
                Stored stored = transactions.run(tx -> store(tx, login, parts, without, now));
                waiting.took(login.id(), stored.begun);
                endings.count(PartSet.State.EXPIRED, stored.written.expired);
                if (stored.written.events > 0) {
                    log.committed();
                }
                return stored.kept;
            } catch (NotCommittedException e) {
                if (!e.isContention() || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /// @param begun parts of the messages that began to wait
    private record Stored(List<Kept> kept, Written written, long begun) {}

    /// @param expired messages whose place was taken
    private record Written(int events, int expired) {}

    private Stored store(Tx tx, SmppLogin login, List<ClientPart> parts, Set<ClientPart> without, Instant now)
            throws SQLException {
        Connection connection = tx.connection();
        Map<byte[], PartSet.Row> fresh = new TreeMap<>(Arrays::compareUnsigned);
        for (ClientPart part : parts) {
            if (!without.contains(part)) {
                fresh.computeIfAbsent(part.key(), key -> fresh(login, part, now));
            }
        }
        Map<byte[], PartSet> sets = new TreeMap<>(Arrays::compareUnsigned);
        long begun = 0;
        if (!fresh.isEmpty()) {
            for (PartSet.Row row : PartSetRows.enter(connection, List.copyOf(fresh.values()))) {
                PartSet set = new PartSet(row, expiry);
                sets.put(row.key(), set);
                begun += row.id().equals(fresh.get(row.key()).id()) ? row.total() : 0;
            }
            PartSetRows.known(connection, encryption, sets, parts);
        }
        List<PartSet.Verdict> verdicts = new ArrayList<>(parts.size());
        for (ClientPart part : parts) {
            verdicts.add(
                    without.contains(part)
                            ? new PartSet.Verdict.Refused(CommandStatus.ESME_RMSGQFUL)
                            : sets.get(part.key()).add(part, PartIds.nextSet(ids), now));
        }
        Written written = write(tx, List.copyOf(sets.values()), now);
        return new Stored(kept(connection, verdicts, sets.values()), written, begun);
    }

    private PartSet.Row fresh(SmppLogin login, ClientPart part, Instant now) {
        return new PartSet.Row(
                part.key(),
                PartIds.nextSet(ids),
                login.id(),
                login.accountId(),
                part.total(),
                0,
                0,
                PartSet.State.WAITING,
                now,
                now.plus(expiry),
                null);
    }

    private Written write(Tx tx, List<PartSet> sets, Instant now) throws SQLException {
        List<PartSet.Row> changed = new ArrayList<>();
        List<MessageId> replaced = new ArrayList<>();
        List<PartSet.Row> expired = new ArrayList<>();
        for (PartSet set : sets) {
            if (set.isChanged()) {
                changed.add(set.row());
            }
            if (set.replaced() != null) {
                replaced.add(set.replaced());
                if (set.replacedWaited()) {
                    expired.add(set.before());
                }
            }
        }
        List<NewEvent> events =
                endings.events(tx.connection(), expired, MessageState.EXPIRED, PartEndings.MISSING, now);
        log.append(tx, events);
        PartSetRows.takeOver(tx.connection(), sets);
        PartSetRows.forgetParts(tx.connection(), replaced);
        if (!changed.isEmpty()) {
            PartSetRows.write(tx.connection(), changed);
        }
        PartSetRows.insert(tx.connection(), sets);
        PartSetRows.mark(tx.connection(), sets);
        return new Written(events.size(), expired.size());
    }

    private List<Kept> kept(Connection connection, List<PartSet.Verdict> verdicts, Iterable<PartSet> sets)
            throws SQLException {
        Map<MessageId, PartSet.Row> complete = new LinkedHashMap<>();
        for (PartSet set : sets) {
            if (set.isComplete()) {
                complete.put(set.row().id(), set.row());
            }
        }
        Map<MessageId, CompleteSet> read = complete(connection, complete);
        List<Kept> kept = new ArrayList<>(verdicts.size());
        for (PartSet.Verdict verdict : verdicts) {
            kept.add(
                    switch (verdict) {
                        case PartSet.Verdict.Stored(MessageId part) -> new Kept.Stored(part);
                        case PartSet.Verdict.Refused(CommandStatus status) -> new Kept.Refused(status);
                        case PartSet.Verdict.Complete(MessageId part) -> complete(part, read.get(PartIds.set(part)));
                    });
        }
        return kept;
    }

    /// @param set null: it cannot be read
    private static Kept complete(MessageId part, CompleteSet set) {
        return set == null ? new Kept.Refused(CommandStatus.ESME_RSYSERR) : new Kept.Complete(part, set);
    }

    /// Complete sets, without those of which a part cannot be read any more.
    Map<MessageId, CompleteSet> complete(Connection connection, Map<MessageId, PartSet.Row> rows) throws SQLException {
        Map<MessageId, CompleteSet> sets = new LinkedHashMap<>();
        if (!rows.isEmpty()) {
            PartSetRows.parts(connection, encryption, rows.keySet()).forEach((id, parts) -> {
                PartSet.Row row = rows.get(id);
                if (parts.size() == row.total()) {
                    sets.put(
                            id,
                            new CompleteSet(
                                    row,
                                    parts.stream()
                                            .map(PartSetRows.StoredPart::submit)
                                            .toList()));
                }
            });
        }
        return sets;
    }

    Duration expiry() {
        return expiry;
    }

    /// Those that would begin a message for which there is no space.
    private Set<ClientPart> withoutSpace(SmppLogin login, List<ClientPart> parts, Instant now) {
        Map<byte[], ClientPart> messages = new TreeMap<>(Arrays::compareUnsigned);
        parts.forEach(part -> messages.putIfAbsent(part.key(), part));
        long wanted = messages.values().stream().mapToLong(ClientPart::total).sum();
        long space = waiting.space(login.id(), now);
        Set<byte[]> refused = new TreeSet<>(Arrays::compareUnsigned);
        if (wanted > space) {
            Set<byte[]> known = known(messages.keySet());
            for (ClientPart part : messages.values()) {
                if (known.contains(part.key())) {
                    continue;
                }
                if (part.total() > space) {
                    refused.add(part.key());
                } else {
                    space -= part.total();
                }
            }
        }
        Set<ClientPart> without = new HashSet<>();
        parts.stream().filter(part -> refused.contains(part.key())).forEach(without::add);
        return without;
    }

    private Set<byte[]> known(Set<byte[]> keys) {
        Set<byte[]> known = new TreeSet<>(Arrays::compareUnsigned);
        transactions.run(tx -> {
            try (PreparedStatement select =
                    tx.connection().prepareStatement("SELECT key FROM smppserver.part_sets WHERE key = ANY (?)")) {
                select.setArray(1, PartSetRows.octets(tx.connection(), keys.stream()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        known.add(rows.getBytes(1));
                    }
                }
            }
            return known;
        });
        return known;
    }

    private Map<Long, Long> count() {
        Map<Long, Long> counts = new HashMap<>();
        jdbc.sql(COUNT).query(row -> {
            counts.put(row.getLong(1), row.getLong(2));
        });
        return counts;
    }

    @Override
    public void joined(Tx tx, List<JoinedMessage> messages) throws SQLException {
        Connection connection = tx.connection();
        try (PreparedStatement update = connection.prepareStatement(JOINED)) {
            update.setObject(1, PartSetRows.utc(clock.now().plus(expiry)));
            update.setArray(
                    2,
                    PartSetRows.ids(
                            connection, messages.stream().map(JoinedMessage::id).toList()));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", messages.stream().map(JoinedMessage::claim).toArray()));
            if (update.executeUpdate() < messages.size()) {
                throw new IllegalStateException("another process makes a message of the same parts");
            }
        }
    }
}
