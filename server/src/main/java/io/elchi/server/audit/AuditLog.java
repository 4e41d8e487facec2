package io.elchi.server.audit;

import io.elchi.server.core.Page;
import io.elchi.server.db.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the audit, and verifies it.
public final class AuditLog {
    private static final int VERIFIED_AT_A_TIME = 10_000;
    private static final int MOST_FAULTS = 100;

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
    /// @param waiting entries that are not in the chain yet
    /// @param faults sentences; empty: the audit is as it was written
    public record Verification(long verified, String head, long waiting, List<String> faults) {}

    /// The newest first.
    ///
    /// @param object schema.table; null: any
    /// @param objectId null: any
    /// @param apiKeyId 0: any
    public Page<AuditEntry> page(String object, String objectId, long apiKeyId, String cursor, int limit) {
        List<AuditEntry> found = jdbc.sql("SELECT id, body FROM audit.entries WHERE id < ?"
                        + " AND (?::text IS NULL OR object = ?) AND (?::text IS NULL OR object_id = ?)"
                        + " AND (? = 0 OR api_key_id = ?) ORDER BY id DESC LIMIT ?")
                .params(
                        Page.id(cursor, Long.MAX_VALUE),
                        object,
                        object,
                        objectId,
                        objectId,
                        apiKeyId,
                        apiKeyId,
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
        return jdbc.sql("SELECT c.n, c.entry_id, c.hash, e.body FROM audit.chain c LEFT JOIN audit.entries e"
                        + " ON e.id = c.entry_id WHERE c.n > ? ORDER BY c.n LIMIT ?")
                .params(after, limit)
                .query((row, _) -> new Chained(
                        row.getLong(1), row.getLong(2), HexFormat.of().formatHex(row.getBytes(3)), row.getString(4)))
                .list();
    }

    /// Reads all of it.
    public Verification verify() {
        List<String> faults = new ArrayList<>();
        byte[] hash = AuditHash.START;
        long n = 0;
        while (true) {
            List<Chained> page = chained(n, VERIFIED_AT_A_TIME);
            for (Chained each : page) {
                if (each.n != n + 1) {
                    faults.add("entries " + (n + 1) + " to " + (each.n - 1) + " are missing in the chain");
                }
                n = each.n;
                byte[] stored = HexFormat.of().parseHex(each.hash);
                if (each.body == null) {
                    faults.add("entry " + each.n + " of the chain (id " + each.id + ") is removed");
                } else if (!Arrays.equals(stored, AuditHash.of(hash, each.n, each.body))) {
                    faults.add("entry " + each.n + " of the chain (id " + each.id + ") or its place is changed");
                }
                hash = stored;
                if (faults.size() >= MOST_FAULTS) {
                    return result(n, hash, faults);
                }
            }
            if (page.size() < VERIFIED_AT_A_TIME) {
                break;
            }
        }
        columns(faults);
        return result(n, hash, faults);
    }

    /// The columns that are searched by must say what the body says, and no entry may stand beside the chain.
    private void columns(List<String> faults) {
        faults.addAll(jdbc.sql("SELECT 'the columns of entry id ' || e.id || ' are not those of its body'"
                        + " FROM audit.entries e, LATERAL (SELECT body::jsonb AS json) AS b WHERE object <> json ->> 'object'"
                        + " OR object_id IS DISTINCT FROM json ->> 'id'"
                        + " OR api_key_id IS DISTINCT FROM (json -> 'actor' ->> 'api_key_id')::bigint"
                        + " OR account_id IS DISTINCT FROM (json -> 'actor' ->> 'account_id')::bigint"
                        + " UNION ALL SELECT 'entry id ' || e.id || ' is not in the chain, and later ones are'"
                        + " FROM audit.entries e WHERE at < now() - interval '1 hour'"
                        + " AND NOT EXISTS (SELECT FROM audit.chain c WHERE c.entry_id = e.id) LIMIT ?")
                .param(MOST_FAULTS)
                .query(String.class)
                .list());
    }

    private Verification result(long verified, byte[] head, List<String> faults) {
        long waiting = jdbc.sql("SELECT count(*) FROM audit.entries e"
                        + " WHERE NOT EXISTS (SELECT FROM audit.chain c WHERE c.entry_id = e.id)")
                .query(Long.class)
                .single();
        return new Verification(verified, HexFormat.of().formatHex(head), waiting, List.copyOf(faults));
    }
}
