package io.elchi.server.compliance;

import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.CopyReader;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Loads sender ids and block lists: all of them, or those that changed.
final class RuleLoader implements Follower {
    private static final String SENDERS = "compliance.senders";
    private static final String BLOCKLIST = "compliance.blocklist";
    private static final String ALL_SENDERS =
            "SELECT account_id, sender FROM compliance.senders WHERE status = 'active' ORDER BY account_id";
    private static final String SOME_SENDERS = "SELECT account_id, sender FROM compliance.senders"
            + " WHERE status = 'active' AND account_id = ANY (?::bigint[])";
    private static final String ALL_BLOCKS = "SELECT coalesce(account_id, 0), kind, pattern FROM compliance.blocklist";
    /// The two kinds of rows one by one: an index is of no use for IS NOT DISTINCT FROM.
    private static final String SOME_BLOCKS = "WITH wanted AS MATERIALIZED (SELECT * FROM"
            + " unnest(?::bigint[], ?::text[], ?::text[]) w (account_id, kind, pattern))"
            + " SELECT b.account_id, b.kind, b.pattern FROM wanted w JOIN compliance.blocklist b"
            + " ON b.account_id = w.account_id AND b.kind = w.kind AND b.pattern = w.pattern"
            + " UNION ALL SELECT 0, b.kind, b.pattern FROM wanted w JOIN compliance.blocklist b"
            + " ON w.account_id = 0 AND b.account_id IS NULL AND b.kind = w.kind AND b.pattern = w.pattern";

    private final Supplier<RuleBook> last;
    private final Consumer<RuleBook> taker;

    /// @param last the book in use
    /// @param taker gets the next one
    RuleLoader(Supplier<RuleBook> last, Consumer<RuleBook> taker) {
        this.last = last;
        this.taker = taker;
    }

    @Override
    public List<String> tables() {
        return List.of(SENDERS, BLOCKLIST);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        Map<Long, Set<String>> senders = new HashMap<>();
        try (CopyReader rows = new CopyReader(connection, ALL_SENDERS)) {
            while (rows.next()) {
                senders.computeIfAbsent(rows.readLong(), _ -> new HashSet<>()).add(rows.readText());
            }
        }
        senders.replaceAll((_, own) -> Set.copyOf(own));
        Map<Long, Blocks.Builder> blocks = new HashMap<>();
        try (CopyReader rows = new CopyReader(connection, ALL_BLOCKS)) {
            while (rows.next()) {
                blocks.computeIfAbsent(rows.readLong(), _ -> new Blocks.Builder())
                        .add(new Blocks.Pattern(rows.readText(), rows.readText()));
            }
        }
        taker.accept(RuleBook.of(senders, blocks));
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Map<Long, Set<String>> senders = senders(connection, changes.keys(SENDERS));
        Map<Long, RuleBook.Difference> blocks = blocks(connection, changes.keys(BLOCKLIST));
        taker.accept(last.get().with(senders, blocks));
    }

    /// All sender ids of these accounts.
    private static Map<Long, Set<String>> senders(Connection connection, Set<String> accounts) throws SQLException {
        Map<Long, Set<String>> senders = new HashMap<>();
        if (accounts.isEmpty()) {
            return senders;
        }
        accounts.forEach(account -> senders.put(Long.parseLong(account), new HashSet<>()));
        try (PreparedStatement select = connection.prepareStatement(SOME_SENDERS)) {
            select.setArray(1, connection.createArrayOf("text", accounts.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    senders.get(rows.getLong(1)).add(rows.getString(2));
                }
            }
        }
        senders.replaceAll((_, own) -> Set.copyOf(own));
        return senders;
    }

    private static Map<Long, RuleBook.Difference> blocks(Connection connection, Set<String> keys) throws SQLException {
        Map<Long, RuleBook.Difference> blocks = new HashMap<>();
        if (keys.isEmpty()) {
            return blocks;
        }
        List<Long> accounts = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        for (String key : keys) {
            // A pattern may have blanks.
            String[] fields = key.split(" ", 3);
            accounts.add(Long.parseLong(fields[0]));
            kinds.add(fields[1]);
            patterns.add(fields[2]);
            blocks.computeIfAbsent(accounts.getLast(), _ -> new RuleBook.Difference())
                    .remove(new Blocks.Pattern(fields[1], fields[2]));
        }
        try (PreparedStatement select = connection.prepareStatement(SOME_BLOCKS)) {
            select.setArray(1, connection.createArrayOf("bigint", accounts.toArray()));
            select.setArray(2, connection.createArrayOf("text", kinds.toArray()));
            select.setArray(3, connection.createArrayOf("text", patterns.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    blocks.get(rows.getLong(1)).add(new Blocks.Pattern(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return blocks;
    }
}
