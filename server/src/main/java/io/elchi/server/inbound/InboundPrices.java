package io.elchi.server.inbound;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Notifications;
import io.elchi.server.db.SeenChange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Prices and costs of messages from handsets, in PostgreSQL and in memory.
public final class InboundPrices {
    /// Prices, and costs, at most.
    public static final int MOST = 10_000;

    private static final String SELECT_PRICES = "SELECT " + InboundPriceFollower.PRICES + " FROM inbound.prices";
    private static final String SELECT_COSTS = "SELECT " + InboundPriceFollower.COSTS + " FROM inbound.costs";

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final SeenChange seen = new SeenChange();
    private volatile Loaded loaded = new Loaded(InboundPriceBook.EMPTY, Map.of());

    /// @param versions of prices by id
    private record Loaded(InboundPriceBook book, Map<Long, Long> versions) {}

    /// @param reads for people who look
    InboundPrices(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    void follow(Notifications notifications) {
        notifications.follow("inbound", new InboundPriceFollower((prices, costs) -> {
            Map<Long, Long> versions = new HashMap<>();
            prices.forEach(price -> versions.put(price.id(), price.version()));
            loaded = new Loaded(new InboundPriceBook(prices, costs), versions);
            seen.changed();
        }));
    }

    InboundPriceBook book() {
        return loaded.book;
    }

    /// Adds a price, for the next message on. Its id, version and times are ignored.
    ///
    /// @throws RefusedException when there is one for the same, or there are too many
    public InboundPrice add(InboundPrice price) {
        return seen(unique(() -> jdbc.sql("INSERT INTO inbound.prices (account_id, number, operator_id, unit, price,"
                                + " currency) SELECT ?::bigint, ?::text, ?::bigint, ?::text, ?::numeric, ?::text"
                                + " WHERE (SELECT count(*) FROM inbound.prices) < ? RETURNING "
                                + InboundPriceFollower.PRICES)
                        .params(Arrays.asList(
                                orNull(price.accountId()),
                                price.number(),
                                orNull(price.operatorId()),
                                unit(price.perPart()),
                                Money.decimal(price.price().micros()),
                                price.price().currency(),
                                MOST))
                        .query((row, _) -> InboundPriceFollower.price(row))
                        .optional())
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "there may be " + MOST + " prices")
                        .exception()));
    }

    /// Makes the next version, for the next message on.
    ///
    /// @param price its version is the one that the change is for
    /// @throws RefusedException when there is no such price, it has another version, or there is one for the same
    public InboundPrice change(InboundPrice price) {
        return seen(unique(() -> jdbc.sql("UPDATE inbound.prices SET account_id = ?, number = ?, operator_id = ?,"
                                + " unit = ?, price = ?, currency = ?, version = version + 1, updated_at = now()"
                                + " WHERE id = ? AND version = ? RETURNING " + InboundPriceFollower.PRICES)
                        .params(Arrays.asList(
                                orNull(price.accountId()),
                                price.number(),
                                orNull(price.operatorId()),
                                unit(price.perPart()),
                                Money.decimal(price.price().micros()),
                                price.price().currency(),
                                price.id(),
                                price.version()))
                        .query((row, _) -> InboundPriceFollower.price(row))
                        .optional())
                .orElseThrow(() -> otherVersion(price.id())));
    }

    /// Removes a price, for the next message on.
    ///
    /// @throws RefusedException when there is no such price, or it has another version
    public void remove(long id, long version) {
        int removed = jdbc.sql("DELETE FROM inbound.prices WHERE id = ? AND version = ?")
                .params(id, version)
                .update();
        if (removed == 0) {
            throw otherVersion(id);
        }
        seen.await(() -> !loaded.versions.containsKey(id));
    }

    private InboundPrice seen(InboundPrice price) {
        seen.await(() -> loaded.versions.getOrDefault(price.id(), 0L) >= price.version());
        return price;
    }

    private RefusedException otherVersion(long id) {
        return jdbc.sql("SELECT version FROM inbound.prices WHERE id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .map(now -> Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the price is in version " + now))
                .orElseGet(() -> Refusal.of(Failure.NOT_FOUND, "there is no price " + id))
                .exception();
    }

    private static <T> T unique(Supplier<T> write) {
        try {
            return write.get();
        } catch (DuplicateKeyException ignored) {
            throw Refusal.of(Failure.CONFLICT, "there is a price for the same account, number, operator and currency")
                    .exception();
        }
    }

    public Optional<InboundPrice> find(long id) {
        return reads.sql(SELECT_PRICES + " WHERE id = ?")
                .param(id)
                .query((row, _) -> InboundPriceFollower.price(row))
                .optional();
    }

    /// Prices by id.
    ///
    /// @param accountId only its own; 0: the common ones; null: all
    /// @param number only those of it; null: all
    /// @param cursor of the page before; null: from the first
    public Page<InboundPrice> list(Long accountId, String number, String cursor, int limit) {
        List<InboundPrice> found = reads.sql(SELECT_PRICES + " WHERE id > ?"
                        + " AND (?::bigint IS NULL OR coalesce(account_id, 0) = ?)"
                        + " AND (?::text IS NULL OR number = ?) ORDER BY id LIMIT ?")
                .params(Arrays.asList(Page.id(cursor, 0), accountId, accountId, number, number, limit + 1))
                .query((row, _) -> InboundPriceFollower.price(row))
                .list();
        return Page.of(found, limit, InboundPrice::id);
    }

    /// From the next message on, this is what the operator gets for the number. Id, version and times are ignored.
    ///
    /// @throws RefusedException when there are too many
    public InboundCost put(InboundCost cost) {
        return jdbc.sql("INSERT INTO inbound.costs AS c (operator_id, number, unit, cost, currency)"
                        + " SELECT ?::bigint, ?::text, ?::text, ?::numeric, ?::text"
                        + " WHERE (SELECT count(*) FROM inbound.costs) < ? ON CONFLICT (operator_id, number)"
                        + " DO UPDATE SET unit = excluded.unit, cost = excluded.cost, currency = excluded.currency,"
                        + " version = c.version + 1, updated_at = now() RETURNING " + InboundPriceFollower.COSTS)
                .params(Arrays.asList(
                        cost.operatorId(),
                        cost.number(),
                        unit(cost.perPart()),
                        Money.decimal(cost.cost().micros()),
                        cost.cost().currency(),
                        MOST))
                .query((row, _) -> InboundPriceFollower.cost(row))
                .optional()
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "there may be " + MOST + " costs")
                        .exception());
    }

    /// Costs by id.
    ///
    /// @param operatorId only of this operator; 0: of all
    /// @param cursor of the page before; null: from the first
    public Page<InboundCost> costs(long operatorId, String cursor, int limit) {
        List<InboundCost> found = reads.sql(
                        SELECT_COSTS + " WHERE id > ? AND (? = 0 OR operator_id = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), operatorId, operatorId, limit + 1)
                .query((row, _) -> InboundPriceFollower.cost(row))
                .list();
        return Page.of(found, limit, InboundCost::id);
    }

    /// Removes a cost, for the next message on; false when there is none.
    public boolean removeCost(long id) {
        return jdbc.sql("DELETE FROM inbound.costs WHERE id = ?").param(id).update() > 0;
    }

    public Optional<InboundCost> cost(long id) {
        return reads.sql(SELECT_COSTS + " WHERE id = ?")
                .param(id)
                .query((row, _) -> InboundPriceFollower.cost(row))
                .optional();
    }

    private static Long orNull(long id) {
        return id == 0 ? null : id;
    }

    private static String unit(boolean perPart) {
        return perPart ? "part" : "message";
    }
}
