package io.elchi.server.accounts;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.Secret;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes, changes and removes SMPP logins. What a login opens is [SmppDirectory]'s business.
public final class SmppLogins {
    /// Logins of an account, at most.
    public static final int MOST = 100;

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final Clock clock;

    /// @param reads for lists
    SmppLogins(JdbcClient jdbc, JdbcClient reads, Clock clock) {
        this.jdbc = jdbc;
        this.reads = reads;
        this.clock = clock;
    }

    /// Makes a login. Its password is in the answer, and nowhere else.
    ///
    /// @param password 6 to 16 visible characters of ASCII; with more than eight it cannot bind; null: one is made
    /// @throws RefusedException when the account is not there or has too many, or the system_id is taken
    public SmppLogin.IssuedLogin add(SmppLogin.Form form, Secret password) {
        GivenRights.checkNetworks(form.binds().networks());
        Secret secret = password == null ? SmppPassword.random() : password;
        List<Object> values = new ArrayList<>();
        values.add(form.systemId());
        values.add(SmppPassword.hash(secret.reveal()));
        values.addAll(SmppLoginRows.values(form));
        values.add(form.accountId());
        values.add(MOST);
        try {
            // Two at once wait for each other at the account's row, so that neither exceeds the limit.
            Optional<SmppLogin> made = jdbc.sql(
                            "WITH account AS (SELECT id FROM accounts.accounts"
                                    + " WHERE id = ? FOR NO KEY UPDATE) "
                                    + "INSERT INTO accounts.smpp_logins (account_id, system_id, password_hash, "
                                    + SmppLoginRows.RULES
                                    + ") SELECT account.id, ?, ?, " + SmppLoginRows.PLACES
                                    + " FROM account WHERE (SELECT count(*) FROM accounts.smpp_logins WHERE account_id = ?) < ? RETURNING *")
                    .params(withFirst(form.accountId(), values))
                    .query((row, _) -> SmppLoginRows.login(row))
                    .optional();
            return new SmppLogin.IssuedLogin(made.orElseThrow(() -> notMade(form.accountId())), secret);
        } catch (DuplicateKeyException ignored) {
            throw taken(form);
        }
    }

    private static List<Object> withFirst(Object first, List<Object> others) {
        List<Object> all = new ArrayList<>(others.size() + 1);
        all.add(first);
        all.addAll(others);
        return all;
    }

    private RefusedException notMade(long account) {
        boolean exists = jdbc.sql("SELECT EXISTS (SELECT FROM accounts.accounts WHERE id = ?)")
                .param(account)
                .query(Boolean.class)
                .single();
        return exists
                ? Refusal.of(Failure.CONFLICT, "an account may have " + MOST + " SMPP logins")
                        .exception()
                : Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception();
    }

    private static RefusedException taken(SmppLogin.Form form) {
        return Refusal.ofField(Failure.CONFLICT, "system_id", "'" + form.systemId() + "' is taken")
                .exception();
    }

    /// Makes the next version. The account stays.
    ///
    /// @param expected the version that the change is for
    /// @throws RefusedException when there is no such login, it has another version, or the system_id is taken
    public SmppLogin change(long id, long expected, SmppLogin.Form form) {
        GivenRights.checkNetworks(form.binds().networks());
        List<Object> values = new ArrayList<>();
        values.add(form.systemId());
        values.addAll(SmppLoginRows.values(form));
        values.add(id);
        values.add(expected);
        try {
            return jdbc.sql(
                            "UPDATE accounts.smpp_logins SET version = version + 1, updated_at = now(), system_id = ?, ("
                                    + SmppLoginRows.RULES + ") = (" + SmppLoginRows.PLACES
                                    + ") WHERE id = ? AND version = ? RETURNING *")
                    .params(values)
                    .query((row, _) -> SmppLoginRows.login(row))
                    .optional()
                    .orElseThrow(() -> otherVersion(id));
        } catch (DuplicateKeyException ignored) {
            throw taken(form);
        }
    }

    private RefusedException otherVersion(long id) {
        long now = find(id).map(SmppLogin::version).orElseThrow(() -> Reach.missing("SMPP login", id));
        return Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the login is in version " + now)
                .exception();
    }

    /// Gives it a new password; the one before stays valid for the overlap.
    ///
    /// @param password as of [#add]
    /// @throws RefusedException when there is no such login
    public SmppLogin.IssuedLogin rotate(long id, Secret password, Duration overlap) {
        Secret secret = password == null ? SmppPassword.random() : password;
        return jdbc.sql("UPDATE accounts.smpp_logins SET version = version + 1, updated_at = now(),"
                        + " previous_hash = password_hash, previous_until = ?, password_hash = ?"
                        + " WHERE id = ? RETURNING *")
                .params(clock.now().plus(overlap).atOffset(ZoneOffset.UTC), SmppPassword.hash(secret.reveal()), id)
                .query((row, _) -> SmppLoginRows.login(row))
                .optional()
                .map(login -> new SmppLogin.IssuedLogin(login, secret))
                .orElseThrow(() -> Reach.missing("SMPP login", id));
    }

    /// Removes it for ever; its sessions end.
    ///
    /// @return false when there is none
    public boolean remove(long id) {
        return jdbc.sql("DELETE FROM accounts.smpp_logins WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    public Optional<SmppLogin> find(long id) {
        return jdbc.sql("SELECT * FROM accounts.smpp_logins WHERE id = ?")
                .param(id)
                .query((row, _) -> SmppLoginRows.login(row))
                .optional();
    }

    /// Logins by id.
    ///
    /// @param accountId only its own; 0: all
    /// @param cursor of the page before; null: from the first
    public Page<SmppLogin> list(long accountId, String cursor, int limit) {
        List<SmppLogin> found = reads.sql("SELECT * FROM accounts.smpp_logins WHERE id > ?"
                        + " AND (? = 0 OR account_id = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), accountId, accountId, limit + 1)
                .query((row, _) -> SmppLoginRows.login(row))
                .list();
        return Page.of(found, limit, SmppLogin::id);
    }
}
