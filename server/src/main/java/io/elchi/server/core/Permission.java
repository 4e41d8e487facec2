package io.elchi.server.core;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The right to use an operation. Each operation of each contract names one (`x-permission`), and a server in
/// which one lacks it does not start.
public enum Permission {
    SMS_SEND("sms:send"),
    /// The account's own messages.
    SMS_READ("sms:read"),
    BALANCE_READ("balance:read"),
    PROFILE_READ("profile:read"),
    EVENTS_READ("events:read"),
    /// Templates of the account's texts.
    TEMPLATES_READ("templates:read"),
    TEMPLATES_WRITE("templates:write"),
    WEBHOOKS_READ("webhooks:read"),
    WEBHOOKS_WRITE("webhooks:write"),

    ACCOUNTS_READ("accounts:read"),
    ACCOUNTS_WRITE("accounts:write"),
    /// Balances and transactions of all accounts.
    MONEY_READ("money:read"),
    /// Top-ups, adjustments and refunds.
    MONEY_WRITE("money:write"),
    /// Money between an account and one directly below it.
    TRANSFERS_WRITE("transfers:write"),
    /// Charges of other systems.
    CHARGES_WRITE("charges:write"),
    CREDIT_WRITE("credit:write"),
    KEYS_READ("keys:read"),
    KEYS_WRITE("keys:write"),
    KEYS_REVOKE("keys:revoke"),
    OPERATORS_READ("operators:read"),
    OPERATORS_WRITE("operators:write"),
    LINKS_READ("links:read"),
    LINKS_WRITE("links:write"),
    /// A trace has numbers and texts, masked.
    LINKS_TRACE("links:trace"),
    ROUTES_READ("routes:read"),
    ROUTES_WRITE("routes:write"),
    /// Rules that rewrite and refuse messages.
    RULES_READ("rules:read"),
    RULES_WRITE("rules:write"),
    PRICES_READ("prices:read"),
    PRICES_WRITE("prices:write"),
    COSTS_READ("costs:read"),
    COSTS_WRITE("costs:write"),
    NETWORKS_READ("networks:read"),
    NETWORKS_WRITE("networks:write"),
    SENDERS_READ("senders:read"),
    SENDERS_WRITE("senders:write"),
    BLOCKLIST_READ("blocklist:read"),
    BLOCKLIST_WRITE("blocklist:write"),
    /// Messages and call detail records of all accounts.
    MESSAGES_READ("messages:read"),
    /// The whole text of a message, for a short time and a reason.
    MESSAGES_REVEAL("messages:reveal"),
    /// Messages from handsets, and whose numbers they come to.
    INBOUND_READ("inbound:read"),
    INBOUND_WRITE("inbound:write"),
    REFUSALS_READ("refusals:read"),
    PROCESSES_READ("processes:read"),
    STATS_READ("stats:read"),
    AUDIT_READ("audit:read"),
    /// Changes that wait for a second person, as far as the caller may make them itself.
    DRAFTS_READ("drafts:read"),
    /// People, their roles and their sessions.
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),

    /// What a person does with itself: its password, second factor and sessions.
    SELF("self"),

    /// Makes what a key sends test messages, which reach no operator and cost nothing. No operation needs it, and
    /// no role has it.
    SMS_TEST("sms:test"),

    /// Binary content, flash and TLVs in the operations that need [#SMS_SEND]. No operation needs it, and no role
    /// has it.
    SMS_BINARY("sms:binary");

    /// What the account itself does: a key of the platform's staff does not need it.
    public static final Set<Permission> OWN = EnumSet.range(SMS_SEND, WEBHOOKS_WRITE);

    /// What is about all accounts.
    public static final Set<Permission> PLATFORM = EnumSet.range(ACCOUNTS_READ, USERS_WRITE);

    private final String text;

    Permission(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<Permission> of(String text) {
        for (Permission permission : values()) {
            if (permission.text.equals(text)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
