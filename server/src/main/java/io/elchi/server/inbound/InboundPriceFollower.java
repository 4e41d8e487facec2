package io.elchi.server.inbound;

import io.elchi.server.core.Money;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Loads all prices and costs whenever one changed: they are few, and change rarely.
final class InboundPriceFollower implements Follower {
    static final String PRICES =
            "id, version, account_id, number, operator_id, unit, price, currency, created_at," + " updated_at";
    static final String COSTS = "id, version, operator_id, number, unit, cost, currency, created_at, updated_at";

    private final BiConsumer<List<InboundPrice>, List<InboundCost>> taker;

    InboundPriceFollower(BiConsumer<List<InboundPrice>, List<InboundCost>> taker) {
        this.taker = taker;
    }

    @Override
    public List<String> tables() {
        return List.of("inbound.prices", "inbound.costs");
    }

    @Override
    public void load(Connection connection) throws SQLException {
        List<InboundPrice> prices = new ArrayList<>();
        List<InboundCost> costs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + PRICES + " FROM inbound.prices");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                prices.add(price(rows));
            }
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COSTS + " FROM inbound.costs");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                costs.add(cost(rows));
            }
        }
        taker.accept(prices, costs);
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        load(connection);
    }

    static InboundPrice price(ResultSet row) throws SQLException {
        return new InboundPrice(
                row.getLong("id"),
                row.getLong("version"),
                row.getLong("account_id"),
                row.getString("number"),
                row.getLong("operator_id"),
                row.getString("unit").equals("part"),
                new Money(row.getString("currency"), Money.micros(row.getBigDecimal("price"))),
                InboundRows.instant(row, "created_at"),
                InboundRows.instant(row, "updated_at"));
    }

    static InboundCost cost(ResultSet row) throws SQLException {
        return new InboundCost(
                row.getLong("id"),
                row.getLong("version"),
                row.getLong("operator_id"),
                row.getString("number"),
                row.getString("unit").equals("part"),
                new Money(row.getString("currency"), Money.micros(row.getBigDecimal("cost"))),
                InboundRows.instant(row, "created_at"),
                InboundRows.instant(row, "updated_at"));
    }
}
