package io.elchi.server.compliance;

import io.elchi.server.core.MsisdnTable;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.CopyReader;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Loads opt-outs: all of them, or those that changed.
final class OptOutLoader implements Follower {
    private static final String TABLE = "compliance.opt_outs";
    private static final String ALL = "SELECT account_id, number FROM compliance.opt_outs";
    private static final String SOME = "SELECT o.account_id, o.number FROM unnest(?::bigint[], ?::text[])"
            + " AS w (account_id, number) JOIN compliance.opt_outs o USING (account_id, number)";

    private final Supplier<OptOutBook> last;
    private final Consumer<OptOutBook> taker;

    /// @param last the book in use
    /// @param taker gets the next one
    OptOutLoader(Supplier<OptOutBook> last, Consumer<OptOutBook> taker) {
        this.last = last;
        this.taker = taker;
    }

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        Map<Long, MsisdnTable.Builder> numbers = new HashMap<>();
        try (CopyReader rows = new CopyReader(connection, ALL)) {
            while (rows.next()) {
                numbers.computeIfAbsent(rows.readLong(), _ -> new MsisdnTable.Builder(0))
                        .put(Long.parseLong(rows.readText()), OptOutBook.OUT);
            }
        }
        taker.accept(OptOutBook.of(numbers));
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Set<String> keys = changes.keys(TABLE);
        if (keys.isEmpty()) {
            return;
        }
        Map<Long, Map<Long, Integer>> changed = new HashMap<>();
        Long[] accounts = new Long[keys.size()];
        String[] numbers = new String[accounts.length];
        int at = 0;
        for (String key : keys) {
            String[] fields = key.split(" ", 2);
            accounts[at] = Long.valueOf(fields[0]);
            numbers[at] = fields[1];
            changed.computeIfAbsent(accounts[at], _ -> new HashMap<>())
                    .put(Long.valueOf(numbers[at]), MsisdnTable.NONE);
            at++;
        }
        try (PreparedStatement select = connection.prepareStatement(SOME)) {
            select.setArray(1, connection.createArrayOf("bigint", accounts));
            select.setArray(2, connection.createArrayOf("text", numbers));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changed.get(rows.getLong(1)).put(Long.valueOf(rows.getString(2)), OptOutBook.OUT);
                }
            }
        }
        taker.accept(last.get().with(changed));
    }
}
