package io.elchi.server.accounts;

import io.elchi.server.accounts.Account.Type;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accounts for administrators: their position in the tree, in pages, and their changes.
public final class AccountRegister {
    /// The accounts above each of some accounts, nearest first.
    private static final String ABOVE = "WITH RECURSIVE up AS (SELECT id AS below, parent_id, 0 AS level"
            + " FROM accounts.accounts WHERE id = ANY (?) UNION ALL SELECT up.below, a.parent_id, level + 1"
            + " FROM up JOIN accounts.accounts a ON a.id = up.parent_id)"
            + " SELECT up.below, a.id, a.type, a.name, a.status FROM up JOIN accounts.accounts a ON a.id = up.parent_id"
            + " ORDER BY up.below, up.level";

    private final JdbcClient jdbc;

    public AccountRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// An account above another.
    public record Above(long id, Type type, String name, boolean active) {}

    /// An account with its place.
    ///
    /// @param active whether it is itself; those above may still be suspended
    /// @param cancelWaiting while it is suspended: what waits to be sent is canceled, not held
    /// @param contentDays how many days the texts of its messages can be read; 0: as long as their records are
    ///     kept
    /// @param above nearest first, the root last
    public record RegisteredAccount(
            long id,
            Type type,
            String name,
            String externalRef,
            String contact,
            boolean active,
            boolean cancelWaiting,
            String currency,
            int ratePerSecond,
            int maxParts,
            int weight,
            String defaultCountry,
            int contentDays,
            List<Above> above,
            Instant createdAt,
            Instant updatedAt) {
        /// Another one after each change: microseconds.
        public long version() {
            return micros(updatedAt);
        }

        /// Whether it can do anything: it and every account above it are active.
        public boolean open() {
            return active && above.stream().allMatch(Above::active);
        }
    }

    /// Which accounts are wanted.
    ///
    /// @param parentId only those directly below it; 0: all
    /// @param type null: all
    /// @param active as they are themselves; null: all
    public record Filter(long parentId, Type type, Boolean active) {}

    /// A change; null keeps the current value.
    ///
    /// @param cancelWaiting only with `active` false: whether what waits is canceled, not held. What the platform
    ///     decided about it stays when others ask
    /// @param contact empty takes it away
    /// @param externalRef empty takes it away
    /// @param defaultCountry empty takes it away
    /// @param contentDays empty: as long as the records
    /// @param byPlatform whether the platform's staff asks: what it suspends nobody else activates
    public record Change(
            Boolean active,
            Boolean cancelWaiting,
            String name,
            Optional<String> contact,
            Optional<String> externalRef,
            Integer ratePerSecond,
            Integer maxParts,
            Integer weight,
            Optional<String> defaultCountry,
            Optional<Integer> contentDays,
            boolean byPlatform) {}

    /// By id.
    ///
    /// @param cursor of the page before; null: from the first
    public Page<RegisteredAccount> page(Filter filter, String cursor, int limit) {
        List<RegisteredAccount> found = jdbc.sql("SELECT * FROM accounts.accounts WHERE id > ?"
                        + " AND (?::bigint = 0 OR parent_id = ?) AND (?::text IS NULL OR type = ?)"
                        + " AND (?::text IS NULL OR status = ?) ORDER BY id LIMIT ?")
                .param(Page.id(cursor, 0))
                .param(filter.parentId())
                .param(filter.parentId())
                .param(filter.type() == null ? null : filter.type().text())
                .param(filter.type() == null ? null : filter.type().text())
                .param(status(filter.active()))
                .param(status(filter.active()))
                .param(limit + 1)
                .query((row, _) -> entry(row))
                .list();
        return Page.of(placed(found), limit, RegisteredAccount::id);
    }

    private static String status(Boolean active) {
        return active == null ? null : active ? "active" : "suspended";
    }

    public Optional<RegisteredAccount> find(long id) {
        List<RegisteredAccount> found = jdbc.sql("SELECT * FROM accounts.accounts WHERE id = ?")
                .param(id)
                .query((row, _) -> entry(row))
                .list();
        return placed(found).stream().findFirst();
    }

    private static RegisteredAccount entry(ResultSet row) throws SQLException {
        return new RegisteredAccount(
                row.getLong("id"),
                type(row),
                row.getString("name"),
                row.getString("external_ref"),
                row.getString("contact"),
                isActive(row),
                row.getBoolean("cancel_waiting"),
                row.getString("currency"),
                row.getInt("rate_per_second"),
                row.getInt("max_parts"),
                row.getInt("weight"),
                row.getString("default_country"),
                row.getInt("content_days"),
                List.of(),
                AccountStore.instant(row, "created_at"),
                AccountStore.instant(row, "updated_at"));
    }

    private static Type type(ResultSet row) throws SQLException {
        return Type.valueOf(row.getString("type").toUpperCase(Locale.ROOT));
    }

    private static boolean isActive(ResultSet row) throws SQLException {
        return row.getString("status").equals("active");
    }

    private List<RegisteredAccount> placed(List<RegisteredAccount> entries) {
        Long[] ids = entries.stream().map(RegisteredAccount::id).toArray(Long[]::new);
        Map<Long, List<Above>> above = new HashMap<>();
        jdbc.sql(ABOVE)
                .param((Object) ids)
                .query((row, _) -> above.computeIfAbsent(row.getLong("below"), _ -> new ArrayList<>())
                        .add(new Above(row.getLong("id"), type(row), row.getString("name"), isActive(row))))
                .list();
        return entries.stream()
                .map(entry -> placed(entry, above.getOrDefault(entry.id, List.of())))
                .toList();
    }

    private static RegisteredAccount placed(RegisteredAccount entry, List<Above> above) {
        return new RegisteredAccount(
                entry.id,
                entry.type,
                entry.name,
                entry.externalRef,
                entry.contact,
                entry.active,
                entry.cancelWaiting,
                entry.currency,
                entry.ratePerSecond,
                entry.maxParts,
                entry.weight,
                entry.defaultCountry,
                entry.contentDays,
                List.copyOf(above),
                entry.createdAt,
                entry.updatedAt);
    }

    /// Changes an account.
    ///
    /// @return the account as it is now; empty when there is none
    /// @throws io.elchi.server.core.RefusedException when an administrator's account would be suspended: nobody
    ///     could take that back
    public Optional<RegisteredAccount> change(long id, Change change) {
        Optional<RegisteredAccount> known = find(id);
        if (known.isEmpty()) {
            return known;
        }
        if (known.get().type() == Type.ADMIN && Boolean.FALSE.equals(change.active())) {
            throw Refusal.ofField(Failure.CONFLICT, "status", "an account of type admin stays active")
                    .exception();
        }
        if (Boolean.TRUE.equals(change.active()) && !change.byPlatform() && isSuspendedByPlatform(id)) {
            throw Refusal.of(Failure.SCOPE_MISSING, "the platform suspended it").exception();
        }
        jdbc.sql("UPDATE accounts.accounts SET suspended_by_platform = CASE ?::text WHEN 'active' THEN false"
                        + " WHEN 'suspended' THEN suspended_by_platform OR ? ELSE suspended_by_platform END,"
                        + " cancel_waiting = CASE WHEN ?::text IS NULL OR suspended_by_platform AND NOT ?"
                        + " AND status = 'suspended' THEN cancel_waiting WHEN ?::boolean IS NULL"
                        + " THEN status = 'suspended' AND ?::text = 'suspended' AND cancel_waiting ELSE ? END,"
                        + " status = coalesce(?, status), name = coalesce(?, name),"
                        + " contact = CASE WHEN ? THEN ? ELSE contact END,"
                        + " external_ref = CASE WHEN ? THEN ? ELSE external_ref END,"
                        + " rate_per_second = coalesce(?, rate_per_second), max_parts = coalesce(?, max_parts),"
                        + " default_country = CASE WHEN ? THEN ? ELSE default_country END,"
                        + " content_days = CASE WHEN ? THEN ?::smallint ELSE content_days END,"
                        + " weight = coalesce(?, weight), updated_at = now() WHERE id = ?")
                .param(status(change.active()))
                .param(change.byPlatform())
                .param(status(change.active()))
                .param(change.byPlatform())
                .param(change.cancelWaiting())
                .param(status(change.active()))
                .param(change.cancelWaiting())
                .param(status(change.active()))
                .param(change.name())
                .param(change.contact() != null)
                .param(orNull(change.contact()))
                .param(change.externalRef() != null)
                .param(orNull(change.externalRef()))
                .param(change.ratePerSecond())
                .param(change.maxParts())
                .param(change.defaultCountry() != null)
                .param(orNull(change.defaultCountry()))
                .param(change.contentDays() != null)
                .param(orNull(change.contentDays()))
                .param(change.weight())
                .param(id)
                .update();
        return find(id);
    }

    /// Locks the account until the end of the transaction.
    ///
    /// @throws io.elchi.server.core.RefusedException when it is there in another version
    public void expect(long id, long version) {
        jdbc.sql("SELECT updated_at FROM accounts.accounts WHERE id = ? FOR UPDATE")
                .param(id)
                .query((row, _) -> micros(AccountStore.instant(row, "updated_at")))
                .optional()
                .filter(current -> current != version)
                .ifPresent(current -> {
                    throw Refusal.ofField(
                                    Failure.PRECONDITION_FAILED, "If-Match", "the account is in version " + current)
                            .exception();
                });
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private boolean isSuspendedByPlatform(long id) {
        return jdbc.sql("SELECT suspended_by_platform FROM accounts.accounts WHERE id = ? FOR UPDATE")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    private static <T> T orNull(Optional<T> value) {
        return value == null ? null : value.orElse(null);
    }
}
