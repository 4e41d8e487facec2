package io.elchi.server.accounts;

import io.elchi.server.core.Permission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a key may do: a set of permissions with a name.
public enum Scope {
    /// Send messages.
    SEND("sms:send", EnumSet.of(Permission.SMS_SEND)),
    /// Send test messages: they reach no operator and cost nothing. Not together with [#SEND].
    TEST("sms:test", EnumSet.of(Permission.SMS_SEND, Permission.SMS_TEST)),
    /// Besides [#SEND] or [#TEST]: send octets, flash messages and TLVs.
    BINARY("sms:binary", EnumSet.of(Permission.SMS_BINARY)),
    /// Read messages, the balance and the profile.
    READ(
            "sms:read",
            EnumSet.of(Permission.SMS_READ, Permission.BALANCE_READ, Permission.PROFILE_READ, Permission.EVENTS_READ)),
    /// Change the templates of texts. A key that sends uses them without this.
    TEMPLATES("templates", EnumSet.of(Permission.TEMPLATES_READ, Permission.TEMPLATES_WRITE)),
    /// Change where events are posted.
    WEBHOOKS("webhooks", EnumSet.of(Permission.WEBHOOKS_READ, Permission.WEBHOOKS_WRITE)),
    /// Everything of the admin API; this and the following only for keys of an account of type admin.
    ADMIN("admin", Permission.PLATFORM),
    /// The network operations centre: what carries the traffic, and who must be stopped.
    NOC(
            "role:noc",
            EnumSet.of(
                    Permission.OPERATORS_READ,
                    Permission.OPERATORS_WRITE,
                    Permission.LINKS_READ,
                    Permission.LINKS_WRITE,
                    Permission.LINKS_TRACE,
                    Permission.ROUTES_READ,
                    Permission.ROUTES_WRITE,
                    Permission.RULES_READ,
                    Permission.RULES_WRITE,
                    Permission.NETWORKS_READ,
                    Permission.NETWORKS_WRITE,
                    Permission.PRICES_READ,
                    Permission.ACCOUNTS_READ,
                    Permission.KEYS_READ,
                    Permission.KEYS_REVOKE,
                    Permission.BLOCKLIST_READ,
                    Permission.BLOCKLIST_WRITE,
                    Permission.MESSAGES_READ,
                    Permission.INBOUND_READ,
                    Permission.INBOUND_WRITE,
                    Permission.REFUSALS_READ,
                    Permission.PROCESSES_READ,
                    Permission.STATS_READ,
                    Permission.DRAFTS_READ)),
    /// Balances, prices, costs and records.
    FINANCE(
            "role:finance",
            EnumSet.of(
                    Permission.ACCOUNTS_READ,
                    Permission.MONEY_READ,
                    Permission.MONEY_WRITE,
                    Permission.TRANSFERS_WRITE,
                    Permission.CHARGES_WRITE,
                    Permission.CREDIT_WRITE,
                    Permission.PRICES_READ,
                    Permission.PRICES_WRITE,
                    Permission.COSTS_READ,
                    Permission.COSTS_WRITE,
                    Permission.OPERATORS_READ,
                    Permission.ROUTES_READ,
                    Permission.MESSAGES_READ,
                    Permission.STATS_READ,
                    Permission.DRAFTS_READ)),
    /// Another system that charges accounts, such as a switch of voice calls.
    CHARGES("role:charges", EnumSet.of(Permission.CHARGES_WRITE, Permission.MONEY_READ)),
    /// Accounts and what they pay. No messages: their numbers are not masked for staff.
    SALES(
            "role:sales",
            EnumSet.of(
                    Permission.ACCOUNTS_READ,
                    Permission.ACCOUNTS_WRITE,
                    Permission.MONEY_READ,
                    Permission.PRICES_READ,
                    Permission.ROUTES_READ,
                    Permission.KEYS_READ,
                    Permission.SENDERS_READ)),
    /// Where is this message, and why.
    SUPPORT(
            "role:support",
            EnumSet.of(
                    Permission.ACCOUNTS_READ,
                    Permission.MONEY_READ,
                    Permission.KEYS_READ,
                    Permission.OPERATORS_READ,
                    Permission.LINKS_READ,
                    Permission.ROUTES_READ,
                    Permission.RULES_READ,
                    Permission.NETWORKS_READ,
                    Permission.PRICES_READ,
                    Permission.SENDERS_READ,
                    Permission.SENDERS_WRITE,
                    Permission.BLOCKLIST_READ,
                    Permission.BLOCKLIST_WRITE,
                    Permission.MESSAGES_READ,
                    Permission.MESSAGES_REVEAL,
                    Permission.INBOUND_READ,
                    Permission.REFUSALS_READ,
                    Permission.STATS_READ,
                    Permission.DRAFTS_READ));

    private final String text;
    private final Set<Permission> permissions;

    Scope(String text, Set<Permission> permissions) {
        this.text = text;
        this.permissions = permissions;
    }

    /// All that these open together.
    public static Set<Permission> permissions(Set<Scope> scopes) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        scopes.forEach(scope -> all.addAll(scope.permissions));
        return Collections.unmodifiableSet(all);
    }

    /// The operations that it opens.
    public Set<Permission> permissions() {
        return Set.copyOf(permissions);
    }

    /// Whether it is about all accounts: only the platform's staff may have it.
    public boolean isForStaff() {
        return permissions.stream().anyMatch(Permission.PLATFORM::contains);
    }

    public String text() {
        return text;
    }

    public static Optional<Scope> of(String text) {
        for (Scope scope : values()) {
            if (scope.text.equals(text)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
