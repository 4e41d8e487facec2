package io.elchi.server.accounts;

import io.elchi.server.core.Cidr;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.LongMap;
import io.elchi.server.core.Permission;
import io.elchi.server.db.Notifications;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Accounts and keys in memory, which follow their tables.
public final class Directory implements Accounts {
    private static final byte[] NO_HASH = new byte[32];

    /// A key as authentication needs it.
    ///
    /// @param networks empty: from everywhere
    /// @param expiresAt null: never
    /// @param staff whether a scope of the platform's staff is among them
    record Key(
            long id,
            long accountId,
            byte[] hash,
            List<Cidr> networks,
            Set<Permission> permissions,
            boolean staff,
            Instant expiresAt) {}

    /// Everything at one moment.
    ///
    /// @param keys by the code of their prefix ([KeyText#code])
    record Snapshot(AccountTree accounts, LongMap<Key> keys) {}

    private final AccountStore store;
    private final Clock clock;
    private final Map<Long, Instant> used = new ConcurrentHashMap<>();
    private final Duration maxAge;
    private volatile Snapshot snapshot = new Snapshot(AccountTree.EMPTY, LongMap.empty());
    private volatile Supplier<Duration> age = () -> Duration.ZERO;

    /// @param maxAge the age of the snapshot from which on keys of administrators are refused: one may be revoked
    public Directory(AccountStore store, Clock clock, Duration maxAge) {
        this.store = store;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /// Loads, and follows changes from now on.
    public void follow(Notifications notifications) {
        notifications.follow("accounts", new DirectoryLoader(this));
        follow(() -> notifications.age("accounts"));
    }

    /// @param snapshotAge the time since the snapshot was last known to be current
    void follow(Supplier<Duration> snapshotAge) {
        age = snapshotAge;
    }

    void take(Snapshot next) {
        snapshot = next;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Authentication authenticate(String presented, InetAddress from) {
        String prefix = KeyText.prefix(presented);
        if (prefix == null) {
            return Authentication.Denied.withoutKey();
        }
        Snapshot now = snapshot;
        Key key = now.keys.get(KeyText.code(prefix));
        byte[] hash = KeyText.hash(presented);
        // An unknown key takes as long as a known one.
        boolean right = MessageDigest.isEqual(hash, key == null ? NO_HASH : key.hash) && key != null;
        Instant time = clock.now();
        if (!right) {
            return Authentication.Denied.withoutKey();
        }
        if (key.expiresAt != null && !time.isBefore(key.expiresAt)) {
            return Authentication.Denied.of(Failure.UNAUTHORIZED, key);
        }
        if (!key.networks.isEmpty() && key.networks.stream().noneMatch(network -> network.contains(from))) {
            return Authentication.Denied.of(Failure.IP_NOT_ALLOWED, key);
        }
        if (key.staff && age.get().compareTo(maxAge) > 0) {
            return Authentication.Denied.of(Failure.KEYS_OUTDATED, key);
        }
        Account account = now.accounts.get(key.accountId);
        if (account == null || !account.active()) {
            return Authentication.Denied.of(Failure.ACCOUNT_SUSPENDED, key);
        }
        used.put(key.id, time);
        return new Authentication.Granted(new Caller(account, Credential.apiKey(key.id), key.permissions));
    }

    @Override
    public Optional<Account> account(long id) {
        return Optional.ofNullable(snapshot.accounts.get(id));
    }

    /// Stores when keys were used last; to be called from time to time, and at the end.
    public void storeUse() {
        Map<Long, Instant> taken = new HashMap<>();
        used.keySet().forEach(id -> taken.put(id, used.remove(id)));
        store.storeUse(taken);
    }
}
