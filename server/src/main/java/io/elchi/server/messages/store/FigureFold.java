package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Money;
import io.elchi.server.db.Database;
import io.elchi.server.messages.Histogram;
import io.elchi.server.messages.store.FigureGroups.GroupTotals;
import io.elchi.server.messages.store.FigureGroups.Key;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds deltas to the sums and deletes them, in one transaction for many of them.
final class FigureFold {
    private static final Logger LOG = LoggerFactory.getLogger(FigureFold.class);
    private static final int PAGE = 2_000;
    private static final int MOST_PAGES = 50;
    /// Of a delta that cannot be read: it is kept for somebody who looks into it.
    private static final int UNREADABLE = -1;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String TAKE = "DELETE FROM messages.figure_deltas WHERE id IN (SELECT id FROM"
            + " messages.figure_deltas WHERE format = ? ORDER BY id LIMIT ?) RETURNING groups";
    private static final String PUT_BACK = "INSERT INTO messages.figure_deltas (format, groups) VALUES (?, ?)";
    private static final String ADD = "INSERT INTO messages.figures_%s AS t (minute, account_id, operator_id, mcc, mnc,"
            + " message_class, sender, state, error, currency, cost_currency, messages, parts, parts_charged, submits,"
            + " price, cost, submit_ms, delivery_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (minute, account_id, operator_id, mcc, mnc, message_class, sender, state, error, currency,"
            + " cost_currency) DO UPDATE SET messages = t.messages + excluded.messages, parts = t.parts +"
            + " excluded.parts, parts_charged = t.parts_charged + excluded.parts_charged, submits = t.submits +"
            + " excluded.submits, price = t.price + excluded.price, cost = t.cost + excluded.cost, submit_ms ="
            + " messages.add_counts(t.submit_ms, excluded.submit_ms), delivery_ms ="
            + " messages.add_counts(t.delivery_ms, excluded.delivery_ms)";
    private static final String ADD_WINDOW = "INSERT INTO messages.operator_metrics AS t (operator_id, window_start,"
            + " window_end, messages_sent, dlr_success, dlr_fail, error_count, delivery_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (operator_id, window_start) DO UPDATE SET messages_sent = t.messages_sent +"
            + " excluded.messages_sent, dlr_success = t.dlr_success + excluded.dlr_success, dlr_fail = t.dlr_fail +"
            + " excluded.dlr_fail, error_count = t.error_count + excluded.error_count, delivery_ms ="
            + " messages.add_counts(t.delivery_ms, excluded.delivery_ms)";

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

    /// @return how many deltas there were
    private int foldPage() {
        return database.transactions().run(tx -> {
            List<byte[]> taken = take(tx.connection());
            FigureGroups sums = new FigureGroups();
            for (byte[] octets : taken) {
                try {
                    // Apart first: of one that cannot be read, nothing may be added.
                    FigureGroups delta = new FigureGroups();
                    FigureOctets.addTo(delta, octets);
                    sums.add(delta);
                } catch (IllegalArgumentException e) {
                    LOG.error("figures of a transaction cannot be read, and are missing in the sums", e);
                    putBack(tx.connection(), octets);
                }
            }
            add(tx.connection(), sums);
            return taken.size();
        });
    }

    private static List<byte[]> take(Connection connection) throws SQLException {
        List<byte[]> taken = new ArrayList<>();
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setInt(1, FigureOctets.FORMAT);
            take.setInt(2, PAGE);
            try (ResultSet rows = take.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getBytes(1));
                }
            }
        }
        return taken;
    }

    private static void putBack(Connection connection, byte[] octets) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(PUT_BACK)) {
            put.setInt(1, UNREADABLE);
            put.setBytes(2, octets);
            put.executeUpdate();
        }
    }

    private static void add(Connection connection, FigureGroups sums) throws SQLException {
        FigureGroups byHour = new FigureGroups();
        Map<WindowKey, Window> windows = new LinkedHashMap<>();
        try (PreparedStatement minute = connection.prepareStatement(ADD.formatted("minute"))) {
            for (Map.Entry<Key, GroupTotals> group : sums.entries()) {
                Key key = group.getKey();
                if (key.kind() == FigureGroups.OF_OPERATORS) {
                    windows.computeIfAbsent(new WindowKey(key.operator(), key.second()), _ -> new Window())
                            .add(key.state(), group.getValue());
                } else {
                    set(minute, key, group.getValue());
                    byHour.of(key.ofHour()).add(group.getValue());
                }
            }
            minute.executeBatch();
        }
        try (PreparedStatement hour = connection.prepareStatement(ADD.formatted("hour"))) {
            for (Map.Entry<Key, GroupTotals> group : byHour.entries()) {
                set(hour, group.getKey(), group.getValue());
            }
            hour.executeBatch();
        }
        addWindows(connection, windows);
    }

    private static void set(PreparedStatement statement, Key key, GroupTotals sums) throws SQLException {
        int at = 0;
        statement.setObject(++at, Instant.ofEpochSecond(key.second()).atOffset(ZoneOffset.UTC));
        statement.setLong(++at, key.account());
        statement.setLong(++at, key.operator());
        statement.setString(++at, key.mcc());
        statement.setString(++at, key.mnc());
        statement.setInt(++at, key.messageClass());
        statement.setString(++at, key.sender());
        statement.setString(++at, key.state());
        statement.setString(++at, key.error());
        statement.setString(++at, key.currency());
        statement.setString(++at, key.costCurrency());
        statement.setLong(++at, sums.messages);
        statement.setLong(++at, sums.parts);
        statement.setLong(++at, sums.partsCharged);
        statement.setLong(++at, sums.submits);
        statement.setBigDecimal(++at, Money.decimal(sums.priceMicros));
        statement.setBigDecimal(++at, Money.decimal(sums.costMicros));
        statement.setArray(++at, array(statement.getConnection(), sums.submit));
        statement.setArray(++at, array(statement.getConnection(), sums.delivery));
        statement.addBatch();
    }

    private static Array array(Connection connection, Histogram histogram) throws SQLException {
        return histogram.counts() == null
                ? null
                : connection.createArrayOf(
                        "int8", Arrays.stream(histogram.counts()).boxed().toArray());
    }

    private record WindowKey(long operator, long second) {}

    private static final class Window {
        private long sent;
        private long delivered;
        private long failed;
        private long errors;
        private final Histogram delivery = new Histogram();

        void add(String state, GroupTotals sums) {
            switch (state) {
                case "sent" -> sent += sums.messages;
                case "delivered" -> delivered += sums.messages;
                case "failed" -> failed += sums.messages;
                default -> errors += sums.messages;
            }
            delivery.addAll(sums.delivery);
        }
    }

    private static void addWindows(Connection connection, Map<WindowKey, Window> windows) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD_WINDOW)) {
            for (Map.Entry<WindowKey, Window> each : windows.entrySet()) {
                Instant start = Instant.ofEpochSecond(each.getKey().second);
                Window window = each.getValue();
                add.setLong(1, each.getKey().operator);
                add.setObject(2, start.atOffset(ZoneOffset.UTC));
                add.setObject(
                        3, start.plus(WINDOW).truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC));
                add.setLong(4, window.sent);
                add.setLong(5, window.delivered);
                add.setLong(6, window.failed);
                add.setLong(7, window.errors);
                add.setArray(8, array(connection, window.delivery));
                add.addBatch();
            }
            add.executeBatch();
        }
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
                            + column + " < ? LIMIT " + 10_000 + "))")
                    .param(clock.now().minus(kept).atOffset(ZoneOffset.UTC))
                    .update();
        } while (page > 0);
    }
}
