package io.elchi.server.webhooks;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.Secret;
import io.elchi.server.db.Database;
import io.elchi.server.db.Notifications;
import io.elchi.server.events.EventType;
import io.elchi.server.events.SubscriptionSource;
import java.net.URI;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Endpoints in PostgreSQL, and in memory for the threads that post.
final class EndpointStore implements SubscriptionSource {
    private final Database database;
    private final JdbcClient jdbc;
    /// For what clients look at.
    private final JdbcClient reads;
    private volatile Map<Long, List<Endpoint>> active = Map.of();
    private volatile Map<StatusUrl, Long> status = Map.of();
    private volatile Map<Long, Integer> statusCounts = Map.of();
    private volatile Runnable reloaded = () -> {};

    EndpointStore(Database database) {
        this.database = database;
        jdbc = database.jdbc();
        reads = database.reads();
    }

    void follow(Notifications notifications) {
        reload();
        notifications.on("webhooks", this::reload);
    }

    void reload() {
        Map<Long, List<Endpoint>> next = new HashMap<>();
        Map<StatusUrl, Long> nextStatus = new HashMap<>();
        jdbc.sql("SELECT * FROM webhooks.endpoints WHERE status = 'active' OR kind = 'status' ORDER BY id")
                .query((row, _) -> endpoint(row))
                .list()
                .forEach(endpoint -> {
                    if (endpoint.active()) {
                        next.computeIfAbsent(endpoint.accountId(), _ -> new ArrayList<>())
                                .add(endpoint);
                    }
                    if (endpoint.kind() == EndpointKind.STATUS) {
                        nextStatus.put(
                                new StatusUrl(
                                        endpoint.accountId(), endpoint.url().toString()),
                                endpoint.id());
                    }
                });
        active = Map.copyOf(next);
        status = Map.copyOf(nextStatus);
        Map<Long, Integer> counts = new HashMap<>();
        nextStatus.keySet().forEach(each -> counts.merge(each.accountId, 1, Integer::sum));
        statusCounts = Map.copyOf(counts);
        reloaded.run();
    }

    /// An address of an account.
    private record StatusUrl(long accountId, String url) {}

    /// The endpoint that messages made, active or not, from memory; null: none is known.
    Long status(long accountId, String url) {
        return status.get(new StatusUrl(accountId, url));
    }

    /// How many endpoints messages of the account made, from memory.
    int statusCount(long accountId) {
        return statusCounts.getOrDefault(accountId, 0);
    }

    /// Adds an endpoint for messages, or finds it.
    ///
    /// @param id of [#nextId]
    /// @return its id; 0: the account has as many as it may have
    long addStatus(long id, long accountId, String url, int most, Instant now) {
        return database.transactions().run(tx -> {
            JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            // One after the other: else each of many at a time counts too few.
            client.sql("SELECT pg_advisory_xact_lock(hashtextextended('webhooks.status_uses', ?))")
                    .param(accountId)
                    .query((_, _) -> 1)
                    .list();
            // A foreign key is checked at the end of the statement, when both rows are there.
            client.sql("WITH use AS (INSERT INTO webhooks.status_uses (endpoint_id, account_id, url_hash, used_at)"
                            + " SELECT ?, ?, sha256(convert_to(?, 'UTF8')), ? WHERE (SELECT count(*)"
                            + " FROM webhooks.status_uses WHERE account_id = ?) < ?"
                            + " ON CONFLICT (account_id, url_hash) DO NOTHING RETURNING endpoint_id)"
                            + " INSERT INTO webhooks.endpoints (id, account_id, url, events, secret, kind)"
                            + " SELECT endpoint_id, ?, ?, '{status}', ?, 'status' FROM use")
                    .params(
                            id,
                            accountId,
                            url,
                            now.atOffset(ZoneOffset.UTC),
                            accountId,
                            most,
                            accountId,
                            url,
                            Signature.newSecret().reveal())
                    .update();
            return client.sql("SELECT endpoint_id FROM webhooks.status_uses WHERE account_id = ?"
                            + " AND url_hash = sha256(convert_to(?, 'UTF8'))")
                    .params(accountId, url)
                    .query(Long.class)
                    .optional()
                    .orElse(0L);
        });
    }

    /// A message names the endpoint.
    ///
    /// @return false when there is no such endpoint any more
    boolean used(long id, Instant now) {
        return jdbc.sql("UPDATE webhooks.status_uses SET used_at = ? WHERE endpoint_id = ?")
                        .params(now.atOffset(ZoneOffset.UTC), id)
                        .update()
                > 0;
    }

    /// Removes endpoints that no message names since then.
    ///
    /// @return their ids
    List<Long> removeUnused(Instant since) {
        return jdbc.sql("WITH unused AS (DELETE FROM webhooks.status_uses WHERE used_at < ? RETURNING endpoint_id)"
                        + " DELETE FROM webhooks.endpoints e USING unused u WHERE e.id = u.endpoint_id RETURNING e.id")
                .param(since.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list();
    }

    /// Runs the task after each load.
    void onReload(Runnable task) {
        reloaded = task;
    }

    @Override
    public boolean wants(long accountId, EventType type) {
        for (Endpoint endpoint : of(accountId)) {
            if (endpoint.wants(type.text())) {
                return true;
            }
        }
        return false;
    }

    /// All active endpoints by id, from memory.
    Map<Long, Endpoint> active() {
        Map<Long, Endpoint> all = new HashMap<>();
        active.values().forEach(each -> each.forEach(endpoint -> all.put(endpoint.id(), endpoint)));
        return all;
    }

    /// Active endpoints of an account, from memory.
    List<Endpoint> of(long accountId) {
        return active.getOrDefault(accountId, List.of());
    }

    /// An endpoint, active or not, from the table.
    Optional<Endpoint> load(long id) {
        return jdbc.sql("SELECT * FROM webhooks.endpoints WHERE id = ?")
                .param(id)
                .query((row, _) -> endpoint(row))
                .optional();
    }

    /// @throws io.elchi.server.core.RefusedException when the account has no such endpoint
    Endpoint own(long accountId, long id) {
        return load(id).filter(endpoint -> endpoint.accountId() == accountId).orElseThrow(() -> missing(id));
    }

    static RefusedException missing(long id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no endpoint " + id).exception();
    }

    List<Endpoint> list(long accountId) {
        return reads.sql("SELECT * FROM webhooks.endpoints WHERE account_id = ? ORDER BY id")
                .param(accountId)
                .query((row, _) -> endpoint(row))
                .list();
    }

    /// The id of an endpoint that will be added.
    long nextId() {
        return jdbc.sql("SELECT nextval(pg_get_serial_sequence('webhooks.endpoints', 'id'))")
                .query(Long.class)
                .single();
    }

    /// @param id of [#nextId]
    /// @throws io.elchi.server.core.RefusedException when the account has as many as it may have
    void add(long id, long accountId, EndpointForm form, Secret secret, int most) {
        int added = jdbc.sql("INSERT INTO webhooks.endpoints"
                        + " (id, account_id, url, failover_url, description, events, secret)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM webhooks.endpoints"
                        + " WHERE account_id = ? AND kind = 'account') < ?")
                .param(id)
                .param(accountId)
                .param(form.url())
                .param(form.failoverUrl())
                .param(form.description())
                .param(form.events().toArray(String[]::new))
                .param(secret.reveal())
                .param(accountId)
                .param(most)
                .update();
        if (added == 0) {
            throw Refusal.of(Failure.CONFLICT, "an account may have " + most + " endpoints")
                    .exception();
        }
    }

    /// Changes an endpoint. Two changes at a time come one after the other.
    ///
    /// @param change gets the present form, and returns a checked one
    /// @return empty when the account has no such endpoint
    Optional<Endpoint> change(long accountId, long id, UnaryOperator<EndpointForm> change) {
        return database.transactions().run(tx -> {
            Optional<Endpoint> present;
            try (PreparedStatement select = tx.connection()
                    .prepareStatement("SELECT * FROM webhooks.endpoints WHERE account_id = ? AND id = ? FOR UPDATE")) {
                select.setLong(1, accountId);
                select.setLong(2, id);
                present = first(select);
            }
            if (present.isEmpty()) {
                return present;
            }
            EndpointForm form = change.apply(EndpointForm.of(present.get()));
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE webhooks.endpoints SET url = ?, failover_url = ?, description = ?,"
                            + " events = ?, updated_at = now() WHERE id = ? RETURNING *")) {
                update.setString(1, form.url());
                update.setString(2, form.failoverUrl());
                update.setString(3, form.description());
                update.setArray(
                        4, tx.connection().createArrayOf("text", form.events().toArray()));
                update.setLong(5, id);
                return first(update);
            }
        });
    }

    private static Optional<Endpoint> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(endpoint(rows)) : Optional.empty();
        }
    }

    boolean remove(long accountId, long id) {
        return jdbc.sql("DELETE FROM webhooks.endpoints WHERE account_id = ? AND id = ?")
                        .params(accountId, id)
                        .update()
                > 0;
    }

    /// A new secret; the one before it signs beside it until the next change.
    boolean rotate(long accountId, long id, Secret secret) {
        return jdbc.sql("UPDATE webhooks.endpoints SET previous_secret = secret, secret = ?, updated_at = now()"
                                + " WHERE account_id = ? AND id = ?")
                        .params(secret.reveal(), accountId, id)
                        .update()
                > 0;
    }

    /// Nothing is posted to it any more.
    void disable(long id, String reason) {
        jdbc.sql("UPDATE webhooks.endpoints SET status = 'disabled', disabled_reason = ?, updated_at = now()"
                        + " WHERE id = ?")
                .params(reason, id)
                .update();
    }

    boolean enable(long accountId, long id) {
        return jdbc.sql("UPDATE webhooks.endpoints SET status = 'active', disabled_reason = NULL, updated_at = now()"
                                + " WHERE account_id = ? AND id = ?")
                        .params(accountId, id)
                        .update()
                > 0;
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        List<Secret> secrets = new ArrayList<>(2);
        secrets.add(new Secret(row.getString("secret")));
        String previous = row.getString("previous_secret");
        if (previous != null) {
            secrets.add(new Secret(previous));
        }
        Array events = row.getArray("events");
        String failover = row.getString("failover_url");
        return new Endpoint(
                row.getLong("id"),
                row.getLong("account_id"),
                EndpointKind.of(row.getString("kind")),
                URI.create(row.getString("url")),
                failover == null ? null : URI.create(failover),
                row.getString("description"),
                Set.of((String[]) events.getArray()),
                List.copyOf(secrets),
                row.getString("status").equals("active"),
                row.getString("disabled_reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
