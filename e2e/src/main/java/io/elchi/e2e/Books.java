package io.elchi.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Reads the tables as an auditor would, without the product's help.
public final class Books {
    /// Queries that must return no rows, by the fault that a row would show.
    private static final Map<String, String> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put(
                "a balance is not the sum of its transactions",
                "SELECT b.account_id FROM billing.account_balances b LEFT JOIN (SELECT account_id,"
                        + " sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) AS sum"
                        + " FROM billing.account_transactions GROUP BY 1) t USING (account_id)"
                        + " WHERE b.balance <> coalesce(t.sum, 0)");
        FAULTS.put(
                "an entry is not the sum of the events it charges",
                "SELECT coalesce(t.batch, e.batch) FROM (SELECT batch, account_id, sum(amount) AS sum"
                        + " FROM billing.account_transactions WHERE batch IS NOT NULL AND reason = 'sms_charge'"
                        + " GROUP BY 1, 2) t FULL JOIN (SELECT e.batch, m.account_id, sum(e.price) AS sum FROM messages.events e"
                        + " JOIN messages.messages m ON m.id = e.message_id WHERE e.batch IS NOT NULL GROUP BY 1, 2) e"
                        + " USING (batch, account_id) WHERE t.sum IS DISTINCT FROM e.sum");
        FAULTS.put(
                "a call detail record does not cost what its events charged",
                "SELECT c.id FROM messages.cdr_sms c LEFT JOIN (SELECT message_id, sum(price) AS sum"
                        + " FROM messages.events GROUP BY 1) e ON e.message_id = c.id"
                        + " WHERE c.price <> coalesce(e.sum, 0)");
        FAULTS.put(
                "something was charged that no operator took",
                "SELECT message_id FROM messages.events WHERE price > 0 AND (kind <> 1 OR smsc_message_id IS NULL)");
        FAULTS.put(
                "a part was charged twice",
                "SELECT message_id, part FROM messages.events WHERE price IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1");
        FAULTS.put(
                "an entry is not the sum of the messages from handsets that it charges",
                "SELECT coalesce(t.batch, c.batch) FROM (SELECT batch, account_id, sum(amount) AS sum"
                        + " FROM billing.account_transactions WHERE reason = 'inbound_charge' GROUP BY 1, 2) t"
                        + " FULL JOIN (SELECT batch, account_id, sum(price) AS sum FROM (SELECT batch, account_id, price"
                        + " FROM inbound.cdr_mo WHERE batch IS NOT NULL UNION ALL SELECT c.batch, u.account, u.price"
                        + " FROM inbound.cdr_mo c CROSS JOIN LATERAL unnest(c.upstream, c.upstream_prices)"
                        + " u (account, price)) each WHERE price > 0 GROUP BY 1, 2) c"
                        + " USING (batch, account_id) WHERE t.sum IS DISTINCT FROM c.sum");
        FAULTS.put(
                "a message from a handset has its final state and no record, or a record that differs",
                "SELECT m.id FROM inbound.messages m FULL JOIN inbound.cdr_mo c USING (id)"
                        + " WHERE (m.ended_at, m.state, m.account_id, m.parts)"
                        + " IS DISTINCT FROM (c.ended_at, c.state, c.account_id, c.parts)"
                        + " AND (m.ended_at IS NOT NULL OR c.id IS NOT NULL)");
        // Messages from handsets are charged whatever funds there are.
        FAULTS.put(
                "more is spent than there is",
                "SELECT b.account_id FROM billing.account_balances b WHERE balance - reserved + credit_limit"
                        + " + coalesce((SELECT sum(t.amount) FROM billing.account_transactions t"
                        + " WHERE t.account_id = b.account_id AND t.reason = 'inbound_charge'), 0) < 0");
    }

    private Books() {}

    /// Queries as those above, for when nothing waits to be added to the figures.
    private static final Map<String, String> OF_FIGURES = new LinkedHashMap<>();

    static {
        OF_FIGURES.put(
                "figures of a minute are not the sums of its records",
                "SELECT minute FROM (SELECT minute, account_id, state, sum(messages) AS n, sum(parts) AS p,"
                        + " sum(parts_charged) AS c, sum(submits) AS s, sum(price) AS price FROM messages.figures_minute"
                        + " GROUP BY 1, 2, 3) f FULL JOIN (SELECT date_trunc('minute', accepted_time) AS minute,"
                        + " account_id, status AS state, count(*) AS n, sum(parts) AS p, sum(parts_charged) AS c,"
                        + " sum(submits) AS s, sum(price) AS price FROM messages.cdr_sms GROUP BY 1, 2, 3 UNION ALL"
                        + " SELECT date_trunc('minute', accepted_at), account_id, 'accepted', count(*), sum(parts), 0, 0, 0"
                        + " FROM messages.messages GROUP BY 1, 2) r USING (minute, account_id, state)"
                        + " WHERE (f.n, f.p, f.c, f.s, f.price) IS DISTINCT FROM (r.n, r.p, r.c, r.s, r.price)");
        OF_FIGURES.put(
                "figures of an hour are not the sums of its minutes",
                "SELECT state FROM (SELECT date_trunc('hour', minute) AS hour, account_id, state, sum(messages) AS n,"
                        + " sum(price) AS price FROM messages.figures_minute GROUP BY 1, 2, 3) m FULL JOIN"
                        + " (SELECT minute AS hour, account_id, state, sum(messages) AS n, sum(price) AS price"
                        + " FROM messages.figures_hour GROUP BY 1, 2, 3) h USING (hour, account_id, state)"
                        + " WHERE (m.n, m.price) IS DISTINCT FROM (h.n, h.price)");
        OF_FIGURES.put(
                "windows of an operator are not the sums of its events",
                "SELECT operator_id FROM (SELECT operator_id, sum(n) AS n FROM (SELECT operator_id, messages_sent AS n"
                        + " FROM messages.operator_metrics) w GROUP BY 1) o FULL JOIN"
                        + " (SELECT operator_id, count(*) AS n FROM messages.events WHERE kind IN (1, 2, 8) GROUP BY 1) e"
                        + " USING (operator_id) WHERE coalesce(o.n, 0) <> coalesce(e.n, 0)");
    }

    /// Waits until the figures have all that happened, and compares them with the records.
    public static List<String> faultsOfFigures(Connection database) throws SQLException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count(database, "SELECT count(*) FROM messages.figure_deltas") > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        List<String> found = new ArrayList<>();
        check(database, found, "deltas of figures wait", "SELECT count(*) FROM messages.figure_deltas");
        for (Map.Entry<String, String> fault : OF_FIGURES.entrySet()) {
            check(database, found, fault.getKey(), "SELECT count(*) FROM (" + fault.getValue() + ") faults");
        }
        return found;
    }

    /// Faults that are visible now, even with unfinished messages.
    public static List<String> faults(Connection database) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> fault : FAULTS.entrySet()) {
            long rows = count(database, "SELECT count(*) FROM (" + fault.getValue() + ") faults");
            if (rows > 0) {
                found.add(fault.getKey() + " (" + rows + ")");
            }
        }
        return found;
    }

    /// The same, and what would be wrong when nothing is under way any more.
    public static List<String> faultsAtRest(Connection database) throws SQLException {
        List<String> found = faults(database);
        check(database, found, "messages are unfinished", "SELECT count(*) FROM messages.unfinished");
        check(
                database,
                found,
                "messages have no call detail record",
                "SELECT count(*) FROM messages.messages m WHERE NOT EXISTS"
                        + " (SELECT 1 FROM messages.cdr_sms c WHERE c.id = m.id)");
        check(
                database,
                found,
                "money is reserved for nothing",
                "SELECT count(*) FROM billing.account_balances WHERE reserved <> 0");
        return found;
    }

    private static void check(Connection database, List<String> found, String what, String count) throws SQLException {
        long rows = count(database, count);
        if (rows > 0) {
            found.add(rows + " " + what);
        }
    }

    /// Ids of all messages that have their end.
    public static Set<String> ended(Connection database) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id::text FROM messages.cdr_sms")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /// Some of what is unfinished, with what happened to it, for a test that fails.
    public static String open(Product product) throws SQLException, java.io.IOException {
        StringBuilder text = new StringBuilder();
        try (Connection database = product.database();
                Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT u.message_id, u.due, m.valid_until, e.part, e.kind, e.nth,"
                                + " e.at, e.smsc_message_id, e.detail, e.state FROM messages.unfinished u"
                                + " JOIN messages.messages m ON m.id = u.message_id"
                                + " LEFT JOIN messages.events e ON e.message_id = u.message_id"
                                + " ORDER BY u.message_id, e.at LIMIT 20")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(rows.getString(i)).append(' ');
                }
                text.append('\n');
            }
            text.append(count(database, "SELECT count(*) FROM messages.unfinished"))
                    .append(" unfinished\n");
        }
        return text.toString();
    }

    public static long count(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
