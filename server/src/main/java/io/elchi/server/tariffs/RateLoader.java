package io.elchi.server.tariffs;

import io.elchi.server.core.LongMap;
import io.elchi.server.core.Money;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Prices, costs and exchange rates in memory. Of prices and costs only those that changed are loaded again.
final class RateLoader implements Follower {
    /// The columns of a price, as [#rate] reads them.
    static final String PRICE = "id, account_id, operator_id, mcc, mnc, prefix, price_per_sms AS amount, currency,"
            + " valid_from, valid_to, priority";

    private static final String PRICES = "tariffs.tariff_routes";
    private static final String COSTS = "tariffs.operator_costs";
    private static final String ALL_PRICES = "SELECT " + PRICE + " FROM tariffs.tariff_routes";
    private static final String ALL_COSTS = "SELECT id, NULL::bigint AS account_id, operator_id, mcc, mnc, prefix,"
            + " cost_per_sms AS amount, currency, valid_from, valid_to, priority FROM tariffs.operator_costs";
    private static final String SOME = " WHERE id = ANY (?::bigint[])";
    private static final String EXCHANGE = "SELECT base, quote, rate FROM tariffs.exchange_rates";
    private static final int FETCH = 1_000;

    private volatile Tables tables = new Tables(LongMap.empty(), LongMap.empty(), Map.of());

    /// All rows at one moment, those that are not valid then too.
    ///
    /// @param exchange by `USDUZS`
    private record Tables(LongMap<Rate> prices, LongMap<Rate> costs, Map<String, BigDecimal> exchange) {}

    /// All that is valid then.
    PriceBook book(Instant now) {
        Tables all = tables;
        return new PriceBook(list(all.prices), list(all.costs), all.exchange, now);
    }

    private static List<Rate> list(LongMap<Rate> rates) {
        List<Rate> list = new ArrayList<>(rates.size());
        rates.forEach(list::add);
        return list;
    }

    @Override
    public List<String> tables() {
        return List.of(PRICES, COSTS);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        tables = new Tables(
                LongMap.of(rates(connection, ALL_PRICES, null)),
                LongMap.of(rates(connection, ALL_COSTS, null)),
                exchange(connection));
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Tables last = tables;
        tables = new Tables(
                changed(connection, last.prices, ALL_PRICES, changes.keys(PRICES)),
                changed(connection, last.costs, ALL_COSTS, changes.keys(COSTS)),
                exchange(connection));
    }

    private static LongMap<Rate> changed(Connection connection, LongMap<Rate> last, String all, Set<String> ids)
            throws SQLException {
        if (ids.isEmpty()) {
            return last;
        }
        Map<Long, Rate> rows = rates(connection, all + SOME, ids);
        Set<Long> removed = new HashSet<>();
        ids.forEach(id -> removed.add(Long.parseLong(id)));
        removed.removeAll(rows.keySet());
        return last.with(rows, removed);
    }

    /// @param ids null: all
    private static Map<Long, Rate> rates(Connection connection, String query, Set<String> ids) throws SQLException {
        Map<Long, Rate> rates = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setFetchSize(FETCH);
            if (ids != null) {
                select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Rate rate = rate(rows);
                    rates.put(rate.id(), rate);
                }
            }
        }
        return rates;
    }

    private static Map<String, BigDecimal> exchange(Connection connection) throws SQLException {
        Map<String, BigDecimal> exchange = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(EXCHANGE)) {
            while (rows.next()) {
                exchange.put(rows.getString(1) + rows.getString(2), rows.getBigDecimal(3));
            }
        }
        return exchange;
    }

    static Rate rate(ResultSet row) throws SQLException {
        return new Rate(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                row.getString("mcc"),
                row.getString("mnc"),
                row.getString("prefix"),
                Money.micros(row.getBigDecimal("amount")),
                row.getString("currency"),
                instant(row, "valid_from"),
                instant(row, "valid_to"),
                row.getInt("priority"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
