package io.elchi.server.oauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that sign tokens, in memory as in their table.
///
/// A key is published [#AHEAD] before it signs, which is longer than anybody may cache the published keys. It
/// signs for the rotation's time, and stays published until its last token has expired. The first key signs at
/// once: nobody has cached anything.
public final class SigningKeys {
    /// How long others may cache the published keys.
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    static final Duration AHEAD = Duration.ofHours(1);
    /// From when a key should sign no more until it is removed: a token is valid for an hour at most, clocks
    /// differ, and the job that makes the successor may come late.
    static final Duration KEPT = Duration.ofHours(3);

    private static final Duration LONGEST_TOKEN = Duration.ofMinutes(61);
    /// Between two looks at the table for a key that is not known here.
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final Transactions transactions;
    private final KeyEncryption encryption;
    private final Clock clock;
    private final Duration rotation;
    private final Object making = new Object();
    private volatile Map<String, StoredKey> keys = Map.of();
    private long lookAt;

    /// @param encryption null: private keys are stored as they are
    SigningKeys(Transactions transactions, KeyEncryption encryption, Clock clock, Duration rotation) {
        this.transactions = transactions;
        this.encryption = encryption;
        this.clock = clock;
        this.rotation = rotation;
        lookAt = clock.nanos();
        if (encryption == null) {
            LOG.warn("content.key is not set: keys that sign tokens are stored without encryption");
        }
    }

    /// Loads all of them.
    synchronized void load(Connection connection) throws SQLException {
        Map<String, StoredKey> read = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM oauth.signing_keys");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                StoredKey key = StoredKey.of(rows, encryption);
                read.put(key.jwk().getKeyID(), key);
            }
        }
        keys = Map.copyOf(read);
    }

    /// Those that a token may be signed with, without their private parts. When there is none, it is made first:
    /// others would cache that there is none.
    List<JWK> published() {
        if (keys.isEmpty()) {
            signing();
        }
        Instant now = clock.now();
        return keys.values().stream()
                .filter(key -> now.isBefore(key.removedAfter()))
                .sorted(Comparator.comparing(StoredKey::signsFrom))
                .map(key -> (JWK) key.jwk().toPublicJWK())
                .toList();
    }

    /// The public key with this id. One that another process has just made is looked up in the table.
    Optional<RSAKey> find(String kid) {
        StoredKey known = keys.get(kid);
        if (known == null && mayLook()) {
            loadNow();
            known = keys.get(kid);
        }
        return known == null || !clock.now().isBefore(known.removedAfter())
                ? Optional.empty()
                : Optional.of(known.jwk().toPublicJWK());
    }

    /// Whether it is in memory.
    boolean has(String kid) {
        return keys.containsKey(kid);
    }

    /// Tokens with invented ids must not cost a query each.
    private synchronized boolean mayLook() {
        long now = clock.nanos();
        if (now - lookAt < 0) {
            return false;
        }
        lookAt = now + LOOK_INTERVAL.toNanos();
        return true;
    }

    private void loadNow() {
        transactions.run(tx -> {
            load(tx.connection());
            return null;
        });
    }

    /// The key that signs now. When there is none that this process can sign with, it is made first.
    RSAKey signing() {
        return newest(keys.values(), clock.now()).orElseGet(this::made);
    }

    /// One request makes it, and the others wait.
    private RSAKey made() {
        synchronized (making) {
            if (newest(keys.values(), clock.now()).isEmpty()) {
                maintain();
            }
        }
        return newest(keys.values(), clock.now())
                .orElseThrow(() -> new IllegalStateException("a signing key was made and is not there"));
    }

    private static Optional<RSAKey> newest(Collection<StoredKey> all, Instant now) {
        return all.stream()
                .filter(key -> maySign(key, now))
                .max(Comparator.comparing(StoredKey::signsFrom))
                .map(StoredKey::jwk);
    }

    private static boolean maySign(StoredKey key, Instant now) {
        return key.jwk().isPrivate()
                && !now.isBefore(key.signsFrom())
                && now.isBefore(key.removedAfter().minus(LONGEST_TOKEN));
    }

    /// Makes the next key when it is time, and removes those that nobody needs; to be called from time to time, by
    /// one process.
    public void maintain() {
        Instant now = clock.now();
        loadNow();
        // Making one takes half a second or more: not with a lock on the table.
        RSAKey fresh = next(now) == null ? null : StoredKey.random();
        transactions.run(tx -> {
            lock(tx);
            load(tx.connection());
            Instant signsFrom = next(now);
            if (fresh != null && signsFrom != null) {
                Instant until = signsFrom.plus(rotation);
                new StoredKey(fresh, signsFrom, until, until.plus(KEPT)).insert(tx.connection(), encryption);
                LOG.info("the key {} signs tokens from {} until {}", fresh.getKeyID(), signsFrom, until);
            }
            remove(tx, now);
            return null;
        });
        loadNow();
    }

    /// When the next key begins to sign; null: it need not be made yet.
    private Instant next(Instant now) {
        if (newest(keys.values(), now).isEmpty()) {
            return now;
        }
        Instant end = keys.values().stream()
                .map(StoredKey::signsUntil)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Instant soonest = now.plus(MAX_AGE.multipliedBy(2));
        return end.minus(AHEAD).isAfter(now) ? null : end.isBefore(soonest) ? soonest : end;
    }

    private static void lock(Tx tx) throws SQLException {
        try (PreparedStatement lock =
                tx.connection().prepareStatement("LOCK TABLE oauth.signing_keys IN SHARE ROW EXCLUSIVE MODE")) {
            lock.execute();
        }
    }

    private static void remove(Tx tx, Instant now) throws SQLException {
        try (PreparedStatement delete =
                tx.connection().prepareStatement("DELETE FROM oauth.signing_keys WHERE removed_after <= ?")) {
            delete.setObject(1, now.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}
