package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What people's roles allow: those that are there from the beginning, and those that accounts make.
public final class Roles {
    static final String CUSTOM = "custom:";
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final Clock clock;

    Roles(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A role that an account made for its people.
    public record CustomRole(long id, long accountId, String name, Set<Permission> permissions) {
        /// Its word in a person's record.
        public String text() {
            return CUSTOM + id;
        }
    }

    /// What a person's role allows; nothing, when there is no such role any more.
    Set<Permission> permissions(String role, long account, Account.Type type) {
        EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
        UserRole.of(role).filter(known -> known.type() == type).ifPresent(known -> all.addAll(known.permissions()));
        custom(role).filter(made -> made.accountId == account).ifPresent(made -> {
            all.addAll(made.permissions);
            all.retainAll(most(type));
            all.add(Permission.SELF);
        });
        return all;
    }

    /// What a role of an account of this type can have.
    public static Set<Permission> most(Account.Type type) {
        return switch (type) {
            case ADMIN -> UserRole.SUPER_ADMIN.permissions();
            case RESELLER -> UserRole.RESELLER_ADMIN.permissions();
            case CLIENT -> UserRole.OWNER.permissions();
        };
    }

    /// Whether people of the account can have it.
    boolean isThere(String role, long account, Account.Type type) {
        return UserRole.of(role).filter(each -> each.type() == type).isPresent()
                || custom(role).filter(made -> made.accountId == account).isPresent();
    }

    /// What a role allows that a person of the account is to have.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account's people cannot have it
    Set<Permission> granted(String role, long account, Account.Type type) {
        if (!isThere(role, account, type)) {
            List<String> all = Arrays.stream(UserRole.values())
                    .filter(each -> each.type() == type)
                    .map(UserRole::text)
                    .toList();
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "role",
                            "people of this account have one of " + String.join(", ", all)
                                    + ", or a role that the account made")
                    .exception();
        }
        return permissions(role, account, type);
    }

    /// @throws io.elchi.server.core.RefusedException when the caller lacks one of them itself
    public static void checkHas(Caller caller, Set<Permission> granted) {
        EnumSet<Permission> more = EnumSet.noneOf(Permission.class);
        more.addAll(granted);
        more.removeAll(caller.permissions());
        more.remove(Permission.SELF);
        if (!more.isEmpty()) {
            throw Refusal.of(
                            Failure.SCOPE_MISSING,
                            "nobody gives what it does not have: "
                                    + String.join(
                                            ", ",
                                            more.stream().map(Permission::text).toList()))
                    .exception();
        }
    }

    private Optional<CustomRole> custom(String role) {
        if (!role.matches(CUSTOM + "[0-9]{1,18}")) {
            return Optional.empty();
        }
        return find(Long.parseLong(role.substring(CUSTOM.length())));
    }

    public Optional<CustomRole> find(long id) {
        return jdbc.sql("SELECT * FROM identity.roles WHERE id = ?")
                .param(id)
                .query((row, _) -> role(row))
                .optional();
    }

    public List<CustomRole> of(long account) {
        return jdbc.sql("SELECT * FROM identity.roles WHERE account_id = ? ORDER BY id")
                .param(account)
                .query((row, _) -> role(row))
                .list();
    }

    /// Makes a role.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account has one of this name, or too many
    public CustomRole add(long account, String name, Set<Permission> permissions) {
        if (of(account).size() >= MOST) {
            throw Refusal.of(Failure.CONFLICT, "an account has " + MOST + " roles of its own at most")
                    .exception();
        }
        try {
            return jdbc.sql("INSERT INTO identity.roles (account_id, name, permissions) VALUES (?, ?, ?) RETURNING *")
                    .params(account, name, texts(permissions))
                    .query((row, _) -> role(row))
                    .single();
        } catch (DuplicateKeyException ignored) {
            throw Refusal.ofField(Failure.CONFLICT, "name", "the account has a role of this name")
                    .exception();
        }
    }

    /// Changes what a role allows, for everybody who has it.
    public Optional<CustomRole> change(long id, Set<Permission> permissions) {
        return jdbc.sql("UPDATE identity.roles SET permissions = ?, updated_at = ? WHERE id = ? RETURNING *")
                .params(texts(permissions), clock.now().atOffset(ZoneOffset.UTC), id)
                .query((row, _) -> role(row))
                .optional();
    }

    /// Removes a role.
    ///
    /// @throws io.elchi.server.core.RefusedException when somebody has it
    public void remove(CustomRole role) {
        int removed = jdbc.sql("DELETE FROM identity.roles WHERE id = ? AND NOT EXISTS"
                        + " (SELECT FROM identity.users WHERE users.role = ?)")
                .params(role.id, role.text())
                .update();
        if (removed == 0) {
            throw Refusal.of(Failure.CONFLICT, "somebody has this role").exception();
        }
    }

    private static String[] texts(Set<Permission> permissions) {
        return permissions.stream().map(Permission::text).sorted().toArray(String[]::new);
    }

    private static CustomRole role(ResultSet row) throws SQLException {
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String text : (String[]) row.getArray("permissions").getArray()) {
            Permission.of(text).ifPresent(permissions::add);
        }
        return new CustomRole(row.getLong("id"), row.getLong("account_id"), row.getString("name"), permissions);
    }
}
