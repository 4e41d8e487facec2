package io.elchi.server.oauth;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.GivenRights;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.oauth.OAuthClient.NewClient;
import io.elchi.server.oauth.OAuthClient.WithSecret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes, rotates and revokes clients. What a client may do is in its tokens.
public final class OAuthClients {
    private final JdbcClient jdbc;
    private final AccountRegister accounts;
    private final Clock clock;

    OAuthClients(JdbcClient jdbc, AccountRegister accounts, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Makes a client. Its secret is in the answer, and nowhere else.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account is not there, or a block or a scope is
    ///     wrong
    public WithSecret make(NewClient wanted) {
        GivenRights.checkNetworks(wanted.networks());
        checkScopes(wanted);
        Secret secret = ClientText.randomSecret();
        OAuthClient made = jdbc.sql("INSERT INTO oauth.clients"
                        + " (account_id, name, client_id, secret_hash, ip_whitelist, scopes, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?::text[], ?::text[], ?) RETURNING *")
                .param(wanted.accountId())
                .param(wanted.name())
                .param(ClientText.randomId())
                .param(ClientText.hash(secret.reveal()))
                .param(wanted.networks().toArray(String[]::new))
                .param(wanted.scopes().stream().map(Scope::text).toArray(String[]::new))
                .param(wanted.expiresAt() == null ? null : wanted.expiresAt().atOffset(ZoneOffset.UTC))
                .query((row, _) -> client(row))
                .single();
        return new WithSecret(made, secret);
    }

    /// The same rules as for keys.
    private void checkScopes(NewClient wanted) {
        Account.Type type = accounts.find(wanted.accountId())
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception())
                .type();
        GivenRights.checkScopes(type, wanted.scopes(), "client");
    }

    /// Gives it a new secret; the one before stays valid for the overlap. One that an earlier rotation left is
    /// valid no more.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such client, or it is revoked or expired
    public WithSecret rotate(long id, Duration overlap) {
        Secret secret = ClientText.randomSecret();
        Instant now = clock.now();
        OAuthClient rotated = jdbc.sql("UPDATE oauth.clients SET former_secret_hash = secret_hash,"
                        + " former_secret_until = ?, secret_hash = ? WHERE id = ? AND status = 'active'"
                        + " AND (expires_at IS NULL OR expires_at > ?) RETURNING *")
                .param(now.plus(overlap).atOffset(ZoneOffset.UTC))
                .param(ClientText.hash(secret.reveal()))
                .param(id)
                .param(now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> client(row))
                .optional()
                .orElseThrow(() -> find(id).isPresent()
                        ? Refusal.of(Failure.CONFLICT, "the client is revoked or has expired")
                                .exception()
                        : Refusal.of(Failure.NOT_FOUND, "there is no client " + id)
                                .exception());
        return new WithSecret(rotated, secret);
    }

    /// Ends a client and all its tokens, everywhere; false when there is no such client, or it was revoked before.
    public boolean revoke(long id) {
        return jdbc.sql("UPDATE oauth.clients SET status = 'revoked', revoked_at = now()"
                                + " WHERE id = ? AND status = 'active'")
                        .param(id)
                        .update()
                > 0;
    }

    public Optional<OAuthClient> find(long id) {
        return jdbc.sql("SELECT * FROM oauth.clients WHERE id = ?")
                .param(id)
                .query((row, _) -> client(row))
                .optional();
    }

    /// The account's clients, newest first.
    public List<OAuthClient> list(long accountId) {
        return jdbc.sql("SELECT * FROM oauth.clients WHERE account_id = ? ORDER BY id DESC")
                .param(accountId)
                .query((row, _) -> client(row))
                .list();
    }

    void storeUse(Map<Long, Instant> used) {
        if (used.isEmpty()) {
            return;
        }
        Long[] ids = used.keySet().toArray(Long[]::new);
        String[] times = Arrays.stream(ids).map(id -> used.get(id).toString()).toArray(String[]::new);
        jdbc.sql("UPDATE oauth.clients c SET last_used_at = greatest(c.last_used_at, u.at)"
                        + " FROM unnest(?::bigint[], ?::timestamptz[]) u (id, at) WHERE c.id = u.id")
                .params(ids, times)
                .update();
    }

    private static OAuthClient client(ResultSet row) throws SQLException {
        return new OAuthClient(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("name"),
                row.getString("client_id"),
                texts(row.getArray("ip_whitelist")),
                scopes(row.getArray("scopes")),
                row.getString("status").equals("active"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                instant(row, "former_secret_until"));
    }

    static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.copyOf(Arrays.asList((String[]) array.getArray()));
    }

    static Set<Scope> scopes(Array array) throws SQLException {
        Set<Scope> scopes = new HashSet<>();
        texts(array).forEach(text -> Scope.of(text).ifPresent(scopes::add));
        return Set.copyOf(scopes);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
