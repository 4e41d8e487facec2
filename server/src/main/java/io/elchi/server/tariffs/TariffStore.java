package io.elchi.server.tariffs;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Money;
import io.elchi.server.db.Notifications;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Prices and costs in PostgreSQL.
public final class TariffStore {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Notifications notifications;

    public TariffStore(JdbcClient jdbc, Clock clock, Notifications notifications) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.notifications = notifications;
    }

    /// A price as people see it.
    ///
    /// @param accountId 0: for all
    /// @param operatorId 0: for all
    /// @param price of a part
    /// @param validFrom null: now
    /// @param validTo null: for ever
    public record Tariff(
            long id,
            long accountId,
            long operatorId,
            String mcc,
            String mnc,
            String prefix,
            Money price,
            Instant validFrom,
            Instant validTo,
            int priority) {}

    /// All that is valid now.
    public PriceBook book() {
        List<Rate> prices = jdbc.sql("SELECT id, account_id, operator_id, mcc, mnc, prefix, price_per_sms AS amount,"
                        + " currency, valid_from, valid_to, priority FROM tariffs.tariff_routes")
                .query((row, _) -> rate(row))
                .list();
        List<Rate> costs = jdbc.sql("SELECT id, NULL::bigint AS account_id, operator_id, mcc, mnc, prefix,"
                        + " cost_per_sms AS amount, currency, valid_from, valid_to, priority"
                        + " FROM tariffs.operator_costs")
                .query((row, _) -> rate(row))
                .list();
        Map<String, BigDecimal> exchange = new HashMap<>();
        jdbc.sql("SELECT base, quote, rate FROM tariffs.exchange_rates")
                .query((row, _) -> exchange.put(row.getString(1) + row.getString(2), row.getBigDecimal(3)))
                .list();
        return new PriceBook(prices, costs, exchange, clock.now());
    }

    /// Runs the task whenever a price, a cost or an exchange rate changed, and once soon.
    public void onChange(Runnable task) {
        notifications.on("tariffs", task);
    }

    private static Rate rate(ResultSet row) throws SQLException {
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

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// Adds a price; its id is ignored.
    ///
    /// @return the new row's id
    public long add(Tariff tariff) {
        return jdbc.sql("INSERT INTO tariffs.tariff_routes (account_id, operator_id, mcc, mnc, prefix, price_per_sms,"
                        + " currency, valid_from, valid_to, priority)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, coalesce(?, now()), ?, ?) RETURNING id")
                .param(orNull(tariff.accountId()))
                .param(orNull(tariff.operatorId()))
                .param(tariff.mcc())
                .param(tariff.mnc())
                .param(tariff.prefix())
                .param(Money.decimal(tariff.price().micros()))
                .param(tariff.price().currency())
                .param(utc(tariff.validFrom()))
                .param(utc(tariff.validTo()))
                .param(tariff.priority())
                .query(Long.class)
                .single();
    }

    private static Long orNull(long id) {
        return id == 0 ? null : id;
    }

    private static OffsetDateTime utc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /// Ends a price now; false when there is none that is valid.
    public boolean end(long id) {
        return jdbc.sql("UPDATE tariffs.tariff_routes SET valid_to = now(), updated_at = now()"
                                + " WHERE id = ? AND valid_from < now() AND (valid_to IS NULL OR valid_to > now())")
                        .param(id)
                        .update()
                > 0;
    }

    /// Prices of an account, the common ones (0), or all (-1), newest first.
    public List<Tariff> list(long accountId, int limit) {
        return jdbc.sql("SELECT id, account_id, operator_id, mcc, mnc, prefix, price_per_sms AS amount, currency,"
                        + " valid_from, valid_to, priority FROM tariffs.tariff_routes"
                        + " WHERE ? < 0 OR coalesce(account_id, 0) = ? ORDER BY id DESC LIMIT ?")
                .params(accountId, accountId, limit)
                .query((row, _) -> tariff(rate(row)))
                .list();
    }

    private static Tariff tariff(Rate rate) {
        return new Tariff(
                rate.id(),
                rate.accountId(),
                rate.operatorId(),
                rate.mcc(),
                rate.mnc(),
                rate.prefix(),
                new Money(rate.currency(), rate.micros()),
                rate.validFrom(),
                rate.validTo(),
                rate.priority());
    }
}
