package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Permission;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The roles that are there from the beginning: sets of permissions for the people of an account of one type.
public enum UserRole {
    /// Everything.
    SUPER_ADMIN(Account.Type.ADMIN, Permission.PLATFORM),
    NOC(Account.Type.ADMIN, Scope.NOC.permissions()),
    FINANCE(Account.Type.ADMIN, Scope.FINANCE.permissions()),
    SALES(Account.Type.ADMIN, Scope.SALES.permissions()),
    SUPPORT(Account.Type.ADMIN, Scope.SUPPORT.permissions()),
    /// A reseller's own account and its clients.
    RESELLER_ADMIN(
            Account.Type.RESELLER,
            Permission.OWN,
            Permission.ACCOUNTS_READ,
            Permission.ACCOUNTS_WRITE,
            Permission.MONEY_READ,
            Permission.TRANSFERS_WRITE,
            Permission.MESSAGES_READ,
            Permission.STATS_READ,
            Permission.KEYS_READ,
            Permission.KEYS_WRITE,
            Permission.KEYS_REVOKE,
            Permission.USERS_READ,
            Permission.USERS_WRITE,
            Permission.DRAFTS_READ),
    /// Everything that a client may do.
    OWNER(
            Account.Type.CLIENT,
            Permission.OWN,
            Permission.KEYS_READ,
            Permission.KEYS_WRITE,
            Permission.KEYS_REVOKE,
            Permission.USERS_READ,
            Permission.USERS_WRITE,
            Permission.DRAFTS_READ),
    /// Who connects a client's systems.
    DEVELOPER(
            Account.Type.CLIENT,
            EnumSet.of(
                    Permission.SMS_SEND,
                    Permission.SMS_READ,
                    Permission.PROFILE_READ,
                    Permission.EVENTS_READ,
                    Permission.TEMPLATES_READ,
                    Permission.TEMPLATES_WRITE,
                    Permission.WEBHOOKS_READ,
                    Permission.WEBHOOKS_WRITE),
            Permission.KEYS_READ,
            Permission.KEYS_WRITE,
            Permission.KEYS_REVOKE),
    CLIENT_FINANCE(Account.Type.CLIENT, EnumSet.of(Permission.BALANCE_READ, Permission.PROFILE_READ)),
    /// Who only looks.
    VIEWER(Account.Type.CLIENT, EnumSet.of(Permission.SMS_READ, Permission.PROFILE_READ));

    private final Account.Type type;
    private final Set<Permission> permissions;

    UserRole(Account.Type type, Set<Permission> some, Permission... others) {
        this.type = type;
        EnumSet<Permission> all = EnumSet.copyOf(some);
        all.addAll(Arrays.asList(others));
        all.add(Permission.SELF);
        permissions = Collections.unmodifiableSet(all);
    }

    /// The type of the accounts whose people may have it.
    public Account.Type type() {
        return type;
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /// The word in the API and in the table.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<UserRole> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
