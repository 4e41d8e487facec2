package io.elchi.server.routing;

import io.elchi.server.config.Config;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.db.Notifications;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Operators, routes and links in PostgreSQL.
public final class OperatorStore implements Links {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Notifications notifications;

    public OperatorStore(JdbcClient jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        this.notifications = notifications;
    }

    /// Runs the task whenever operators or routes changed, and once soon.
    void onRouteChange(Runnable task) {
        notifications.on("routing", task);
    }

    @Override
    public void onChange(Runnable task) {
        notifications.on("links", task);
        notifications.on("routing", task);
    }

    @Override
    public List<Long> operatorIds() {
        return operators().stream().map(Operator::id).toList();
    }

    /// Every operator, by id.
    public List<Operator> operators() {
        return jdbc.sql("SELECT * FROM routing.operators ORDER BY id")
                .query((row, _) -> new Operator(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("mcc"),
                        row.getString("mnc"),
                        row.getString("smpp_connector_id"),
                        row.getString("status").equals("active"),
                        new Money(row.getString("currency"), Money.micros(row.getBigDecimal("default_cost")))))
                .list();
    }

    public Optional<Operator> operator(String name) {
        return operators().stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst();
    }

    /// Adds an operator; its id is ignored.
    ///
    /// @return the new row's id
    /// @throws io.elchi.server.core.RefusedException when the name is taken
    public long add(Operator operator) {
        try {
            return jdbc.sql("INSERT INTO routing.operators (name, mcc, mnc, smpp_connector_id, status, default_cost,"
                            + " currency) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id")
                    .param(operator.name())
                    .param(operator.mcc())
                    .param(operator.mnc())
                    .param(operator.connectorId())
                    .param(status(operator.active()))
                    .param(Money.decimal(operator.defaultCost().micros()))
                    .param(operator.defaultCost().currency())
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw Refusal.ofField(Failure.CONFLICT, "name", "there is an operator with this name")
                    .exception();
        }
    }

    private static String status(boolean active) {
        return active ? "active" : "suspended";
    }

    /// Suspends or activates; false when there is no such operator.
    public boolean setActive(long operatorId, boolean active) {
        return jdbc.sql("UPDATE routing.operators SET status = ?, updated_at = now() WHERE id = ?")
                        .params(status(active), operatorId)
                        .update()
                > 0;
    }

    /// Every route, by id.
    public List<Route> routes() {
        return jdbc.sql("SELECT * FROM routing.routes ORDER BY id")
                .query((row, _) -> new Route(
                        row.getLong("id"),
                        row.getLong("account_id"),
                        row.getLong("operator_id"),
                        row.getString("mcc"),
                        row.getString("mnc"),
                        row.getString("prefix"),
                        row.getInt("priority"),
                        row.getInt("weight"),
                        row.getString("status").equals("active"),
                        row.getBoolean("allow_loss")))
                .list();
    }

    /// Adds a route; its id is ignored.
    ///
    /// @return the new row's id
    public long add(Route route) {
        return jdbc.sql(
                        "INSERT INTO routing.routes (account_id, operator_id, mcc, mnc, prefix, priority, weight, status,"
                                + " allow_loss) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")
                .param(route.accountId() == 0 ? null : route.accountId())
                .param(route.operatorId())
                .param(route.mcc())
                .param(route.mnc())
                .param(route.prefix())
                .param(route.priority())
                .param(route.weight())
                .param(status(route.active()))
                .param(route.allowLoss())
                .query(Long.class)
                .single();
    }

    /// Suspends or activates; false when there is no such route.
    public boolean setRouteActive(long routeId, boolean active) {
        return jdbc.sql("UPDATE routing.routes SET status = ?, updated_at = now() WHERE id = ?")
                        .params(status(active), routeId)
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

    @Override
    public List<LinkSettings> all() {
        return jdbc.sql("SELECT * FROM routing.smpp_links ORDER BY id")
                .query((row, _) -> link(row))
                .list();
    }

    private static LinkSettings link(ResultSet row) throws SQLException {
        String name = row.getString("name");
        return new LinkSettings(
                row.getLong("id"),
                row.getLong("operator_id"),
                name,
                row.getString("status").equals("started"),
                row.getString("host"),
                row.getInt("port"),
                row.getBoolean("tls"),
                LinkSettings.BindAs.valueOf(row.getString("bind_mode").toUpperCase(Locale.ROOT)),
                row.getInt("sessions"),
                row.getString("system_id"),
                new Secret(row.getString("password")),
                row.getString("system_type"),
                row.getString("version"),
                row.getInt("send_window"),
                row.getInt("throughput"),
                Config.record(name, LinkOptions.class, settings(row.getString("settings"))));
    }

    @SuppressWarnings("unchecked") // an object of JSON is a map with text keys
    private static Map<String, Object> settings(String json) {
        return new HashMap<>(JSON.readValue(json, Map.class));
    }

    /// Adds a link; its id and options are ignored, the settings are checked as [LinkOptions].
    ///
    /// @param settings the options that are not left at their defaults
    /// @return the new row's id
    /// @throws io.elchi.server.config.ConfigException when the settings cannot be used
    /// @throws io.elchi.server.core.RefusedException when the name is taken
    public long add(LinkSettings link, Map<String, Object> settings) {
        Config.record("settings", LinkOptions.class, new HashMap<>(settings));
        try {
            return jdbc.sql("INSERT INTO routing.smpp_links (operator_id, name, status, host, port, tls, bind_mode,"
                            + " sessions, system_id, password, system_type, version, send_window, throughput, settings)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) RETURNING id")
                    .param(link.operatorId())
                    .param(link.name())
                    .param(link.started() ? "started" : "stopped")
                    .param(link.host())
                    .param(link.port())
                    .param(link.tls())
                    .param(link.bindAs().name().toLowerCase(Locale.ROOT))
                    .param(link.sessions())
                    .param(link.systemId())
                    .param(link.password().reveal())
                    .param(link.systemType())
                    .param(link.version())
                    .param(link.window())
                    .param(link.throughput())
                    .param(JSON.writeValueAsString(settings))
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw Refusal.ofField(Failure.CONFLICT, "name", "there is a link with this name")
                    .exception();
        }
    }

    /// Starts or stops a link; false when there is no such link.
    public boolean setStarted(long linkId, boolean started) {
        return jdbc.sql("UPDATE routing.smpp_links SET status = ?, updated_at = now() WHERE id = ?")
                        .params(started ? "started" : "stopped", linkId)
                        .update()
                > 0;
    }

    /// Points a link at another address; false when there is no such link.
    public boolean move(long linkId, String host, int port) {
        return jdbc.sql("UPDATE routing.smpp_links SET host = ?, port = ?, updated_at = now() WHERE id = ?")
                        .params(host, port, linkId)
                        .update()
                > 0;
    }

    /// Takes a link away; false when there is no such link.
    public boolean removeLink(long linkId) {
        return jdbc.sql("DELETE FROM routing.smpp_links WHERE id = ?")
                        .param(linkId)
                        .update()
                > 0;
    }
}
