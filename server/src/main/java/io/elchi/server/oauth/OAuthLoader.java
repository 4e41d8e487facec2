package io.elchi.server.oauth;

import io.elchi.server.core.Cidr;
import io.elchi.server.core.LongMap;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Loads clients, revoked tokens and signing keys: all of them, or those that changed.
final class OAuthLoader implements Follower {
    private static final String CLIENTS = "oauth.clients";
    private static final String REVOKED = "oauth.revoked_tokens";
    private static final String KEYS = "oauth.signing_keys";
    private static final String ALL_CLIENTS = "SELECT * FROM oauth.clients WHERE status = 'active'";
    private static final String SOME_CLIENTS = ALL_CLIENTS + " AND client_id = ANY (?::text[])";
    private static final String ALL_REVOKED = "SELECT jti, expires_at FROM oauth.revoked_tokens";
    private static final String SOME_REVOKED = ALL_REVOKED + " WHERE jti = ANY (?::text[])";
    private static final int FETCH = 1_000;

    private final ClientDirectory directory;
    private final SigningKeys keys;

    OAuthLoader(ClientDirectory directory, SigningKeys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /// Signing keys are few: they are loaded whole whenever one changes.
    @Override
    public List<String> tables() {
        return List.of(CLIENTS, REVOKED);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        LongMap<KnownClient> clients = LongMap.of(clients(connection, null));
        Map<String, Instant> revoked = revoked(connection, null);
        keys.load(connection);
        directory.revoked().putAll(revoked);
        directory.revoked().keySet().retainAll(revoked.keySet());
        directory.take(clients);
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Set<String> clientIds = changes.keys(CLIENTS);
        Set<String> tokenIds = changes.keys(REVOKED);
        Map<Long, KnownClient> rows = clientIds.isEmpty() ? Map.of() : clients(connection, clientIds);
        Map<String, Instant> revoked = tokenIds.isEmpty() ? Map.of() : revoked(connection, tokenIds);
        if (changes.isWhole(KEYS)) {
            keys.load(connection);
        }
        for (String id : tokenIds) {
            Instant expires = revoked.get(id);
            if (expires == null) {
                directory.revoked().remove(id);
            } else {
                directory.revoked().put(id, expires);
            }
        }
        if (!clientIds.isEmpty()) {
            Set<Long> removed = new HashSet<>();
            clientIds.forEach(id -> removed.add(ClientText.code(id)));
            removed.removeAll(rows.keySet());
            directory.take(directory.clients().with(rows, removed));
        }
    }

    private static Map<Long, KnownClient> clients(Connection connection, Set<String> ids) throws SQLException {
        Map<Long, KnownClient> clients = new HashMap<>();
        try (PreparedStatement select = prepare(connection, ids, ALL_CLIENTS, SOME_CLIENTS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                clients.put(ClientText.code(rows.getString("client_id")), client(rows));
            }
        }
        return clients;
    }

    private static KnownClient client(ResultSet row) throws SQLException {
        return new KnownClient(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("client_id"),
                row.getBytes("secret_hash"),
                row.getBytes("former_secret_hash"),
                OAuthClients.instant(row, "former_secret_until"),
                OAuthClients.texts(row.getArray("ip_whitelist")).stream()
                        .map(Cidr::parse)
                        .toList(),
                OAuthClients.scopes(row.getArray("scopes")),
                OAuthClients.instant(row, "expires_at"));
    }

    private static Map<String, Instant> revoked(Connection connection, Set<String> ids) throws SQLException {
        Map<String, Instant> revoked = new HashMap<>();
        try (PreparedStatement select = prepare(connection, ids, ALL_REVOKED, SOME_REVOKED);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                revoked.put(rows.getString("jti"), OAuthClients.instant(rows, "expires_at"));
            }
        }
        return revoked;
    }

    /// @param wanted null: all
    private static PreparedStatement prepare(Connection connection, Set<String> wanted, String all, String some)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(wanted == null ? all : some);
        select.setFetchSize(FETCH);
        if (wanted != null) {
            select.setArray(1, connection.createArrayOf("text", wanted.toArray()));
        }
        return select;
    }
}
