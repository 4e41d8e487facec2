package io.elchi.server.tariffs;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Replaces all prices of an account at once, from a time on. What was in force stays in the table with its times,
/// so
/// that the list of any time can be read, and be put in force again.
public final class PriceLists {
    private static final String AT = "SELECT " + RateLoader.PRICE + " FROM tariffs.tariff_routes"
            + " WHERE account_id IS NOT DISTINCT FROM ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)"
            + " ORDER BY mcc NULLS FIRST, mnc NULLS FIRST, prefix NULLS FIRST, operator_id NULLS FIRST, priority, id";
    private static final String END = "UPDATE tariffs.tariff_routes SET valid_to = ?, updated_at = now()"
            + " WHERE id = ANY (?) AND valid_from < ? RETURNING " + RateLoader.PRICE;
    /// They were to begin at this time, which is still to come.
    private static final String REMOVE = "DELETE FROM tariffs.tariff_routes WHERE id = ANY (?) AND valid_from >= ?";
    /// When a row begins or ends behind a time.
    private static final String LATER = "SELECT min(CASE WHEN valid_from > ? THEN valid_from ELSE valid_to END)"
            + " FROM tariffs.tariff_routes WHERE account_id IS NOT DISTINCT FROM ? AND (valid_from > ? OR valid_to > ?)";
    private static final String REMOVE_LATER =
            "DELETE FROM tariffs.tariff_routes WHERE account_id IS NOT DISTINCT FROM ? AND valid_from > ?";
    private static final String BEGIN = "INSERT INTO tariffs.tariff_routes"
            + " (account_id, operator_id, mcc, mnc, prefix, price_per_sms, currency, valid_from, priority)"
            + " SELECT nullif(?, 0), nullif(operator_id, 0), mcc, mnc, prefix, price, currency, ?, priority"
            + " FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::int[])"
            + " w (operator_id, mcc, mnc, prefix, price, currency, priority) RETURNING " + RateLoader.PRICE;

    private final Transactions transactions;
    private final TariffStore tariffs;

    PriceLists(Transactions transactions, TariffStore tariffs) {
        this.transactions = transactions;
        this.tariffs = tariffs;
    }

    /// What was replaced.
    ///
    /// @param from when it is in force
    /// @param tag of the list that is in force then
    public record Replaced(PriceList.PriceListChange change, Instant from, String tag) {}

    /// The list of an account at a time.
    ///
    /// @param account 0: the common one
    public PriceList at(long account, Instant at) {
        return transactions.run(tx -> at(tx.connection(), account, at));
    }

    private static PriceList at(Connection connection, long account, Instant at) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AT)) {
            setAccount(select, 1, account);
            select.setObject(2, utc(at));
            select.setObject(3, utc(at));
            return PriceList.of(rates(select).stream().map(TariffStore::tariff).toList());
        }
    }

    /// What a list is to replace.
    ///
    /// @param account 0: the common one
    /// @param from null: now
    /// @param withLater whether what begins or ends later is replaced, too
    public record Replacement(long account, Instant from, boolean withLater) {}

    /// @throws RefusedException when prices begin or end later, and are not to be replaced: the list would be
    ///     another one then
    public void checkLater(Replacement where, Instant begin) {
        transactions.run(tx -> {
            checkLater(tx.connection(), where, begin);
            return null;
        });
    }

    private static void checkLater(Connection connection, Replacement where, Instant begin) throws SQLException {
        if (where.withLater) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(LATER)) {
            select.setObject(1, utc(begin));
            setAccount(select, 2, where.account);
            select.setObject(3, utc(begin));
            select.setObject(4, utc(begin));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
                if (first != null) {
                    throw Refusal.of(
                                    Failure.CONFLICT,
                                    "prices of this list begin or end later, first at " + first.toInstant()
                                            + ": let the list begin then, or replace them with replace_later")
                            .exception();
                }
            }
        }
    }

    private static void setAccount(PreparedStatement statement, int at, long account) throws SQLException {
        statement.setObject(at, account == 0 ? null : account, Types.BIGINT);
    }

    /// Puts a list in force from a time on.
    ///
    /// @param tag of the list that it replaces
    /// @throws RefusedException when another list is in force then, or prices begin or end later
    public Replaced replace(Replacement where, List<PriceList.WantedPrice> wanted, String tag) {
        long account = where.account;
        return transactions.run(tx -> {
            Instant begin = lock(tx, where.from);
            checkLater(tx.connection(), where, begin);
            PriceList now = at(tx.connection(), account, begin);
            if (!now.tag().equals(tag)) {
                throw Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "other prices are valid then")
                        .exception();
            }
            PriceList.PriceListChange change = now.to(wanted);
            try (PreparedStatement delete = tx.connection().prepareStatement(REMOVE_LATER)) {
                setAccount(delete, 1, account);
                delete.setObject(2, utc(begin));
                delete.executeUpdate();
            }
            List<Rate> changed = new ArrayList<>(end(tx, change.ended(), begin));
            changed.addAll(begin(tx, account, begin, change.begun()));
            for (Rate each : changed) {
                tariffs.tell(tx, each);
            }
            return new Replaced(
                    change, begin, at(tx.connection(), account, begin).tag());
        });
    }

    /// Nobody else changes prices until the transaction ends.
    ///
    /// @return the time of the database, when `from` is null
    private static Instant lock(Tx tx, Instant from) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            statement.execute("LOCK TABLE tariffs.tariff_routes IN SHARE ROW EXCLUSIVE MODE");
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                row.next();
                return from == null ? row.getObject(1, OffsetDateTime.class).toInstant() : from;
            }
        }
    }

    private static List<Rate> end(Tx tx, List<Long> ids, Instant at) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Object ended = tx.connection().createArrayOf("int8", ids.toArray());
        try (PreparedStatement update = tx.connection().prepareStatement(END);
                PreparedStatement delete = tx.connection().prepareStatement(REMOVE)) {
            update.setObject(1, utc(at));
            update.setObject(2, ended);
            update.setObject(3, utc(at));
            List<Rate> rates = rates(update);
            delete.setObject(1, ended);
            delete.setObject(2, utc(at));
            delete.executeUpdate();
            return rates;
        }
    }

    private static List<Rate> begin(Tx tx, long account, Instant at, List<PriceList.WantedPrice> prices)
            throws SQLException {
        if (prices.isEmpty()) {
            return List.of();
        }
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setLong(1, account);
            insert.setObject(2, utc(at));
            set(connection, insert, 3, "int8", prices, PriceList.WantedPrice::operatorId);
            set(connection, insert, 4, "text", prices, PriceList.WantedPrice::mcc);
            set(connection, insert, 5, "text", prices, PriceList.WantedPrice::mnc);
            set(connection, insert, 6, "text", prices, PriceList.WantedPrice::prefix);
            set(
                    connection,
                    insert,
                    7,
                    "numeric",
                    prices,
                    each -> Money.decimal(each.price().micros()));
            set(connection, insert, 8, "text", prices, each -> each.price().currency());
            set(connection, insert, 9, "int4", prices, PriceList.WantedPrice::priority);
            return rates(insert);
        }
    }

    private static void set(
            Connection connection,
            PreparedStatement statement,
            int at,
            String type,
            List<PriceList.WantedPrice> prices,
            Function<PriceList.WantedPrice, ?> field)
            throws SQLException {
        statement.setArray(
                at, connection.createArrayOf(type, prices.stream().map(field).toArray()));
    }

    private static List<Rate> rates(PreparedStatement statement) throws SQLException {
        List<Rate> rates = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rates.add(RateLoader.rate(rows));
            }
        }
        return rates;
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
