package io.elchi.server.accounts;

import io.elchi.server.accounts.Account.Type;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Tx;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accounts in PostgreSQL.
public final class AccountStore {
    private final JdbcClient jdbc;

    public AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A new account.
    ///
    /// @param parentId 0: none, which only an account of type admin may have
    /// @param defaultCountry ISO 3166; null when there is none
    public record NewAccount(
            long parentId,
            Type type,
            String name,
            String externalRef,
            String contact,
            String currency,
            int ratePerSecond,
            int maxParts,
            int weight,
            String defaultCountry) {}

    /// Creates an account, in the caller's transaction, which opens its balance too.
    ///
    /// @throws io.elchi.server.core.RefusedException when the parent cannot have such a child
    public long create(Tx tx, NewAccount wanted) throws SQLException {
        checkParent(wanted);
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO accounts.accounts (parent_id, type, name, external_ref, contact, status,"
                        + " currency, rate_per_second, max_parts, weight, default_country)"
                        + " VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?) RETURNING id")) {
            insert.setObject(1, wanted.parentId() == 0 ? null : wanted.parentId());
            insert.setString(2, wanted.type().text());
            insert.setString(3, wanted.name());
            insert.setString(4, wanted.externalRef());
            insert.setString(5, wanted.contact());
            insert.setString(6, wanted.currency());
            insert.setInt(7, wanted.ratePerSecond());
            insert.setInt(8, wanted.maxParts());
            insert.setInt(9, wanted.weight());
            insert.setString(10, wanted.defaultCountry());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void checkParent(NewAccount wanted) {
        if (wanted.parentId() == 0) {
            if (wanted.type() != Type.ADMIN) {
                throw Refusal.ofField(Failure.MISSING_FIELD, "parent_id", "only an admin account has no parent")
                        .exception();
            }
            return;
        }
        Type parent = jdbc.sql("SELECT type FROM accounts.accounts WHERE id = ?")
                .param(wanted.parentId())
                .query((row, _) -> type(row.getString(1)))
                .optional()
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "parent_id", "there is no such account")
                        .exception());
        if (parent == Type.CLIENT || wanted.type() == Type.ADMIN) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "parent_id", "a client has no accounts below it")
                    .exception();
        }
    }

    /// Suspends or activates; false when there is no such account.
    public boolean setActive(long id, boolean active) {
        return jdbc.sql("UPDATE accounts.accounts SET status = ?, updated_at = now() WHERE id = ?")
                        .params(active ? "active" : "suspended", id)
                        .update()
                > 0;
    }

    /// The root of the tree, if it is there.
    public Optional<Long> admin() {
        return jdbc.sql("SELECT min(id) FROM accounts.accounts WHERE type = 'admin' HAVING min(id) IS NOT NULL")
                .query(Long.class)
                .optional();
    }

    /// Every account with its place in the tree, by id.
    public List<Account> list() {
        Map<Long, Account> rows = new HashMap<>();
        jdbc.sql("SELECT * FROM accounts.accounts")
                .query((row, _) -> rows.put(row.getLong("id"), account(row)))
                .list();
        AccountTree tree = AccountTree.of(rows);
        return rows.keySet().stream().sorted().map(tree::get).toList();
    }

    /// A row of the table: active is its own state, and there are no payers.
    static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getLong("parent_id"),
                type(row.getString("type")),
                row.getString("name"),
                row.getString("external_ref"),
                row.getString("contact"),
                standing(row),
                // One for all accounts that have it.
                row.getString("currency").intern(),
                row.getInt("rate_per_second"),
                row.getInt("max_parts"),
                row.getInt("weight"),
                row.getString("default_country"),
                row.getInt("content_days"),
                List.of());
    }

    private static Account.Standing standing(ResultSet row) throws SQLException {
        if (row.getString("status").equals("active")) {
            return Account.Standing.ACTIVE;
        }
        return row.getBoolean("cancel_waiting") ? Account.Standing.CANCELING : Account.Standing.SUSPENDED;
    }

    static Type type(String text) {
        return Type.valueOf(text.toUpperCase(Locale.ROOT));
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

    void storeUse(Map<Long, Instant> used) {
        if (used.isEmpty()) {
            return;
        }
        Long[] ids = used.keySet().toArray(Long[]::new);
        String[] times = Arrays.stream(ids).map(id -> used.get(id).toString()).toArray(String[]::new);
        jdbc.sql("UPDATE accounts.api_keys k SET last_used_at = greatest(k.last_used_at, u.at)"
                        + " FROM unnest(?::bigint[], ?::timestamptz[]) u (id, at) WHERE k.id = u.id")
                .params(ids, times)
                .update();
    }
}
