package io.elchi.server.messages.store;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Copy;
import io.elchi.server.db.CopyRows;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rows go in by COPY, those of unfinished messages and of figures by INSERT; nothing is updated but the time of the
/// next look, and what a client
/// does to a scheduled message.
public final class PgMessageStore implements MessageStore {
    private static final String RECHECK = "WITH free AS MATERIALIZED (SELECT u.message_id, n.due"
            + " FROM unnest(?::uuid[], ?::timestamptz[]) AS n (id, due) JOIN messages.unfinished u ON u.message_id = n.id"
            + " FOR UPDATE OF u SKIP LOCKED)"
            + " UPDATE messages.unfinished u SET due = free.due FROM free WHERE u.message_id = free.message_id";
    private static final String MOVE = "UPDATE messages.unfinished u SET shard = n.shard, due = ?"
            + " FROM unnest(?::uuid[], ?::bigint[]) AS n (id, shard) WHERE u.message_id = n.id";
    private static final int ROW_OCTETS = 512;
    private static final ThreadLocal<CopyRows> ROWS = ThreadLocal.withInitial(() -> new CopyRows(64 * ROW_OCTETS));

    private final JdbcClient jdbc;
    private final ContentCipher cipher;
    private final AccountSettings accounts;
    private final MessageReader reader;
    private final MessageReader seen;

    /// One that encrypts nothing.
    public PgMessageStore(JdbcClient jdbc, AccountSettings accounts) {
        this(jdbc, jdbc, accounts, ContentCipher.none());
    }

    /// @param reads for what is only looked at
    public PgMessageStore(JdbcClient jdbc, JdbcClient reads, AccountSettings accounts, ContentCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.accounts = accounts;
        seen = new MessageReader(reads, accounts, cipher);
        reader = new MessageReader(jdbc, accounts, cipher);
    }

    @Override
    public void insert(Tx tx, List<Message> accepted, Duration recheckAfter) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Message message : accepted) {
            Rows.message(rows, message, cipher.encrypt(message, accounts.contentDays(message.accountId())));
        }
        Copy.into(tx, Rows.MESSAGES, rows);
        AcceptedRows.insert(tx, accepted, recheckAfter);
    }

    @Override
    public void append(Tx tx, Changes changes) throws SQLException {
        CopyRows rows = ROWS.get();
        rows.clear();
        for (Event event : changes.events()) {
            EventRow.write(rows, event);
        }
        Copy.into(tx, Rows.EVENTS, rows);
        if (!changes.finished().isEmpty()) {
            rows.clear();
            for (Cdr cdr : changes.finished()) {
                Rows.cdr(rows, cdr);
            }
            Copy.into(tx, Rows.CDRS, rows);
            finish(tx.connection(), changes.finished());
        }
        FigureDeltas figures = new FigureDeltas();
        changes.events().forEach(figures::happened);
        changes.finished().forEach(figures::ended);
        UnmatchedInbound.store(tx.connection(), changes);
        LateCosts.add(tx.connection(), changes.lateCosts(), figures);
        figures.write(tx);
    }

    private static void finish(Connection connection, List<Cdr> finished) throws SQLException {
        UUID[] ids = new UUID[finished.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = finished.get(i).message().id().uuid();
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM messages.unfinished WHERE message_id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("uuid", ids));
            delete.executeUpdate();
        }
    }

    /// One that is just being ended is not waited for: two that lock rows in different orders would wait for each
    /// other.
    @Override
    public void recheck(Tx tx, Map<MessageId, Instant> due) throws SQLException {
        UUID[] ids = new UUID[due.size()];
        OffsetDateTime[] times = new OffsetDateTime[ids.length];
        int at = 0;
        for (Map.Entry<MessageId, Instant> each : due.entrySet()) {
            ids[at] = each.getKey().uuid();
            times[at++] = each.getValue().atOffset(ZoneOffset.UTC);
        }
        Connection connection = tx.connection();
        try (PreparedStatement update = connection.prepareStatement(RECHECK)) {
            update.setArray(1, connection.createArrayOf("uuid", ids));
            update.setArray(2, connection.createArrayOf("timestamptz", times));
            update.executeUpdate();
        }
    }

    @Override
    public boolean lockScheduled(Tx tx, MessageId message, Instant notBefore, int changes) throws SQLException {
        return UnfinishedQueries.lockScheduled(tx.connection(), message, notBefore)
                && UnfinishedQueries.changes(tx.connection(), message) == changes;
    }

    @Override
    public void reschedule(Tx tx, MessageId message, Instant notBefore, Instant validUntil) throws SQLException {
        UnfinishedQueries.reschedule(tx.connection(), message, notBefore, validUntil);
    }

    @Override
    public boolean replace(Tx tx, Message replaced, Message next) throws SQLException {
        if (!UnfinishedQueries.remove(tx.connection(), replaced.id())) {
            return false;
        }
        CopyRows rows = ROWS.get();
        rows.clear();
        Rows.message(rows, next, cipher.encrypt(next, accounts.contentDays(next.accountId())));
        Copy.into(tx, Rows.MESSAGES, rows);
        UnfinishedQueries.put(tx.connection(), next);
        FigureDeltas figures = new FigureDeltas();
        figures.replaced(replaced, next);
        figures.write(tx);
        return true;
    }

    @Override
    public void makeReplaceable(Tx tx, Map<MessageId, byte[]> keys) throws SQLException {
        UnfinishedQueries.makeReplaceable(tx.connection(), keys);
    }

    @Override
    public Optional<MessageId> findReplaceable(byte[] key, Instant after) {
        return UnfinishedQueries.findReplaceable(jdbc, key, after);
    }

    @Override
    public boolean holds(MessageId message) {
        return jdbc.sql("SELECT 1 FROM messages.messages WHERE id = ?")
                .param(message.uuid())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public boolean holds(Event event) {
        return jdbc.sql("SELECT 1 FROM messages.events WHERE message_id = ? AND part = ? AND kind = ? AND nth = ?")
                .params(event.messageId().uuid(), event.part(), event.kind().number(), event.nth())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public List<MessageProgress> load(Collection<MessageId> messages) {
        return reader.progresses(messages);
    }

    @Override
    public Map<ReceiptRef, List<PartRef>> match(Collection<ReceiptRef> references, Instant since) {
        return reader.match(references, since);
    }

    @Override
    public List<Outcome.Receipt> claimUnmatched(Collection<Long> operators, Instant now, Duration delay, int limit) {
        return UnmatchedInbound.claim(jdbc, operators, now, delay, limit);
    }

    @Override
    public List<MessageId> unfinished(MessageId after, int limit) {
        return jdbc
                .sql("SELECT message_id FROM messages.unfinished WHERE message_id > ? ORDER BY message_id LIMIT ?")
                .params(after.uuid(), limit)
                .query(UUID.class)
                .list()
                .stream()
                .map(MessageId::of)
                .toList();
    }

    @Override
    public void move(Tx tx, Map<MessageId, Long> shards, Instant due) throws SQLException {
        UUID[] ids = MessageReader.uuids(shards.keySet());
        Connection connection = tx.connection();
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setObject(1, due.atOffset(ZoneOffset.UTC));
            update.setArray(2, connection.createArrayOf("uuid", ids));
            update.setArray(3, connection.createArrayOf("int8", shards.values().toArray()));
            update.executeUpdate();
        }
    }

    @Override
    public List<Unfinished> unfinishedOf(long shard, Unfinished before, int limit) {
        return UnfinishedQueries.page(jdbc, shard, before, limit);
    }

    @Override
    public List<MessageId> acceptedBetween(Collection<Long> shards, Instant from, Instant to, int limit) {
        return UnfinishedQueries.acceptedBetween(jdbc, shards, from, to, limit);
    }

    @Override
    public List<MessageId> due(Collection<Long> shards, Instant now, int limit) {
        return UnfinishedQueries.due(jdbc, shards, now, limit);
    }

    @Override
    public Set<Long> unfinishedShards() {
        return UnfinishedQueries.shards(jdbc);
    }

    @Override
    public Map<Long, Long> held(Tx tx) throws SQLException {
        return ReconciliationQueries.held(tx.connection());
    }

    @Override
    public Map<BatchCharge, Long> charged(Tx tx, long first, long last) throws SQLException {
        return ReconciliationQueries.charged(tx.connection(), first, last);
    }

    @Override
    public int forgetReceived(Instant before) {
        int deleted = 0;
        for (String table : List.of("messages.unmatched_receipts", "messages.received_sms")) {
            int page;
            do {
                // A page at a time: one that deletes a year at once would hold its rows for minutes.
                page = jdbc.sql("DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table
                                + " WHERE received_at < ? LIMIT 10000))")
                        .param(before.atOffset(ZoneOffset.UTC))
                        .update();
                deleted += page;
            } while (page > 0);
        }
        return deleted;
    }

    @Override
    public Optional<String> chargedDigest(Tx tx, long first, long last) throws SQLException {
        return Optional.of(ReconciliationQueries.digest(tx.connection(), first, last));
    }

    @Override
    public Optional<MessageView> view(long accountId, MessageId message) {
        return seen.view(message).filter(view -> view.message().accountId() == accountId);
    }
}
