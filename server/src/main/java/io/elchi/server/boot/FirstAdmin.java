package io.elchi.server.boot;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.core.Money;
import io.elchi.server.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;

/// The first administrator of an empty database. Once a key with the scope admin exists, even a revoked one,
/// nothing is made any more: who has taken it away meant it.
final class FirstAdmin {
    /// Of PostgreSQL's advisory lock: of several processes that start, one makes the administrator.
    private static final long LOCK = 0x656C_6368_6961_646DL;

    private final Server server;
    private final SetupProperties setup;
    private final CliFile file;

    FirstAdmin(Server server, SetupProperties setup, CliFile file) {
        this.server = server;
        this.setup = setup;
        this.file = file;
    }

    /// @return whether a key was made and stands in the file now
    /// @throws IOException when the file cannot be written; then there is no key, and the next start tries again
    /// @throws IllegalArgumentException when the configured key or currency has another form
    boolean make() throws IOException {
        try {
            return server.database().transactions().run(tx -> {
                try (PreparedStatement lock = tx.connection().prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
                    lock.setLong(1, LOCK);
                    lock.execute();
                }
                return !server.part(ApiKeys.class).hasAdmin() && made();
            });
        } catch (UncheckedIOException e) {
            throw new IOException(
                    "the first administrator's key cannot be written to " + file.path()
                            + " (setup.admin_key sets one): " + e.getCause().getMessage(),
                    e);
        }
    }

    private boolean made() {
        boolean configured = !setup.adminKey().isEmpty();
        Secret key = configured ? setup.adminKey() : ApiKeys.random();
        long account = account();
        if (!configured) {
            // Before the key is valid: after a crash in between another one is made.
            write(key);
        }
        adopt(account, key);
        return !configured;
    }

    private void adopt(long account, Secret key) {
        ApiKey.NewKey wanted = new ApiKey.NewKey(
                account,
                "first administrator",
                List.of(),
                Set.of(Scope.SEND, Scope.READ, Scope.WEBHOOKS, Scope.ADMIN),
                null);
        try {
            server.part(ApiKeys.class).adopt(wanted, key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setup.admin_key: " + e.getMessage(), e);
        }
    }

    private void write(Secret key) {
        try {
            file.write(server.url(), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long account() {
        if (!Money.isCurrency(setup.currency())) {
            throw new IllegalArgumentException("setup.currency: '" + setup.currency() + "' must be like UZS");
        }
        return server.part(AccountStore.class)
                .admin()
                .orElseGet(() -> server.part(AccountOpening.class)
                        .open(
                                new AccountStore.NewAccount(
                                        0,
                                        Account.Type.ADMIN,
                                        "Administration",
                                        null,
                                        null,
                                        setup.currency(),
                                        100,
                                        10,
                                        1,
                                        null),
                                Money.zero(setup.currency())));
    }
}
