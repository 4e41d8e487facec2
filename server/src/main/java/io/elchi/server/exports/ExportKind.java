package io.elchi.server.exports;

import io.elchi.server.core.Permission;
import java.util.Locale;

/// The list that is exported.
public enum ExportKind {
    MESSAGES(Permission.SMS_READ, Permission.MESSAGES_READ),
    CDR(Permission.SMS_READ, Permission.MESSAGES_READ),
    INBOUND_CDR(Permission.SMS_READ, Permission.MESSAGES_READ),
    TRANSACTIONS(Permission.BALANCE_READ, Permission.MONEY_READ),
    REFUSALS(Permission.SMS_READ, Permission.REFUSALS_READ);

    private final Permission own;
    private final Permission platform;

    ExportKind(Permission own, Permission platform) {
        this.own = own;
        this.platform = platform;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// That one needs who reads the list.
    ///
    /// @param ofPlatform the list of all accounts, rather than an account's own
    public Permission permission(boolean ofPlatform) {
        return ofPlatform ? platform : own;
    }
}
