package io.elchi.server.accounts;

import io.elchi.server.core.Credential;
import io.elchi.server.core.Permission;
import java.util.Set;

/// An authenticated caller: a key, a user or an OAuth client of an account.
public record Caller(Account account, Credential credential, Set<Permission> permissions) {
    /// Parts of test messages a second: they cost nothing, and are stored like others.
    static final int MOST_TESTS = 10;

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /// Whether it is one of the platform's own.
    public boolean isStaff() {
        return account.type() == Account.Type.ADMIN;
    }

    /// Whether what it sends are test messages.
    public boolean isTest() {
        return permissions.contains(Permission.SMS_TEST);
    }

    /// Whose bucket its messages are counted in: tests do not take from the rate of real messages.
    public long rateAccount() {
        return isTest() ? -account.id() : account.id();
    }

    /// Parts a second.
    public int ratePerSecond() {
        return isTest() ? Math.min(MOST_TESTS, account.ratePerSecond()) : account.ratePerSecond();
    }

    /// The key's id; 0: the caller is no key.
    public long apiKeyId() {
        return credential.apiKeyId();
    }
}
