package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// People and their links for a password, in PostgreSQL.
final class UserStore {
    private static final String COLUMNS =
            "id, account_id, email, name, role, status, password_hash IS NULL AND NOT EXISTS (SELECT"
                    + " FROM identity.user_identities i WHERE i.user_id = users.id) AS invited, ip_whitelist, totp_secret IS NOT NULL OR EXISTS (SELECT FROM identity.passkeys p WHERE p.user_id = users.id)"
                    + " AS second_factor, session_epoch, last_sign_in_at, created_at";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    UserStore(JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// A person with what proves it.
    ///
    /// @param passwordHash null: the invitation is open, or the person signs in with the identity provider
    record Known(User user, String passwordHash) {}

    /// A person to be made.
    record NewUser(long accountId, String email, String name, String role, List<String> networks) {}

    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /// @throws io.elchi.server.core.RefusedException when somebody has the e-mail
    long add(NewUser wanted) {
        try {
            return jdbc.sql("INSERT INTO identity.users (account_id, email, name, role, ip_whitelist)"
                            + " VALUES (?, ?, ?, ?, ?) RETURNING id")
                    .params(
                            wanted.accountId,
                            normal(wanted.email),
                            wanted.name,
                            wanted.role,
                            wanted.networks.toArray(String[]::new))
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException ignored) {
            throw Refusal.ofField(Failure.CONFLICT, "email", "somebody has this e-mail")
                    .exception();
        }
    }

    Optional<Known> byEmail(String email) {
        return jdbc.sql("SELECT " + COLUMNS + ", password_hash FROM identity.users WHERE email = ?")
                .param(normal(email))
                .query((row, _) -> new Known(user(row), row.getString("password_hash")))
                .optional();
    }

    Optional<Known> known(long id) {
        return jdbc.sql("SELECT " + COLUMNS + ", password_hash FROM identity.users WHERE id = ?")
                .param(id)
                .query((row, _) -> new Known(user(row), row.getString("password_hash")))
                .optional();
    }

    /// The person of a session, unless all its sessions ended since this one began.
    Optional<Known> of(UserSession session) {
        return known(session.userId()).filter(known -> known.user().sessionEpoch() == session.epoch());
    }

    Optional<User> find(long id) {
        return known(id).map(Known::user);
    }

    Page<User> page(List<Long> accounts, String cursor, int limit) {
        List<User> found = jdbc.sql("SELECT " + COLUMNS + " FROM identity.users WHERE id > ?"
                        + " AND (?::bigint[] IS NULL OR account_id = ANY (?)) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), array(accounts), array(accounts), limit + 1)
                .query((row, _) -> user(row))
                .list();
        return Page.of(found, limit, user -> Long.toString(user.id()));
    }

    /// null: all.
    private static Long[] array(List<Long> accounts) {
        return accounts == null ? null : accounts.toArray(Long[]::new);
    }

    void change(long id, UserChange change) {
        jdbc.sql("UPDATE identity.users SET name = coalesce(?, name), role = coalesce(?, role),"
                        + " status = coalesce(?, status), ip_whitelist = coalesce(?::text[], ip_whitelist), updated_at = ?"
                        + " WHERE id = ?")
                .params(
                        change.name(),
                        change.role(),
                        change.active() == null ? null : change.active() ? "active" : "suspended",
                        change.networks() == null ? null : change.networks().toArray(String[]::new),
                        now(),
                        id)
                .update();
    }

    void setPassword(long id, String hash) {
        jdbc.sql("UPDATE identity.users SET password_hash = ?, updated_at = ? WHERE id = ?")
                .params(hash, now(), id)
                .update();
    }

    void signedIn(long id) {
        jdbc.sql("UPDATE identity.users SET last_sign_in_at = ? WHERE id = ?")
                .params(now(), id)
                .update();
    }

    /// Makes a link; those before it cannot be used any more.
    ///
    /// @return its token, which is stored nowhere
    String link(long user, boolean invitation, Duration time) {
        return transactions.execute(_ -> linked(user, invitation, time));
    }

    private String linked(long user, boolean invitation, Duration time) {
        // Two at a time: the second one waits, and deletes what the first one made.
        jdbc.sql("SELECT FROM identity.users WHERE id = ? FOR UPDATE")
                .param(user)
                .query((_, _) -> user)
                .optional();
        jdbc.sql("DELETE FROM identity.password_links WHERE user_id = ?")
                .param(user)
                .update();
        String token = RandomText.fresh();
        jdbc.sql("INSERT INTO identity.password_links (token_hash, user_id, kind, expires_at) VALUES (?, ?, ?, ?)")
                .params(
                        RandomText.hash(token),
                        user,
                        invitation ? "invitation" : "reset",
                        clock.now().plus(time).atOffset(ZoneOffset.UTC))
                .update();
        return token;
    }

    /// Who a link is for; it stays usable.
    Optional<Long> ofLink(String token) {
        return jdbc.sql("SELECT user_id FROM identity.password_links WHERE token_hash = ? AND expires_at > ?")
                .params(RandomText.hash(token), now())
                .query(Long.class)
                .optional();
    }

    /// Sets a password by a link, which is used up.
    ///
    /// @return false: the link was used before, and nothing is changed
    boolean setPassword(long id, String hash, String token) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            int used = jdbc.sql("DELETE FROM identity.password_links WHERE token_hash = ? AND expires_at > ?")
                    .params(RandomText.hash(token), now())
                    .update();
            if (used == 1) {
                setPassword(id, hash);
            }
            return used == 1;
        }));
    }

    void forgetLinks() {
        jdbc.sql("DELETE FROM identity.password_links WHERE expires_at <= ?")
                .param(now())
                .update();
    }

    private OffsetDateTime now() {
        return clock.now().atOffset(ZoneOffset.UTC);
    }

    private static User user(ResultSet row) throws SQLException {
        boolean active = "active".equals(row.getString("status"));
        UserState state =
                !active ? UserState.SUSPENDED : row.getBoolean("invited") ? UserState.INVITED : UserState.ACTIVE;
        Array networks = row.getArray("ip_whitelist");
        return new User(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("role"),
                state,
                networks == null ? List.of() : List.of((String[]) networks.getArray()),
                row.getBoolean("second_factor"),
                row.getLong("session_epoch"),
                instant(row, "last_sign_in_at"),
                instant(row, "created_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
