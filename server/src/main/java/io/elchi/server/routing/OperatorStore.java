package io.elchi.server.routing;

import io.elchi.server.config.Config;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.PrefixRange;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/// Operators and routes in PostgreSQL.
public final class OperatorStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Transactions transactions;

    public OperatorStore(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// An operator as its administrators see it.
    ///
    /// @param options those that are not left at their defaults
    public record ConfiguredOperator(Operator operator, Map<String, Object> options, Instant updatedAt) {}

    /// Every operator with its options, by id.
    public List<ConfiguredOperator> configured() {
        return jdbc.sql("SELECT * FROM routing.operators ORDER BY id")
                .query((row, _) -> configured(row))
                .list();
    }

    public Optional<ConfiguredOperator> configured(long id) {
        return jdbc.sql("SELECT * FROM routing.operators WHERE id = ?")
                .param(id)
                .query((row, _) -> configured(row))
                .optional();
    }

    private static ConfiguredOperator configured(ResultSet row) throws SQLException {
        return new ConfiguredOperator(operator(row), LinkStore.options(row), LinkStore.instant(row, "updated_at"));
    }

    /// As [#names], and of what stands for an operator in test messages.
    public Map<Long, String> namesInMessages() {
        Map<Long, String> names = names();
        names.put(RouteCandidate.TEST_OPERATOR, "test");
        return names;
    }

    /// The names of all operators, by id.
    public Map<Long, String> names() {
        Map<Long, String> names = new HashMap<>();
        operators().forEach(operator -> names.put(operator.id(), operator.name()));
        return names;
    }

    /// Every operator, by id.
    public List<Operator> operators() {
        return jdbc.sql("SELECT * FROM routing.operators ORDER BY id")
                .query((row, _) -> operator(row))
                .list();
    }

    public Optional<Operator> operator(long id) {
        return jdbc.sql("SELECT * FROM routing.operators WHERE id = ?")
                .param(id)
                .query((row, _) -> operator(row))
                .optional();
    }

    private static Operator operator(ResultSet row) throws SQLException {
        return new Operator(
                row.getLong("id"),
                row.getString("name"),
                row.getString("mcc"),
                row.getString("mnc"),
                row.getString("smpp_connector_id"),
                row.getString("status").equals("active"),
                new Money(row.getString("currency"), Money.micros(row.getBigDecimal("default_cost"))));
    }

    /// Adds an operator; its id is ignored.
    ///
    /// @param options those that are not left at their defaults; they are checked as [OperatorOptions]
    /// @return the new row's id
    /// @throws io.elchi.server.config.ConfigException when the options cannot be used
    /// @throws io.elchi.server.core.RefusedException when the name is taken
    public long add(Operator operator, Map<String, Object> options) {
        Map<String, Object> set = set(options);
        try {
            return jdbc.sql("INSERT INTO routing.operators (name, mcc, mnc, smpp_connector_id, status, default_cost,"
                            + " currency, options) VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb) RETURNING id")
                    .param(operator.name())
                    .param(operator.mcc())
                    .param(operator.mnc())
                    .param(operator.connectorId())
                    .param(status(operator.active()))
                    .param(Money.decimal(operator.defaultCost().micros()))
                    .param(operator.defaultCost().currency())
                    .param(JSON.writeValueAsString(set))
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw Refusal.ofField(Failure.CONFLICT, "name", "there is an operator with this name")
                    .exception();
        }
    }

    /// Those that are not null, checked.
    private static Map<String, Object> set(Map<String, Object> options) {
        Map<String, Object> set = new HashMap<>(options);
        set.values().removeIf(Objects::isNull);
        Config.record("options", OperatorOptions.class, set);
        return set;
    }

    static String status(boolean active) {
        return active ? "active" : "suspended";
    }

    /// A change of an operator; null keeps the current value.
    ///
    /// @param weight of all its routes
    /// @param options the options that change; one that is null goes back to its default
    public record OperatorChange(
            Boolean active, Money defaultCost, String connectorId, Integer weight, Map<String, Object> options) {}

    /// Changes an operator.
    ///
    /// @param at the time of its last change, when it has to be the one that somebody saw; null: whatever it is
    /// @return false when there is no such operator, or it was changed since
    /// @throws io.elchi.server.config.ConfigException when the options cannot be used
    public boolean change(long operatorId, OperatorChange change, Instant at) {
        set(change.options());
        Money cost = change.defaultCost();
        OffsetDateTime utc = at == null ? null : at.atOffset(ZoneOffset.UTC);
        // One statement, so that nobody sees half of it.
        return jdbc.sql("WITH weighed AS (UPDATE routing.routes SET weight = ?, updated_at = now()"
                                + " WHERE operator_id = ? AND ?::int IS NOT NULL AND EXISTS (SELECT FROM routing.operators o"
                                + " WHERE o.id = operator_id AND (?::timestamptz IS NULL OR o.updated_at = ?)))"
                                + " UPDATE routing.operators SET status = coalesce(?, status),"
                                + " default_cost = coalesce(?, default_cost), currency = coalesce(?, currency),"
                                + " smpp_connector_id = coalesce(?, smpp_connector_id),"
                                + " options = jsonb_strip_nulls(options || ?::jsonb), updated_at = clock_timestamp()"
                                + " WHERE id = ? AND (?::timestamptz IS NULL OR updated_at = ?)")
                        .param(change.weight())
                        .param(operatorId)
                        .param(change.weight())
                        .param(utc)
                        .param(utc)
                        .param(change.active() == null ? null : status(change.active()))
                        .param(cost == null ? null : Money.decimal(cost.micros()))
                        .param(cost == null ? null : cost.currency())
                        .param(change.connectorId())
                        .param(JSON.writeValueAsString(change.options()))
                        .param(operatorId)
                        .param(utc)
                        .param(utc)
                        .update()
                > 0;
    }

    /// Suspends or activates; false when there is no such operator.
    public boolean setActive(long operatorId, boolean active) {
        return change(operatorId, new OperatorChange(active, null, null, null, Map.of()), null);
    }

    /// Holds an operator, or releases it; one that is held already stays so since then.
    ///
    /// @return false when there is no such operator
    public boolean hold(long operatorId, boolean held) {
        return jdbc.sql("UPDATE routing.operators SET held_at = CASE WHEN ? THEN coalesce(held_at, now()) END,"
                                + " updated_at = now() WHERE id = ?")
                        .params(held, operatorId)
                        .update()
                > 0;
    }

    /// Since when operators are held, by id.
    public Map<Long, Instant> held() {
        Map<Long, Instant> held = new HashMap<>();
        jdbc.sql("SELECT id, held_at FROM routing.operators WHERE held_at IS NOT NULL")
                .query((row, _) -> held.put(
                        row.getLong("id"),
                        row.getObject("held_at", OffsetDateTime.class).toInstant()))
                .list();
        return held;
    }

    /// Every route, by id.
    public List<Route> routes() {
        return jdbc.sql("SELECT * FROM routing.routes ORDER BY id")
                .query((row, _) -> route(row))
                .list();
    }

    /// Routes by id.
    ///
    /// @param accountId only its own; 0: the common ones; null: all
    /// @param operatorId only to this operator; 0: all
    /// @param cursor of the page before; null: from the first
    public Page<Route> routes(Long accountId, long operatorId, String cursor, int limit) {
        List<Route> found = jdbc.sql("SELECT * FROM routing.routes WHERE id > ?"
                        + " AND (?::bigint IS NULL OR coalesce(account_id, 0) = ?)"
                        + " AND (? = 0 OR operator_id = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), accountId, accountId, operatorId, operatorId, limit + 1)
                .query((row, _) -> route(row))
                .list();
        return Page.of(found, limit, Route::id);
    }

    public Optional<Route> route(long id) {
        return jdbc.sql("SELECT * FROM routing.routes WHERE id = ?")
                .param(id)
                .query((row, _) -> route(row))
                .optional();
    }

    /// Routes whose prefix begins with these digits.
    public List<Route> routesWithPrefix(String digits, int most) {
        PrefixRange range = PrefixRange.of(digits);
        return jdbc.sql("SELECT * FROM routing.routes WHERE prefix ~>=~ ? AND prefix ~<~ ?"
                        + " ORDER BY prefix, id LIMIT ?")
                .params(range.first(), range.end(), most)
                .query((row, _) -> route(row))
                .list();
    }

    private static Route route(ResultSet row) throws SQLException {
        return new Route(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                row.getString("mcc"),
                row.getString("mnc"),
                row.getString("prefix"),
                row.getInt("priority"),
                row.getInt("weight"),
                row.getString("status").equals("active"),
                row.getBoolean("allow_loss"),
                row.getString("tag"));
    }

    /// Adds a route; its id is ignored.
    ///
    /// @return the new row's id
    /// @throws io.elchi.server.core.RefusedException when there is no such operator, or are too many tags
    public long add(Route route) {
        if (route.tag() == null) {
            return insert(jdbc, route);
        }
        return transactions.run(tx -> {
            RouteTags.lock(tx);
            JdbcClient in = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            long id = insert(in, route);
            RouteTags.check(in);
            return id;
        });
    }

    private static long insert(JdbcClient in, Route route) {
        try {
            return in.sql("INSERT INTO routing.routes (account_id, operator_id, mcc, mnc, prefix, priority, weight,"
                            + " status, allow_loss, tag) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")
                    .param(route.accountId() == 0 ? null : route.accountId())
                    .param(route.operatorId())
                    .param(route.mcc())
                    .param(route.mnc())
                    .param(route.prefix())
                    .param(route.priority())
                    .param(route.weight())
                    .param(status(route.active()))
                    .param(route.allowLoss())
                    .param(route.tag())
                    .query(Long.class)
                    .single();
        } catch (DataIntegrityViolationException e) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "operator_id", "there is no such operator")
                    .exception();
        }
    }

    /// A change of a route; null keeps the current value.
    public record RouteChange(Integer priority, Integer weight, Boolean active, Boolean allowLoss) {}

    /// Changes a route; false when there is no such route.
    public boolean changeRoute(long routeId, RouteChange change) {
        return jdbc.sql("UPDATE routing.routes SET priority = coalesce(?, priority), weight = coalesce(?, weight),"
                                + " status = coalesce(?, status), allow_loss = coalesce(?, allow_loss),"
                                + " updated_at = now() WHERE id = ?")
                        .param(change.priority())
                        .param(change.weight())
                        .param(change.active() == null ? null : status(change.active()))
                        .param(change.allowLoss())
                        .param(routeId)
                        .update()
                > 0;
    }

    /// Takes a route away; false when there is no such route.
    public boolean removeRoute(long routeId) {
        return jdbc.sql("DELETE FROM routing.routes WHERE id = ?")
                        .param(routeId)
                        .update()
                > 0;
    }
}
