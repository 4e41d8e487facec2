package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Database;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.Histogram;
import io.elchi.server.messages.SampleTraffic;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Figures by the sums.
public final class PgFigures implements Figures {
    /// Rows differ by state and currencies, too: of each group a few.
    private static final int ROWS_EACH = 8;
    /// Of groups that are few by what they are.
    private static final int ALL = 1_000_000;
    /// What PostgreSQL says of a zone that it does not know (invalid_parameter_value).
    private static final String UNKNOWN_ZONE = "22023";

    private final Database database;
    private final Clock clock;
    private final JdbcClient jdbc;
    private final FigureFold fold;

    /// @param minutes how long figures of minutes and of operators are kept
    /// @param hours how long figures of hours are kept
    public PgFigures(Database database, Clock clock, Duration minutes, Duration hours) {
        this.database = database;
        this.clock = clock;
        jdbc = database.reads();
        fold = new FigureFold(database, clock, minutes, hours);
    }

    @Override
    public void fold() {
        fold.fold();
    }

    @Override
    public void forget() {
        fold.forget();
    }

    @Override
    public void makeUp(List<SampleTraffic> traffic, Duration past, long seed) {
        new SampleFigures(database, seed).write(traffic, clock.now(), past);
    }

    @Override
    public Optional<List<Figure>> series(FigureFilter filter, Dimension by, Interval step, ZoneId zone, int most) {
        // Zones whose days begin at no full hour of UTC need minutes.
        boolean byHour = step == Interval.HOUR
                || step == Interval.DAY
                        && zone.getRules().getOffset(filter.from()).getTotalSeconds() % 3_600 == 0;
        String at = switch (step) {
            case MINUTE -> "minute";
            case FIVE_MINUTES -> "date_bin('5 minutes', minute, TIMESTAMPTZ 'epoch')";
            case HOUR -> "date_trunc('hour', minute, 'UTC')";
            case DAY -> "date_trunc('day', minute, :zone)";
        };
        return sums(filter, at, key(by), byHour, step == Interval.DAY ? zone : null, most);
    }

    @Override
    public Optional<List<Figure>> totals(FigureFilter filter, Dimension by, int most) {
        boolean byHour = isHour(filter.from()) && isHour(filter.to());
        return sums(filter, "NULL::timestamptz", key(by), byHour, null, most);
    }

    @Override
    public List<Figure> top(FigureFilter filter, Dimension by, Order order, int limit) {
        String value = switch (order) {
            case ACCEPTED -> "sum(messages) FILTER (WHERE state = 'accepted')";
            case ENDED -> "sum(messages) FILTER (WHERE state <> 'accepted')";
            case DELIVERED -> "sum(messages) FILTER (WHERE state = 'delivered')";
            case FAILED -> "sum(messages) FILTER (WHERE state NOT IN ('accepted', 'delivered'))";
            case SUBMITS -> "sum(submits)";
        };
        boolean byHour = isHour(filter.from()) && isHour(filter.to());
        Map<String, Object> values = new HashMap<>();
        String where = where(filter, values);
        values.put("limit", limit);
        List<String> keys = jdbc.sql("SELECT key FROM (SELECT " + key(by) + " AS key, " + value + " AS value FROM "
                        + table(byHour) + " WHERE " + where
                        + " GROUP BY 1) f WHERE value > 0 ORDER BY value DESC, key LIMIT :limit")
                .params(values)
                .query(String.class)
                .list();
        Map<String, Figure> sums = new HashMap<>();
        sums(filter, "NULL::timestamptz", key(by), byHour, null, ALL, keys)
                .orElseThrow()
                .forEach(figure -> sums.put(figure.key(), figure));
        // A key of which something was deleted since is left out.
        return keys.stream().map(sums::get).filter(Objects::nonNull).toList();
    }

    private static String table(boolean byHour) {
        return byHour ? "messages.figures_hour" : "messages.figures_minute";
    }

    private static boolean isHour(Instant time) {
        return time.getEpochSecond() % 3_600 == 0;
    }

    @Override
    public List<Figure> week(FigureFilter filter, ZoneId zone) {
        boolean byHour = zone.getRules().getOffset(filter.from()).getTotalSeconds() % 3_600 == 0;
        String key = "to_char(minute AT TIME ZONE :zone, 'ID-FMHH24')";
        return sums(filter, "NULL::timestamptz", key, byHour, zone, ALL).orElseThrow();
    }

    private static String key(Dimension by) {
        return switch (by) {
            case null -> "NULL";
            case ACCOUNT -> "account_id::text";
            case OPERATOR -> "operator_id::text";
            case NETWORK -> "mcc || '-' || mnc";
            case CLASS -> "message_class::text";
            case SENDER -> "sender";
            case STATE -> "state";
            case ERROR -> "error";
        };
    }

    private Optional<List<Figure>> sums(
            FigureFilter filter, String at, String key, boolean byHour, ZoneId zone, int most) {
        return sums(filter, at, key, byHour, zone, most, null);
    }

    /// @param keys only these; null: all
    private Optional<List<Figure>> sums(
            FigureFilter filter, String at, String key, boolean byHour, ZoneId zone, int most, List<String> keys) {
        Map<String, Object> values = new HashMap<>();
        String where = where(filter, values);
        if (keys != null) {
            where += " AND " + key + " = ANY (:keys)";
            values.put("keys", keys.toArray(String[]::new));
        }
        if (zone != null) {
            values.put("zone", zone.getId());
        }
        int rows = most * ROWS_EACH;
        List<Row> found = rows(jdbc.sql("SELECT " + at + " AS at, " + key + " AS key, state, currency, cost_currency,"
                        + " sum(messages) AS messages, sum(parts) AS parts, sum(parts_charged) AS parts_charged,"
                        + " sum(submits) AS submits, sum(price) AS price, sum(cost) AS cost,"
                        + " messages.sum_counts(submit_ms) AS submit_ms, messages.sum_counts(delivery_ms) AS delivery_ms"
                        + " FROM " + table(byHour) + " WHERE " + where
                        + " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5 LIMIT " + (rows + 1))
                .params(values));
        if (found.size() > rows) {
            return Optional.empty();
        }
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        for (Row row : found) {
            groups.computeIfAbsent(group(row), _ -> new Group(row.at, row.key)).add(row);
        }
        return groups.size() > most
                ? Optional.empty()
                : Optional.of(groups.values().stream().map(Group::figure).toList());
    }

    /// Zones are those of the database, whose list may be older than ours.
    private static List<Row> rows(JdbcClient.StatementSpec statement) {
        try {
            return statement.query((row, _) -> Row.read(row)).list();
        } catch (DataAccessException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause
                    && UNKNOWN_ZONE.equals(cause.getSQLState())) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "zone", "the database does not know it")
                        .exception();
            }
            throw e;
        }
    }

    private static List<Object> group(Row row) {
        List<Object> group = new ArrayList<>();
        group.add(row.at);
        group.add(row.key);
        return group;
    }

    private static String where(FigureFilter filter, Map<String, Object> values) {
        StringBuilder where = new StringBuilder("minute >= :from AND minute < :to");
        values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        values.put("to", filter.to().atOffset(ZoneOffset.UTC));
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("account_id", filter.accountId() == 0 ? null : filter.accountId());
        conditions.put("operator_id", filter.operatorId() == 0 ? null : filter.operatorId());
        conditions.put("mcc || '-' || mnc", filter.network());
        conditions.put("message_class", filter.messageClass());
        conditions.put("sender", filter.sender());
        conditions.put("state", filter.state());
        conditions.put("error", filter.error());
        conditions.forEach((column, value) -> {
            if (value != null) {
                String name = "v" + values.size();
                where.append(" AND ").append(column).append(" = :").append(name);
                values.put(name, value);
            }
        });
        return where.toString();
    }

    /// A group of rows that differ in nothing but state and currencies.
    private record Row(
            Instant at,
            String key,
            String state,
            long messages,
            long parts,
            long partsCharged,
            long submits,
            Money price,
            Money cost,
            long[] submitMs,
            long[] deliveryMs) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    MessageReader.instant(row, "at"),
                    row.getString("key"),
                    row.getString("state"),
                    row.getLong("messages"),
                    row.getLong("parts"),
                    row.getLong("parts_charged"),
                    row.getLong("submits"),
                    money(row.getString("currency"), row.getBigDecimal("price")),
                    money(row.getString("cost_currency"), row.getBigDecimal("cost")),
                    counts(row, "submit_ms"),
                    counts(row, "delivery_ms"));
        }

        private static Money money(String currency, BigDecimal amount) {
            return currency.isEmpty() ? null : new Money(currency, Money.micros(amount));
        }
    }

    private static long[] counts(ResultSet row, String column) throws SQLException {
        return row.getArray(column) == null ? null : MessageReader.longs(row.getArray(column));
    }

    private static final class Group {
        private final Instant at;
        private final String key;
        private final Map<String, Long> ended = new TreeMap<>();
        private final Map<String, Long> prices = new TreeMap<>();
        private final Map<String, Long> costs = new TreeMap<>();
        private long accepted;
        private long parts;
        private long partsCharged;
        private long submits;
        private long[] submitMs;
        private long[] deliveryMs;

        Group(Instant at, String key) {
            this.at = at;
            this.key = key;
        }

        void add(Row row) {
            if (row.state.equals(FigureDeltas.ACCEPTED)) {
                accepted += row.messages;
                return;
            }
            ended.merge(row.state, row.messages, Long::sum);
            parts += row.parts;
            partsCharged += row.partsCharged;
            submits += row.submits;
            add(prices, row.price);
            add(costs, row.cost);
            submitMs = Histogram.sum(submitMs, row.submitMs);
            deliveryMs = Histogram.sum(deliveryMs, row.deliveryMs);
        }

        private static void add(Map<String, Long> sums, Money money) {
            if (money != null) {
                sums.merge(money.currency(), money.micros(), Math::addExact);
            }
        }

        private static List<Money> monies(Map<String, Long> sums) {
            return sums.entrySet().stream()
                    .map(each -> new Money(each.getKey(), each.getValue()))
                    .toList();
        }

        Figure figure() {
            return new Figure(
                    at,
                    key,
                    accepted,
                    ended,
                    parts,
                    partsCharged,
                    submits,
                    monies(prices),
                    monies(costs),
                    submitMs,
                    deliveryMs);
        }
    }

    @Override
    public List<OperatorInterval> operator(long operatorId, Instant from, Instant to) {
        return jdbc.sql(
                        "SELECT * FROM messages.operator_metrics WHERE operator_id = :operator AND window_start >= :from"
                                + " AND window_start < :to ORDER BY window_start")
                .param("operator", operatorId)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new OperatorInterval(
                        MessageReader.instant(row, "window_start"),
                        row.getLong("messages_sent"),
                        row.getLong("dlr_success"),
                        row.getLong("dlr_fail"),
                        row.getLong("error_count"),
                        counts(row, "delivery_ms")))
                .list();
    }
}
