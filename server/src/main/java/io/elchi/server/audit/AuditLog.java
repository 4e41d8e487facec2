package io.elchi.server.audit;

import io.elchi.server.core.Page;
import io.elchi.server.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the audit, and verifies it.
public final class AuditLog {
    private static final int VERIFIED_AT_A_TIME = 10_000;
    private static final int MOST_FAULTS = 100;
    private static final int MOST_WAITING = 100_000;
    private static final String CHAINED = "SELECT c.n, c.entry_id, c.hash, e.* FROM audit.chain c"
            + " LEFT JOIN audit.entries e ON e.id = c.entry_id WHERE c.n > ? ORDER BY c.n LIMIT ?";

    private final JdbcClient jdbc;

    AuditLog(Database database) {
        jdbc = database.reads();
    }

    /// @param body JSON: at, actor, action, object, id, before, after
    public record AuditEntry(long id, String body) {}

    /// An entry in its place in the chain.
    ///
    /// @param hash in hexadecimal digits
    public record Chained(long n, long id, String hash, String body) {}

    /// What a verification found.
    ///
    /// @param verified how many entries are in the chain
    /// @param head the hash of the last one, in hexadecimal digits: to be kept elsewhere
    /// @param waiting entries that are not in the chain yet, 100,000 at most
    /// @param faults sentences; empty: the audit is as it was written
    public record Verification(long verified, String head, long waiting, List<String> faults) {}

    /// Which entries are wanted.
    ///
    /// @param object schema.table; null: any
    /// @param objectId null: any
    /// @param apiKeyId that asked for the change; 0: any
    /// @param userId that asked for the change; 0: any
    public record EntryFilter(String object, String objectId, long apiKeyId, long userId) {}

    /// The newest first.
    public Page<AuditEntry> page(EntryFilter filter, String cursor, int limit) {
        List<AuditEntry> found = jdbc.sql("SELECT id, body FROM audit.entries WHERE id < ?"
                        + " AND (?::text IS NULL OR object = ?) AND (?::text IS NULL OR object_id = ?)"
                        + " AND (? = 0 OR api_key_id = ?) AND (? = 0 OR user_id = ?) ORDER BY id DESC LIMIT ?")
                .params(
                        Page.id(cursor, Long.MAX_VALUE),
                        filter.object,
                        filter.object,
                        filter.objectId,
                        filter.objectId,
                        filter.apiKeyId,
                        filter.apiKeyId,
                        filter.userId,
                        filter.userId,
                        limit + 1)
                .query((row, _) -> new AuditEntry(row.getLong(1), row.getString(2)))
                .list();
        return Page.of(found, limit, entry -> Long.toString(entry.id()));
    }

    /// The chain from its beginning, for an export.
    public Page<Chained> chain(String cursor, int limit) {
        List<Chained> found = chained(Page.id(cursor, 0), limit + 1);
        return Page.of(found, limit, entry -> Long.toString(entry.n()));
    }

    private List<Chained> chained(long after, int limit) {
        return jdbc.sql(CHAINED)
                .params(after, limit)
                .query((row, _) -> chained(row))
                .list();
    }

    private static Chained chained(ResultSet row) throws SQLException {
        return new Chained(
                row.getLong("n"),
                row.getLong("entry_id"),
                HexFormat.of().formatHex(row.getBytes("hash")),
                row.getString("body"));
    }

    /// An entry in the chain with the columns that are searched by.
    private record Checked(Chained entry, AuditColumns columns) {}

    /// Reads all of it, in pages.
    public Verification verify() {
        List<String> faults = new ArrayList<>();
        byte[] hash = AuditHash.START;
        long n = 0;
        List<Checked> page;
        do {
            page = jdbc.sql(CHAINED)
                    .params(n, VERIFIED_AT_A_TIME)
                    .query((row, _) -> new Checked(chained(row), AuditColumns.of(row)))
                    .list();
            for (Checked each : page) {
                check(each, n, hash, faults);
                n = each.entry.n;
                hash = HexFormat.of().parseHex(each.entry.hash);
            }
        } while (page.size() == VERIFIED_AT_A_TIME && faults.size() < MOST_FAULTS);
        long waiting = beside(faults);
        return new Verification(n, HexFormat.of().formatHex(hash), waiting, List.copyOf(faults));
    }

    private static void check(Checked each, long before, byte[] hash, List<String> faults) {
        Chained entry = each.entry;
        String name = "entry " + entry.n + " of the chain (id " + entry.id + ")";
        if (entry.n != before + 1) {
            faults.add("entries " + (before + 1) + " to " + (entry.n - 1) + " are missing in the chain");
        }
        if (entry.body == null) {
            faults.add(name + " is removed");
        } else if (!entry.hash.equals(HexFormat.of().formatHex(AuditHash.of(hash, entry.n, entry.body)))) {
            faults.add(name + " or its place is changed");
        } else if (!each.columns.isOf(entry.body)) {
            faults.add("the columns of " + name + " are not those of its body");
        }
    }

    /// Entries that have no place yet are new: one that has none although later ones have theirs for long was
    /// added.
    ///
    /// @return how many have none
    private long beside(List<String> faults) {
        List<Long> beside = jdbc.sql("SELECT id FROM audit.entries e"
                        + " WHERE NOT EXISTS (SELECT FROM audit.chain c WHERE c.entry_id = e.id) ORDER BY id LIMIT ?")
                .param(MOST_WAITING)
                .query(Long.class)
                .list();
        // The job looks at everything once an hour: what is older than the newest hour of the chain has its place.
        long settled = jdbc.sql(
                        "SELECT coalesce(max(e.id), 0) FROM audit.entries e JOIN audit.chain c ON c.entry_id = e.id"
                                + " WHERE e.at < now() - interval '2 hours'")
                .query(Long.class)
                .single();
        beside.stream()
                .filter(id -> id <= settled)
                .limit(MOST_FAULTS)
                .forEach(id -> faults.add("entry id " + id
                        + " is not in the chain, and later ones are: it was added, or its transaction took hours;"
                        + " verify again in an hour"));
        return beside.size();
    }
}
