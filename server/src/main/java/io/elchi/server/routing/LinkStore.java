package io.elchi.server.routing;

import io.elchi.server.config.Config;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.Secret;
import io.elchi.server.db.Notifications;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Links in PostgreSQL.
public final class LinkStore implements Links {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String COLUMNS =
            "operator_id, name, status, protocol, host, port, tls, bind_mode, sessions, system_id,"
                    + " password, system_type, version, send_window, throughput, options";

    private final JdbcClient jdbc;
    private final Notifications notifications;

    public LinkStore(JdbcClient jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        this.notifications = notifications;
    }

    /// A link as its administrators see it.
    ///
    /// @param options those that are not left at their defaults
    public record Configured(LinkSettings link, Map<String, Object> options, Instant createdAt, Instant updatedAt) {}

    @Override
    public void onChange(Runnable task) {
        notifications.on("links", task);
        notifications.on("routing", task);
    }

    @Override
    public Map<Long, OperatorOptions> operators() {
        Map<Long, OperatorOptions> operators = new TreeMap<>();
        jdbc.sql("SELECT id, name, options FROM routing.operators")
                .query((row, _) -> operators.put(
                        row.getLong("id"), Config.record(row.getString("name"), OperatorOptions.class, options(row))))
                .list();
        return operators;
    }

    @SuppressWarnings("unchecked") // an object of JSON is a map with text keys
    static Map<String, Object> options(ResultSet row) throws SQLException {
        return JSON.readValue(row.getString("options"), Map.class);
    }

    @Override
    public Set<Long> suspendedOperatorIds() {
        return Set.copyOf(jdbc.sql("SELECT id FROM routing.operators WHERE status = 'suspended'")
                .query(Long.class)
                .list());
    }

    @Override
    public Set<Long> heldOperatorIds() {
        return Set.copyOf(jdbc.sql("SELECT id FROM routing.operators WHERE held_at IS NOT NULL")
                .query(Long.class)
                .list());
    }

    @Override
    public List<LinkSettings> all() {
        return configured().stream().map(Configured::link).toList();
    }

    @Override
    public Map<Long, Instant> traces() {
        Map<Long, Instant> traces = new HashMap<>();
        jdbc.sql("SELECT link_id, traced_until FROM routing.link_traces WHERE traced_until > now()")
                .query((row, _) -> traces.put(row.getLong("link_id"), instant(row, "traced_until")))
                .list();
        return traces;
    }

    @Override
    public List<SessionRebind> rebinds() {
        return jdbc.sql("SELECT link_id, n, since FROM routing.session_rebinds")
                .query((row, _) -> new SessionRebind(row.getLong("link_id"), row.getInt("n"), instant(row, "since")))
                .list();
    }

    /// Lets the process that has the session end it, so that it is bound anew.
    public void rebind(SessionRebind wanted) {
        jdbc.sql("INSERT INTO routing.session_rebinds (link_id, n, since) VALUES (?, ?, ?)"
                        + " ON CONFLICT (link_id, n) DO UPDATE SET since = excluded.since")
                .params(wanted.linkId(), wanted.n(), wanted.since().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Writes the PDUs of a link to the log until then; passwords and texts are masked.
    ///
    /// @return false when there is no such link
    public boolean trace(long linkId, Instant until) {
        return jdbc.sql("INSERT INTO routing.link_traces (link_id, traced_until)"
                                + " SELECT id, ? FROM routing.smpp_links WHERE id = ?"
                                + " ON CONFLICT (link_id) DO UPDATE SET traced_until = excluded.traced_until")
                        .params(until.atOffset(ZoneOffset.UTC), linkId)
                        .update()
                > 0;
    }

    /// Ends the trace of a link.
    public void endTrace(long linkId) {
        jdbc.sql("DELETE FROM routing.link_traces WHERE link_id = ?")
                .param(linkId)
                .update();
    }

    /// Every link, by id.
    public List<Configured> configured() {
        return jdbc.sql("SELECT * FROM routing.smpp_links ORDER BY id")
                .query((row, _) -> configured(row))
                .list();
    }

    public Optional<Configured> find(long id) {
        return jdbc.sql("SELECT * FROM routing.smpp_links WHERE id = ?")
                .param(id)
                .query((row, _) -> configured(row))
                .optional();
    }

    private static Configured configured(ResultSet row) throws SQLException {
        Map<String, Object> options = options(row);
        return new Configured(link(row, options), options, instant(row, "created_at"), instant(row, "updated_at"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static LinkSettings link(ResultSet row, Map<String, Object> options) throws SQLException {
        String name = row.getString("name");
        return new LinkSettings(
                row.getLong("id"),
                row.getLong("operator_id"),
                name,
                row.getString("status").equals("started"),
                LinkSettings.Protocol.valueOf(row.getString("protocol").toUpperCase(Locale.ROOT)),
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
                Config.record(name, LinkOptions.class, new HashMap<>(options)));
    }

    /// The options as a link reads them.
    ///
    /// @throws io.elchi.server.config.ConfigException when they cannot be used
    public static LinkOptions checked(Map<String, Object> options) {
        return Config.record("options", LinkOptions.class, new HashMap<>(options));
    }

    /// Adds a link; its id and options are ignored.
    ///
    /// @param options those that are not left at their defaults; they are checked as [LinkOptions]
    /// @return the new row's id
    /// @throws io.elchi.server.config.ConfigException when the options cannot be used
    /// @throws RefusedException when the name is taken or there is no such operator
    public long add(LinkSettings link, Map<String, Object> options) {
        checked(options);
        try {
            return with(
                            link,
                            options,
                            "INSERT INTO routing.smpp_links (" + COLUMNS + ")"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) RETURNING id")
                    .query(Long.class)
                    .single();
        } catch (DataIntegrityViolationException e) {
            throw refused(e);
        }
    }

    private JdbcClient.StatementSpec with(LinkSettings link, Map<String, Object> options, String sql) {
        return jdbc.sql(sql)
                .param(link.operatorId())
                .param(link.name())
                .param(link.started() ? "started" : "stopped")
                .param(link.protocol().name().toLowerCase(Locale.ROOT))
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
                .param(JSON.writeValueAsString(options));
    }

    private static RefusedException refused(DataIntegrityViolationException failure) {
        return failure instanceof DuplicateKeyException
                ? Refusal.ofField(Failure.CONFLICT, "name", "there is a link with this name")
                        .exception()
                : Refusal.ofField(Failure.INVALID_FIELD, "operator_id", "there is no such operator")
                        .exception();
    }

    /// Makes a link what is wanted.
    ///
    /// @param before as it was read
    /// @throws io.elchi.server.config.ConfigException when the options cannot be used
    /// @throws RefusedException when it was changed or removed since it was read, or the name is taken
    public void change(Configured before, LinkSettings link, Map<String, Object> options) {
        checked(options);
        int changed;
        try {
            changed = with(
                            link,
                            options,
                            "UPDATE routing.smpp_links SET (" + COLUMNS + ", updated_at)"
                                    + " = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, clock_timestamp())"
                                    + " WHERE id = ? AND updated_at = ?")
                    .param(before.link().id())
                    .param(before.updatedAt().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DataIntegrityViolationException e) {
            throw refused(e);
        }
        if (changed == 0) {
            throw Refusal.of(Failure.CONFLICT, "the link was changed meanwhile").exception();
        }
    }

    /// Starts or stops a link; false when there is no such link.
    public boolean setStarted(long linkId, boolean started) {
        return jdbc.sql("UPDATE routing.smpp_links SET status = ?, updated_at = clock_timestamp() WHERE id = ?")
                        .params(started ? "started" : "stopped", linkId)
                        .update()
                > 0;
    }

    /// Points a link at another address; false when there is no such link.
    public boolean move(long linkId, String host, int port) {
        return jdbc.sql("UPDATE routing.smpp_links SET host = ?, port = ?, updated_at = clock_timestamp()"
                                + " WHERE id = ?")
                        .params(host, port, linkId)
                        .update()
                > 0;
    }

    /// Takes a link away; false when there is no such link.
    public boolean remove(long linkId) {
        return jdbc.sql("DELETE FROM routing.smpp_links WHERE id = ?")
                        .param(linkId)
                        .update()
                > 0;
    }
}
