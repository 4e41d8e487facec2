package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The versions of the routes, which triggers write, and changes of many routes at once. The current version is
/// the last one; such a change names it, and is refused when the routes were changed meanwhile.
public final class RouteHistory {
    private static final String VERSIONS = "SELECT v.n, v.at, v.actor, v.restored,"
            + " count(c.route_id) FILTER (WHERE c.before IS NULL AND c.after IS NOT NULL) AS added,"
            + " count(c.route_id) FILTER (WHERE c.before IS NOT NULL AND c.after IS NULL) AS removed,"
            + " count(c.route_id) FILTER (WHERE c.before <> c.after) AS changed"
            + " FROM (SELECT * FROM routing.route_versions WHERE %s ORDER BY n DESC LIMIT ?) v"
            + " LEFT JOIN routing.route_changes c ON c.version = v.n"
            + " GROUP BY v.n, v.at, v.actor, v.restored ORDER BY v.n DESC";
    /// The routes that a version had otherwise than the current one has, as they were.
    private static final String THEN = "SELECT DISTINCT ON (route_id) route_id, before FROM routing.route_changes"
            + " WHERE version > ? ORDER BY route_id, version";
    private static final String ROUTE_COLUMNS =
            "id, account_id, operator_id, mcc, mnc, prefix, priority, weight, status, allow_loss, tag";

    private final JdbcClient jdbc;
    private final Transactions transactions;

    public RouteHistory(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// A version of the routes, with what made it.
    ///
    /// @param actor JSON: who, and why
    /// @param restored the version that it is equal to; null: it was another change
    public record RouteVersion(long n, Instant at, String actor, Long restored, int added, int changed, int removed) {}

    /// A route that differs between two versions.
    ///
    /// @param before null: it was not there
    /// @param after null: it is not there
    public record RouteDifference(long routeId, Route before, Route after) {}

    /// The current version.
    public long current() {
        return current(jdbc);
    }

    /// The newest first.
    public Page<RouteVersion> versions(String cursor, int limit) {
        List<RouteVersion> found = jdbc.sql(VERSIONS.formatted("n < ?"))
                .params(Page.id(cursor, Long.MAX_VALUE), limit + 1)
                .query((row, _) -> version(row))
                .list();
        return Page.of(found, limit, RouteVersion::n);
    }

    public Optional<RouteVersion> version(long n) {
        return jdbc.sql(VERSIONS.formatted("n = ?"))
                .params(n, 1)
                .query((row, _) -> version(row))
                .optional();
    }

    private static RouteVersion version(ResultSet row) throws SQLException {
        return new RouteVersion(
                row.getLong("n"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getObject("restored", Long.class),
                row.getInt("added"),
                row.getInt("changed"),
                row.getInt("removed"));
    }

    /// What made a version, by route.
    public List<RouteDifference> changes(long n, int most) {
        return jdbc.sql("SELECT route_id, before, after FROM routing.route_changes"
                        + " WHERE version = ? AND before IS DISTINCT FROM after ORDER BY route_id LIMIT ?")
                .params(n, most)
                .query((row, _) -> difference(row))
                .list();
    }

    /// The version that was the current one at a time; empty before versions began.
    public OptionalLong versionAt(Instant time) {
        return jdbc.sql("SELECT n FROM routing.route_versions WHERE at <= ? ORDER BY n DESC LIMIT 1")
                .param(time.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /// The routes of a version, by id.
    public List<Route> routes(long n) {
        return jdbc.sql("SELECT route FROM (SELECT coalesce(t.route_id, r.id) AS id, CASE WHEN t.route_id IS NULL"
                        + " THEN to_jsonb(r) ELSE t.before END AS route FROM routing.routes r"
                        + " FULL JOIN (" + THEN + ") t ON t.route_id = r.id) a WHERE route IS NOT NULL ORDER BY id")
                .param(n)
                .query((row, _) -> route(row.getString("route")))
                .list();
    }

    /// What would change if the version became the current one, by route.
    public List<RouteDifference> restoration(long n, int most) {
        return jdbc.sql(
                        "SELECT t.route_id, to_jsonb(r) - '{created_at,updated_at}'::text[] AS before, t.before AS after"
                                + " FROM (" + THEN + ") t LEFT JOIN routing.routes r ON r.id = t.route_id"
                                // A column that came later is missing in older versions.
                                + " WHERE jsonb_strip_nulls(t.before) IS DISTINCT FROM"
                                + " jsonb_strip_nulls(to_jsonb(r) - '{created_at,updated_at}'::text[])"
                                + " ORDER BY t.route_id LIMIT ?")
                .params(n, most)
                .query((row, _) -> difference(row))
                .list();
    }

    private static RouteDifference difference(ResultSet row) throws SQLException {
        return new RouteDifference(
                row.getLong("route_id"), route(row.getString("before")), route(row.getString("after")));
    }

    private static Route route(String json) {
        if (json == null) {
            return null;
        }
        JsonNode row = JsonMapper.shared().readTree(json);
        return new Route(
                row.path("id").asLong(),
                row.path("account_id").asLong(0),
                row.path("operator_id").asLong(),
                row.path("mcc").asString(null),
                row.path("mnc").asString(null),
                row.path("prefix").asString(null),
                row.path("priority").asInt(),
                row.path("weight").asInt(),
                row.path("status").asString("").equals("active"),
                row.path("allow_loss").asBoolean(),
                row.path("tag").asString(null));
    }

    /// Makes an earlier version the current one again: as a new version, with the old ids.
    ///
    /// @param expected the version that is the current one
    /// @return the current version now
    /// @throws RefusedException when another one is the current one, there is no such version, or too many tags
    public long restore(long n, long expected) {
        return transactions.run(tx -> {
            JdbcClient client = alone(tx, expected);
            if (n < 1 || n > expected) {
                throw Refusal.of(Failure.NOT_FOUND, "there is no version " + n).exception();
            }
            client.sql("DELETE FROM routing.routes r USING (" + THEN + ") t"
                            + " WHERE r.id = t.route_id AND t.before IS NULL")
                    .param(n)
                    .update();
            client.sql("INSERT INTO routing.routes (" + ROUTE_COLUMNS + ")"
                            + " SELECT w.id, w.account_id, w.operator_id, w.mcc, w.mnc, w.prefix, w.priority, w.weight,"
                            + " w.status, w.allow_loss, w.tag FROM (" + THEN + ") t,"
                            + " jsonb_populate_record(NULL::routing.routes, t.before) w WHERE t.before IS NOT NULL"
                            + " ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id,"
                            + " operator_id = excluded.operator_id, mcc = excluded.mcc, mnc = excluded.mnc,"
                            + " prefix = excluded.prefix, priority = excluded.priority, weight = excluded.weight,"
                            + " status = excluded.status, allow_loss = excluded.allow_loss, tag = excluded.tag,"
                            + " updated_at = now()")
                    .param(n)
                    .update();
            RouteTags.check(client);
            client.sql("UPDATE routing.route_versions SET restored = ? WHERE n > ?")
                    .params(n, expected)
                    .update();
            return current(client);
        });
    }

    /// Adds, changes and removes routes.
    ///
    /// @param added their ids are ignored
    /// @param changed by id
    /// @param removed ids
    /// @param expected the version that is the current one
    /// @return the current version now
    /// @throws RefusedException when another one is the current one, or there are too many tags then
    public long apply(List<Route> added, List<Route> changed, Collection<Long> removed, long expected) {
        return transactions.run(tx -> {
            JdbcClient client = alone(tx, expected);
            client.sql("DELETE FROM routing.routes WHERE id = ANY (?::bigint[])")
                    .param(removed.toArray(Long[]::new))
                    .update();
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE routing.routes r SET priority = c.priority, weight = c.weight,"
                            + " status = c.status, allow_loss = c.allow_loss, updated_at = now()"
                            + " FROM unnest(?::bigint[], ?::int[], ?::int[], ?::text[], ?::boolean[])"
                            + " c (id, priority, weight, status, allow_loss) WHERE r.id = c.id")) {
                set(tx, update, 1, "int8", changed.stream().map(Route::id).toArray());
                setOrder(tx, update, 2, changed);
                update.executeUpdate();
            }
            try (PreparedStatement insert = tx.connection()
                    .prepareStatement("INSERT INTO routing.routes (account_id, operator_id, mcc, mnc, prefix, priority,"
                            + " weight, status, allow_loss, tag) SELECT nullif(account_id, 0), operator_id, mcc, mnc,"
                            + " prefix, priority, weight, status, allow_loss, tag FROM unnest(?::bigint[], ?::bigint[],"
                            + " ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::text[], ?::boolean[], ?::text[])"
                            + " WITH ORDINALITY a (account_id, operator_id, mcc, mnc, prefix, priority, weight, status,"
                            + " allow_loss, tag, i) ORDER BY i")) {
                set(tx, insert, 1, "int8", added.stream().map(Route::accountId).toArray());
                set(tx, insert, 2, "int8", added.stream().map(Route::operatorId).toArray());
                set(tx, insert, 3, "text", added.stream().map(Route::mcc).toArray());
                set(tx, insert, 4, "text", added.stream().map(Route::mnc).toArray());
                set(tx, insert, 5, "text", added.stream().map(Route::prefix).toArray());
                setOrder(tx, insert, 6, added);
                set(tx, insert, 10, "text", added.stream().map(Route::tag).toArray());
                insert.executeUpdate();
            }
            RouteTags.check(client);
            return current(client);
        });
    }

    /// Priority, weight, status and loss of routes, from a parameter on.
    private static void setOrder(Tx tx, PreparedStatement statement, int first, List<Route> routes)
            throws SQLException {
        set(tx, statement, first, "int4", routes.stream().map(Route::priority).toArray());
        set(tx, statement, first + 1, "int4", routes.stream().map(Route::weight).toArray());
        Object[] statuses = routes.stream()
                .map(route -> OperatorStore.status(route.active()))
                .toArray();
        set(tx, statement, first + 2, "text", statuses);
        set(
                tx,
                statement,
                first + 3,
                "bool",
                routes.stream().map(Route::allowLoss).toArray());
    }

    private static void set(Tx tx, PreparedStatement statement, int at, String type, Object[] values)
            throws SQLException {
        statement.setArray(at, tx.connection().createArrayOf(type, values));
    }

    /// Nobody else changes routes until the transaction ends.
    private static JdbcClient alone(Tx tx, long expected) throws SQLException {
        RouteTags.lock(tx);
        JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
        long now = current(client);
        if (now != expected) {
            throw Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the routes are in version " + now)
                    .exception();
        }
        return client;
    }

    private static long current(JdbcClient client) {
        return client.sql("SELECT coalesce(max(n), 0) FROM routing.route_versions")
                .query(Long.class)
                .single();
    }
}
