package io.elchi.server.accounts;

import io.elchi.server.core.Cidr;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.LongMap;
import io.elchi.server.core.Permission;
import io.elchi.server.db.Notifications;
import io.elchi.server.http.ClientCertificate;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
    private static final VarHandle CODES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// A key as authentication needs it.
    ///
    /// @param networks empty: from everywhere
    /// @param expiresAt null: never
    /// @param staff whether a scope of the platform's staff is among them
    /// @param certificate SHA-256 of the client certificate with which it is accepted; null: none is asked for
    /// @param newest whether no other key took over from it
    record Key(
            long id,
            long accountId,
            byte[] hash,
            List<Cidr> networks,
            Set<Permission> permissions,
            boolean staff,
            Instant expiresAt,
            byte[] certificate,
            boolean newest) {
        boolean isNamedByCertificate() {
            return certificate != null && newest;
        }
    }

    /// Everything at one moment.
    ///
    /// @param keys by the code of their prefix ([KeyText#code])
    /// @param certificates the keys that a certificate alone names, by [#certificateCode]
    record Snapshot(AccountTree accounts, LongMap<Key> keys, LongMap<Key> certificates) {}

    private final AccountStore store;
    private final Clock clock;
    private final Map<Long, Instant> used = new ConcurrentHashMap<>();
    private final Duration maxAge;
    private volatile Snapshot snapshot = new Snapshot(AccountTree.EMPTY, LongMap.empty(), LongMap.empty());
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

    /// The beginning of a certificate's hash. The database has no two certificates with the same.
    static long certificateCode(byte[] hash) {
        return (long) CODES.get(hash, 0);
    }

    @Override
    public Authentication authenticate(String presented, ClientCertificate certificate, InetAddress from) {
        Snapshot now = snapshot;
        Key key = presented == null ? named(now, certificate) : known(now, presented);
        if (key == null) {
            return Authentication.Denied.withoutKey();
        }
        Instant time = clock.now();
        if (key.certificate != null && (certificate == null || !certificate.is(key.certificate, time))) {
            // As of an unknown key: who found the secret does not learn that it is right.
            return Authentication.Denied.of(Failure.UNAUTHORIZED, key);
        }
        return checked(now, key, from, time);
    }

    /// @return null: it is none of ours
    private static Key known(Snapshot now, String presented) {
        String prefix = KeyText.prefix(presented);
        if (prefix == null) {
            return null;
        }
        Key key = now.keys.get(KeyText.code(prefix));
        byte[] hash = KeyText.hash(presented);
        // An unknown key takes as long as a known one.
        return MessageDigest.isEqual(hash, key == null ? NO_HASH : key.hash) ? key : null;
    }

    /// @return null: the certificate names none
    private static Key named(Snapshot now, ClientCertificate certificate) {
        if (certificate == null) {
            return null;
        }
        Key key = now.certificates.get(certificateCode(certificate.hash()));
        return key != null && Arrays.equals(key.certificate, certificate.hash()) ? key : null;
    }

    private Authentication checked(Snapshot now, Key key, InetAddress from, Instant time) {
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
