package io.elchi.bench.messagepath;

import io.elchi.e2e.Product;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the store large: final messages of today, with their events and records, in the partition that the load
/// writes to. Each is like one that the server itself wrote, but for its id, numbers and
/// times.
final class StoreFiller {
    private static final int CHUNK = 250_000;
    private static final int AT_ONCE = 2;
    private static final String TIME = "to_timestamp(n.ms / 1000.0)";

    /// The columns of a copy that are not those of the original, by name.
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("id", "n.id"),
            Map.entry("message_id", "n.id"),
            Map.entry("external_message_id", "'ref-' || n.i"),
            Map.entry("account_id", "t.account_id + n.i % 7"),
            Map.entry("msisdn", "'9989' || lpad((n.i * 7919 % 100000000)::text, 8, '0')"),
            Map.entry("smsc_message_id", "CASE WHEN t.smsc_message_id IS NULL THEN NULL ELSE n.smsc END"),
            Map.entry("receipt_key", "CASE WHEN t.receipt_key IS NULL THEN NULL ELSE n.smsc END"),
            Map.entry("batch", "CASE WHEN t.batch IS NULL THEN NULL ELSE n.i / 512 END"),
            Map.entry("accepted_at", TIME),
            Map.entry("valid_until", TIME),
            Map.entry("accepted_time", TIME),
            Map.entry("submit_time", TIME),
            Map.entry("delivery_time", TIME),
            Map.entry("created_at", TIME),
            Map.entry("at", TIME));

    private final Product product;
    private final long rows;
    private final long from;
    private final long millis;

    StoreFiller(Product product, long rows) {
        this.product = product;
        this.rows = rows;
        from = LocalDate.now(ZoneOffset.UTC)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        millis = System.currentTimeMillis() - from;
    }

    /// Fills it, and leaves nothing to do for the vacuum.
    ///
    /// @throws SQLException also when the server has written nothing yet
    void fill() throws SQLException, IOException, InterruptedException, ExecutionException {
        List<String> inserts = new ArrayList<>();
        try (Connection database = product.database()) {
            String like = like(database);
            inserts.add(insert(database, "messages", "id = " + like));
            inserts.add(insert(database, "events", "message_id = " + like));
            inserts.add(insert(database, "cdr_sms", "id = " + like));
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> chunks = new ArrayList<>();
            for (long first = 0; first < rows; first += CHUNK) {
                long start = first;
                long end = Math.min(rows, first + CHUNK);
                chunks.add(workers.submit(() -> {
                    chunk(inserts, start, end);
                    return null;
                }));
            }
            for (Future<?> chunk : chunks) {
                chunk.get();
            }
        }
        try (Connection database = product.database();
                Statement statement = database.createStatement()) {
            statement.execute("VACUUM (ANALYZE) messages.messages, messages.events, messages.cdr_sms");
        }
    }

    private void chunk(List<String> inserts, long first, long end) throws SQLException, IOException {
        try (Connection database = product.database();
                Statement statement = database.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            for (String insert : inserts) {
                statement.execute(insert.replace(":first", Long.toString(first)).replace(":last", (end - 1) + ""));
            }
        }
    }

    private static String like(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id FROM messages.cdr_sms c WHERE status = 'delivered'" + " ORDER BY id LIMIT 1")) {
            if (!row.next()) {
                throw new SQLException("there is no delivered message to copy");
            }
            return "'" + row.getString(1) + "'";
        }
    }

    /// The time in the id grows from midnight to now (RFC 9562, 5.7).
    private String insert(Connection database, String table, String original) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'messages' AND table_name = '" + table + "' ORDER BY 1")) {
            while (row.next()) {
                String column = row.getString(1);
                columns.add(column);
                values.add(OWN.getOrDefault(column, "t." + column));
            }
        }
        String numbers = "SELECT i, ms, (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(i % 4096), 3, '0') || '8'"
                + " || lpad(to_hex(i), 15, '0'))::uuid AS id, 'f' || lpad(to_hex(i), 9, '0') AS smsc"
                + " FROM (SELECT i, " + from + " + i * " + millis + " / " + rows
                + " AS ms FROM generate_series(:first::bigint, :last::bigint) AS i) AS s";
        return "INSERT INTO messages." + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", values) + " FROM (SELECT * FROM messages." + table + " WHERE " + original
                + ") AS t CROSS JOIN (" + numbers + ") AS n";
    }
}
