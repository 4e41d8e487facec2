package io.elchi.server.tariffs;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.db.Notifications;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Prices and costs in PostgreSQL.
public final class TariffStore {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final AccountEvents events;
    private final Clock clock;
    private final Notifications notifications;
    private final RateLoader rates = new RateLoader();
    private boolean following;

    public TariffStore(
            JdbcClient jdbc,
            Transactions transactions,
            AccountEvents events,
            Clock clock,
            Notifications notifications) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
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

    /// A cost as people see it; the same, but for one operator.
    public record Cost(
            long id,
            long operatorId,
            String mcc,
            String mnc,
            String prefix,
            Money cost,
            Instant validFrom,
            Instant validTo,
            int priority) {}

    /// One unit of `base` in units of `quote`.
    public record ExchangeRate(String base, String quote, BigDecimal rate, Instant updatedAt) {}

    /// All that is valid now, from memory. The first call loads everything; then changes are followed.
    public PriceBook book() {
        follow();
        return rates.book(clock.now());
    }

    /// All that is valid at a time, by the rows of now: a row that was added later for an earlier time counts.
    /// Exchange
    /// rates are those of now.
    public PriceBook book(Instant at) {
        follow();
        return rates.book(at);
    }

    private synchronized void follow() {
        if (!following) {
            notifications.follow("tariffs", rates);
            following = true;
        }
    }

    /// Runs the task whenever a price, a cost or an exchange rate changed, and once soon.
    public void onChange(Runnable task) {
        notifications.on("tariffs", task);
    }

    /// Adds a price; its id is ignored.
    ///
    /// @return the new row's id
    public long add(Tariff tariff) {
        return transactions.run(tx -> {
            Rate added = add(in(tx), tariff);
            tell(tx, added);
            return added.id();
        });
    }

    private static JdbcClient in(Tx tx) {
        return JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
    }

    /// A price that an account does not have for itself alone is nobody's event.
    void tell(Tx tx, Rate price) throws SQLException {
        if (price.accountId() == 0) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("mcc", price.mcc());
        data.put("mnc", price.mnc());
        data.put("prefix", price.prefix());
        data.put(
                "price", Map.of("amount", Money.decimal(price.micros()).toPlainString(), "currency", price.currency()));
        data.put("valid_from", price.validFrom().toString());
        data.put("valid_to", price.validTo() == null ? null : price.validTo().toString());
        events.append(tx, price.accountId(), EventType.PRICE_CHANGED, data);
    }

    private static Rate add(JdbcClient client, Tariff tariff) {
        return client.sql("INSERT INTO tariffs.tariff_routes (account_id, operator_id, mcc, mnc, prefix, price_per_sms,"
                        + " currency, valid_from, valid_to, priority)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, coalesce(?, now()), ?, ?) RETURNING " + RateLoader.PRICE)
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
                .query((row, _) -> RateLoader.rate(row))
                .single();
    }

    private static Long orNull(long id) {
        return id == 0 ? null : id;
    }

    private static OffsetDateTime utc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /// Ends a price now, or takes it away when it was to begin later; false when there is none that is valid
    /// or will be.
    public boolean end(long id) {
        return transactions.run(tx -> {
            Optional<Rate> ended = in(tx).sql("UPDATE tariffs.tariff_routes SET valid_to = now(), updated_at = now()"
                            + " WHERE id = ? AND valid_from < now() AND (valid_to IS NULL OR valid_to > now())"
                            + " RETURNING " + RateLoader.PRICE)
                    .param(id)
                    .query((row, _) -> RateLoader.rate(row))
                    .optional();
            if (ended.isPresent()) {
                tell(tx, ended.get());
                return true;
            }
            return in(tx).sql("DELETE FROM tariffs.tariff_routes WHERE id = ? AND valid_from >= now()")
                            .param(id)
                            .update()
                    > 0;
        });
    }

    /// Ends a cost, likewise: from then on the operator's default cost counts, or a more common one.
    public boolean endCost(long id) {
        boolean ended = jdbc.sql("UPDATE tariffs.operator_costs SET valid_to = now(), updated_at = now()"
                                + " WHERE id = ? AND valid_from < now() AND (valid_to IS NULL OR valid_to > now())")
                        .param(id)
                        .update()
                > 0;
        return ended
                || jdbc.sql("DELETE FROM tariffs.operator_costs WHERE id = ? AND valid_from >= now()")
                                .param(id)
                                .update()
                        > 0;
    }

    /// Prices, newest first.
    ///
    /// @param accountId only its own; 0: the common ones; null: all
    /// @param ended also those that have ended
    /// @param cursor of the page before; null: from the newest
    public Page<Tariff> tariffs(Long accountId, boolean ended, String cursor, int limit) {
        List<Tariff> found = jdbc.sql("SELECT id, account_id, operator_id, mcc, mnc, prefix, price_per_sms AS amount,"
                        + " currency, valid_from, valid_to, priority FROM tariffs.tariff_routes"
                        + " WHERE id < ? AND (?::bigint IS NULL OR coalesce(account_id, 0) = ?)"
                        + " AND (? OR valid_to IS NULL OR valid_to > now()) ORDER BY id DESC LIMIT ?")
                .params(Page.id(cursor, Long.MAX_VALUE), accountId, accountId, ended, limit + 1)
                .query((row, _) -> tariff(RateLoader.rate(row)))
                .list();
        return Page.of(found, limit, Tariff::id);
    }

    public Optional<Tariff> tariff(long id) {
        return jdbc.sql("SELECT id, account_id, operator_id, mcc, mnc, prefix, price_per_sms AS amount,"
                        + " currency, valid_from, valid_to, priority FROM tariffs.tariff_routes WHERE id = ?")
                .param(id)
                .query((row, _) -> tariff(RateLoader.rate(row)))
                .optional();
    }

    /// From its beginning on, this is the operator's cost for these numbers: one for the same that is valid then
    /// ends. The id is ignored.
    ///
    /// @return the new row's id
    public long put(Cost cost) {
        OffsetDateTime from = utc(cost.validFrom());
        // Columns after the CTE's: the same key, the new row.
        return jdbc.sql("WITH wanted AS (SELECT ?::bigint AS operator_id, ?::text AS mcc, ?::text AS mnc,"
                        + " ?::text AS prefix, ?::numeric AS cost, ?::text AS currency,"
                        + " coalesce(?::timestamptz, now()) AS valid_from, ?::timestamptz AS valid_to, ?::int AS priority),"
                        + " ended AS (UPDATE tariffs.operator_costs c SET valid_to = w.valid_from, updated_at = now()"
                        + " FROM wanted w WHERE c.operator_id = w.operator_id AND c.mcc IS NOT DISTINCT FROM w.mcc"
                        + " AND c.mnc IS NOT DISTINCT FROM w.mnc AND c.prefix IS NOT DISTINCT FROM w.prefix"
                        + " AND c.valid_from < w.valid_from AND (c.valid_to IS NULL OR c.valid_to > w.valid_from))"
                        + " INSERT INTO tariffs.operator_costs (operator_id, mcc, mnc, prefix, cost_per_sms, currency,"
                        + " valid_from, valid_to, priority) SELECT * FROM wanted RETURNING id")
                .param(cost.operatorId())
                .param(cost.mcc())
                .param(cost.mnc())
                .param(cost.prefix())
                .param(Money.decimal(cost.cost().micros()))
                .param(cost.cost().currency())
                .param(from)
                .param(utc(cost.validTo()))
                .param(cost.priority())
                .query(Long.class)
                .single();
    }

    /// Costs, newest first.
    ///
    /// @param operatorId only of this operator; 0: of all
    /// @param ended also those that have ended
    /// @param cursor of the page before; null: from the newest
    public Page<Cost> costs(long operatorId, boolean ended, String cursor, int limit) {
        List<Cost> found = jdbc.sql("SELECT id, NULL::bigint AS account_id, operator_id, mcc, mnc, prefix,"
                        + " cost_per_sms AS amount, currency, valid_from, valid_to, priority"
                        + " FROM tariffs.operator_costs WHERE id < ? AND (? = 0 OR operator_id = ?)"
                        + " AND (? OR valid_to IS NULL OR valid_to > now()) ORDER BY id DESC LIMIT ?")
                .params(Page.id(cursor, Long.MAX_VALUE), operatorId, operatorId, ended, limit + 1)
                .query((row, _) -> cost(RateLoader.rate(row)))
                .list();
        return Page.of(found, limit, Cost::id);
    }

    public Optional<Cost> cost(long id) {
        return jdbc.sql("SELECT id, NULL::bigint AS account_id, operator_id, mcc, mnc, prefix, cost_per_sms AS amount,"
                        + " currency, valid_from, valid_to, priority FROM tariffs.operator_costs WHERE id = ?")
                .param(id)
                .query((row, _) -> cost(RateLoader.rate(row)))
                .optional();
    }

    private static Cost cost(Rate rate) {
        return new Cost(
                rate.id(),
                rate.operatorId(),
                rate.mcc(),
                rate.mnc(),
                rate.prefix(),
                new Money(rate.currency(), rate.micros()),
                rate.validFrom(),
                rate.validTo(),
                rate.priority());
    }

    /// Sets what a unit of `base` is worth.
    public void put(String base, String quote, BigDecimal rate) {
        jdbc.sql("INSERT INTO tariffs.exchange_rates (base, quote, rate) VALUES (?, ?, ?)"
                        + " ON CONFLICT (base, quote) DO UPDATE SET rate = excluded.rate, updated_at = now()")
                .params(base, quote, rate)
                .update();
    }

    /// Every exchange rate, in order.
    public List<ExchangeRate> exchangeRates() {
        return jdbc.sql("SELECT base, quote, rate, updated_at FROM tariffs.exchange_rates ORDER BY base, quote")
                .query((row, _) -> new ExchangeRate(
                        row.getString(1),
                        row.getString(2),
                        row.getBigDecimal(3),
                        RateLoader.instant(row, "updated_at")))
                .list();
    }

    static Tariff tariff(Rate rate) {
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
