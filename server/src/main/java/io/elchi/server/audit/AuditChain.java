package io.elchi.server.audit;

import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Puts new entries into the chain, so that no mutation waits for another one's hash. To be called in one process
/// at a time.
public final class AuditChain {
    private static final int PAGE = 1_000;
    /// A transaction may commit an entry after later ones are in the chain: so many ids back it is looked for.
    private static final long LATE = 100_000;

    /// A transaction that took longer than that many changes is found by a look at everything.
    private static final Duration LOOK_AT_ALL = Duration.ofHours(1);

    /// Ids begin above 0.
    private static final long BEGINNING = 0;
    /// What is about as new as the last of the chain.
    private static final long NEWEST = -1;

    private final Transactions transactions;
    /// By [System#nanoTime]; null: not yet.
    private Long lookedAtAll;

    AuditChain(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Entry(long id, String body) {}

    /// Adds all entries that are committed.
    public void extend() {
        long now = System.nanoTime();
        boolean all = lookedAtAll == null || now - lookedAtAll >= LOOK_AT_ALL.toNanos();
        long after = all ? BEGINNING : NEWEST;
        boolean more = true;
        while (more) {
            long from = after;
            List<Entry> page = transactions.run(tx -> page(tx, from));
            more = page.size() == PAGE;
            // Of all of them each is looked at once.
            after = all && more ? page.getLast().id : after;
        }
        lookedAtAll = all ? Long.valueOf(now) : lookedAtAll;
    }

    private static List<Entry> page(Tx tx, long after) throws SQLException {
        long n = 0;
        byte[] hash = AuditHash.START;
        try (PreparedStatement select =
                        tx.connection().prepareStatement("SELECT n, hash FROM audit.chain ORDER BY n DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                n = row.getLong(1);
                hash = row.getBytes(2);
            }
        }
        List<Entry> entries = unchained(tx, after);
        try (PreparedStatement insert =
                tx.connection().prepareStatement("INSERT INTO audit.chain (n, entry_id, hash) VALUES (?, ?, ?)")) {
            for (Entry entry : entries) {
                n++;
                hash = AuditHash.of(hash, n, entry.body);
                insert.setLong(1, n);
                insert.setLong(2, entry.id);
                insert.setBytes(3, hash);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return entries;
    }

    private static List<Entry> unchained(Tx tx, long after) throws SQLException {
        try (PreparedStatement select = tx.connection()
                .prepareStatement("SELECT id, body FROM audit.entries e WHERE id > CASE WHEN ? >= 0 THEN ? ELSE"
                        + " coalesce((SELECT max(entry_id) FROM audit.chain), 0) - " + LATE + " END"
                        + " AND NOT EXISTS (SELECT FROM audit.chain c WHERE c.entry_id = e.id) ORDER BY id LIMIT ?")) {
            select.setLong(1, after);
            select.setLong(2, after);
            select.setInt(3, PAGE);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(row.getLong(1), row.getString(2)));
                }
            }
            return entries;
        }
    }
}
