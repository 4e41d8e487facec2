package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;

/// Moves deltas into the sums. Each statement is one transaction, so that a reader sees a delta in one of both.
final class FigureFold {
    private static final int PAGE = 10_000;
    private static final int MOST_PAGES = 100;

    private static final String KEY =
            "account_id, operator_id, mcc, mnc, message_class, sender, state, error, currency," + " cost_currency";
    private static final String SUMS = "sum(messages) AS messages, sum(parts) AS parts, sum(parts_charged) AS"
            + " parts_charged, sum(submits) AS submits, sum(price) AS price, sum(cost) AS cost,"
            + " messages.sum_counts(submit_ms) AS submit_ms, messages.sum_counts(delivery_ms) AS delivery_ms";
    private static final String INTO = " ON CONFLICT (minute, " + KEY + ") DO UPDATE SET messages = t.messages +"
            + " excluded.messages, parts = t.parts + excluded.parts, parts_charged = t.parts_charged +"
            + " excluded.parts_charged, submits = t.submits + excluded.submits, price = t.price + excluded.price, cost ="
            + " t.cost + excluded.cost, submit_ms = messages.add_counts(t.submit_ms, excluded.submit_ms), delivery_ms ="
            + " messages.add_counts(t.delivery_ms, excluded.delivery_ms)";
    private static final String COLUMNS =
            " (minute, " + KEY + ", messages, parts, parts_charged, submits, price, cost, submit_ms, delivery_ms)";
    private static final String FOLD = "WITH taken AS MATERIALIZED (DELETE FROM messages.figure_deltas WHERE id IN"
            + " (SELECT id FROM messages.figure_deltas ORDER BY id LIMIT " + PAGE + ") RETURNING *),"
            + " minutes AS MATERIALIZED (SELECT minute, " + KEY + ", " + SUMS
            + " FROM taken WHERE kind = 0 GROUP BY minute, " + KEY + "),"
            + " m AS (INSERT INTO messages.figures_minute AS t" + COLUMNS + " SELECT * FROM minutes" + INTO + "),"
            + " h AS (INSERT INTO messages.figures_hour AS t" + COLUMNS + " SELECT date_trunc('hour', minute, 'UTC'), "
            + KEY + ", " + SUMS + " FROM minutes GROUP BY date_trunc('hour', minute, 'UTC'), " + KEY + INTO + "),"
            + " o AS (INSERT INTO messages.operator_metrics AS t (operator_id, window_start, window_end, messages_sent,"
            + " dlr_success, dlr_fail, error_count, delivery_ms) SELECT operator_id, minute, minute + interval '5"
            + " minutes', coalesce(sum(messages) FILTER (WHERE state = 'sent'), 0), coalesce(sum(messages) FILTER (WHERE"
            + " state = 'delivered'), 0), coalesce(sum(messages) FILTER (WHERE state = 'failed'), 0),"
            + " coalesce(sum(messages) FILTER (WHERE state = 'error'), 0), messages.sum_counts(delivery_ms) FROM taken"
            + " WHERE kind = 1 GROUP BY operator_id, minute ON CONFLICT (operator_id, window_start) DO UPDATE SET"
            + " messages_sent = t.messages_sent + excluded.messages_sent, dlr_success = t.dlr_success +"
            + " excluded.dlr_success, dlr_fail = t.dlr_fail + excluded.dlr_fail, error_count = t.error_count +"
            + " excluded.error_count, delivery_ms = messages.add_counts(t.delivery_ms, excluded.delivery_ms))"
            + " SELECT count(*) FROM taken";

    private final Database database;
    private final Clock clock;
    private final Duration minutes;
    private final Duration hours;

    /// @param minutes how long figures of minutes and of operators are kept
    /// @param hours how long figures of hours are kept
    FigureFold(Database database, Clock clock, Duration minutes, Duration hours) {
        this.database = database;
        this.clock = clock;
        this.minutes = minutes;
        this.hours = hours;
    }

    void fold() {
        for (int page = 0; page < MOST_PAGES; page++) {
            if (foldPage() < PAGE) {
                return;
            }
        }
    }

    private long foldPage() {
        return database.transactions().run(tx -> {
            try (Statement statement = tx.connection().createStatement();
                    ResultSet row = statement.executeQuery(FOLD)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    void forget() {
        forget("messages.figures_minute", "minute", minutes);
        forget("messages.operator_metrics", "window_start", minutes);
        forget("messages.figures_hour", "minute", hours);
    }

    /// A page at a time: one that deletes a day at once would hold its rows for long.
    private void forget(String table, String column, Duration kept) {
        int page;
        do {
            page = database.jdbc()
                    .sql("DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE "
                            + column + " < ? LIMIT " + PAGE + "))")
                    .param(clock.now().minus(kept).atOffset(ZoneOffset.UTC))
                    .update();
        } while (page > 0);
    }
}
