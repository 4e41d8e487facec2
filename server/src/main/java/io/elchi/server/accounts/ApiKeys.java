package io.elchi.server.accounts;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Issues, rotates and revokes keys. What a key opens is [Directory]'s business.
public final class ApiKeys {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final AccountEvents events;
    private final Clock clock;

    public ApiKeys(JdbcClient jdbc, Transactions transactions, AccountEvents events, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /// Makes a key. Its secret is in the answer, and nowhere else.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account is not there, a block or a scope is wrong,
    ///     or the certificate names another key
    public ApiKey.Issued issue(ApiKey.NewKey wanted) {
        GivenRights.checkNetworks(wanted.networks());
        checkScopes(wanted);
        try {
            return transactions.run(tx -> issued(tx, wanted, KeyText.random()));
        } catch (NotCommittedException e) {
            throw wanted.certificate() != null && e.isDuplicateKey()
                    ? Refusal.ofField(Failure.CONFLICT, "certificate_sha256", "it names a key that is not revoked")
                            .exception()
                    : e;
        }
    }

    /// A new key, which opens nothing before [#adopt].
    public static Secret random() {
        return KeyText.random();
    }

    /// Makes a key of a text that was made elsewhere, with the errors of [#issue].
    ///
    /// @throws IllegalArgumentException when the text has not the form of our keys; it is not in the message
    public ApiKey adopt(ApiKey.NewKey wanted, Secret key) {
        if (KeyText.prefix(key.reveal()) == null) {
            throw new IllegalArgumentException("a key is 'elchi_', 8 letters or digits, '_' and 43 of Base64's URL"
                    + " alphabet, which are 256 random bits");
        }
        checkScopes(wanted);
        return transactions.run(tx -> issued(tx, wanted, key)).key();
    }

    /// Whether there is, or ever was, a key with the scope admin.
    public boolean hasAdmin() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM accounts.api_keys WHERE ? = ANY (scopes))")
                .param(Scope.ADMIN.text())
                .query(Boolean.class)
                .single();
    }

    private void checkScopes(ApiKey.NewKey wanted) {
        String type = jdbc.sql("SELECT type FROM accounts.accounts WHERE id = ?")
                .param(wanted.accountId())
                .query(String.class)
                .optional()
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
        GivenRights.checkScopes(AccountStore.type(type), wanted.scopes(), "key");
    }

    private ApiKey.Issued issued(Tx tx, ApiKey.NewKey wanted, Secret secret) throws SQLException {
        String key = secret.reveal();
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO accounts.api_keys"
                        + " (account_id, name, prefix, key_hash, ip_whitelist, scopes, expires_at, certificate_hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *")) {
            insert.setLong(1, wanted.accountId());
            insert.setString(2, wanted.name());
            insert.setString(3, KeyText.prefix(key));
            insert.setBytes(4, KeyText.hash(key));
            insert.setArray(
                    5, tx.connection().createArrayOf("text", wanted.networks().toArray()));
            insert.setArray(
                    6,
                    tx.connection()
                            .createArrayOf(
                                    "text",
                                    wanted.scopes().stream().map(Scope::text).toArray()));
            insert.setObject(
                    7, wanted.expiresAt() == null ? null : wanted.expiresAt().atOffset(ZoneOffset.UTC));
            insert.setBytes(
                    8, wanted.certificate() == null ? null : HexFormat.of().parseHex(wanted.certificate()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                ApiKey made = key(row);
                tell(tx, EventType.KEY_CREATED, made);
                return new ApiKey.Issued(made, secret);
            }
        }
    }

    private void tell(Tx tx, EventType type, ApiKey key) throws SQLException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("key_id", key.id());
        data.put("name", key.name());
        data.put("prefix", key.prefix());
        data.put("scopes", key.scopes().stream().map(Scope::text).sorted().toList());
        data.put("expires_at", key.expiresAt() == null ? null : key.expiresAt().toString());
        events.append(tx, key.accountId(), type, data);
    }

    /// Issues a key that takes over from another, which stays valid for the overlap, or shorter if it was to
    /// expire before. A certificate goes over with it: from then on it alone names the new key, and both secrets
    /// are accepted with it.
    ///
    /// @throws io.elchi.server.core.RefusedException when there is no such key, it opens nothing any more, or
    ///     another one took over before
    public ApiKey.Issued rotate(long id, Duration overlap) {
        Instant end = clock.now().plus(overlap);
        return transactions.run(tx -> {
            ApiKey old = locked(tx, id);
            checkRotates(old);
            ApiKey.Issued issued = issued(
                    tx,
                    new ApiKey.NewKey(old.accountId(), old.name(), old.networks(), old.scopes(), old.expiresAt()),
                    KeyText.random());
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE accounts.api_keys SET replaced_by = ?, expires_at = least(expires_at, ?)"
                            + " WHERE id = ?")) {
                update.setLong(1, issued.key().id());
                update.setObject(2, end.atOffset(ZoneOffset.UTC));
                update.setLong(3, id);
                update.executeUpdate();
            }
            return old.certificate() == null
                    ? issued
                    : new ApiKey.Issued(bound(tx, issued.key().id(), id), issued.secret());
        });
    }

    /// Gives a key the certificate of the one that it takes over from. Both cannot be named by it at any time.
    private static ApiKey bound(Tx tx, long id, long from) throws SQLException {
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE accounts.api_keys SET certificate_hash = (SELECT certificate_hash"
                        + " FROM accounts.api_keys WHERE id = ?) WHERE id = ? RETURNING *")) {
            update.setLong(1, from);
            update.setLong(2, id);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return key(row);
            }
        }
    }

    private static ApiKey locked(Tx tx, long id) throws SQLException {
        try (PreparedStatement select =
                tx.connection().prepareStatement("SELECT * FROM accounts.api_keys WHERE id = ? FOR UPDATE")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw Refusal.of(Failure.NOT_FOUND, "there is no key " + id).exception();
                }
                return key(row);
            }
        }
    }

    private void checkRotates(ApiKey old) {
        boolean expired = old.expiresAt() != null && !clock.now().isBefore(old.expiresAt());
        String why = !old.active()
                ? "the key is revoked"
                : old.replacedBy() != 0
                        ? "the key " + old.replacedBy() + " took over"
                        : expired ? "the key has expired" : null;
        if (why != null) {
            throw Refusal.of(Failure.CONFLICT, why).exception();
        }
    }

    /// Ends a key at once, everywhere; false when there is no such key, or it was revoked before.
    ///
    /// @throws io.elchi.server.core.RefusedException when it is the last key with the scope admin that does not
    ///     expire: nobody could administer the server any more
    public boolean revoke(long id) {
        return transactions.run(tx -> {
            checkIsNotLastAdmin(tx, id);
            try (PreparedStatement update = tx.connection()
                    .prepareStatement("UPDATE accounts.api_keys SET status = 'revoked', revoked_at = now()"
                            + " WHERE id = ? AND status = 'active' RETURNING *")) {
                update.setLong(1, id);
                try (ResultSet row = update.executeQuery()) {
                    boolean revoked = row.next();
                    if (revoked) {
                        tell(tx, EventType.KEY_REVOKED, key(row));
                    }
                    return revoked;
                }
            }
        });
    }

    /// Two revocations at once must not each find the other's key: all are locked, in one order.
    private static void checkIsNotLastAdmin(Tx tx, long id) throws SQLException {
        boolean admin = false;
        boolean other = false;
        try (PreparedStatement select = tx.connection()
                .prepareStatement("SELECT k.id, k.expires_at FROM accounts.api_keys k"
                        + " JOIN accounts.accounts a ON a.id = k.account_id AND a.status = 'active'"
                        + " WHERE ? = ANY (k.scopes) AND k.status = 'active' ORDER BY k.id FOR UPDATE OF k")) {
            select.setString(1, Scope.ADMIN.text());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    boolean wanted = row.getLong("id") == id;
                    admin |= wanted;
                    other |= !wanted && row.getObject("expires_at") == null;
                }
            }
        }
        if (admin && !other) {
            throw Refusal.of(Failure.CONFLICT, "no other key with the scope admin stays valid: make one first")
                    .exception();
        }
    }

    public Optional<ApiKey> find(long id) {
        return jdbc.sql("SELECT * FROM accounts.api_keys WHERE id = ?")
                .param(id)
                .query((row, _) -> key(row))
                .optional();
    }

    /// The account's keys, newest first.
    public List<ApiKey> list(long accountId) {
        return jdbc.sql("SELECT * FROM accounts.api_keys WHERE account_id = ? ORDER BY id DESC")
                .param(accountId)
                .query((row, _) -> key(row))
                .list();
    }

    private static String hex(byte[] hash) {
        return hash == null ? null : HexFormat.of().formatHex(hash);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("name"),
                row.getString("prefix"),
                AccountStore.texts(row.getArray("ip_whitelist")),
                AccountStore.scopes(row.getArray("scopes")),
                row.getString("status").equals("active"),
                AccountStore.instant(row, "created_at"),
                AccountStore.instant(row, "expires_at"),
                AccountStore.instant(row, "last_used_at"),
                row.getLong("replaced_by"),
                hex(row.getBytes("certificate_hash")));
    }
}
