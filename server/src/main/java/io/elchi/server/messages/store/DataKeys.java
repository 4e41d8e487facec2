package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.db.NotCommittedException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The data keys, in the table `content_keys`. Each process encrypts with keys of its own and makes a new one
/// after each rotation; all processes decrypt with the keys of all. A destroyed key makes its texts unreadable,
/// also in older backups when the key that encrypted it is not in them.
public final class DataKeys {
    private static final int OCTETS = 32;
    private static final String FIND = "SELECT encrypted_by, encrypted FROM messages.content_keys WHERE id = ?";
    /// Another process may have destroyed a key that is in memory here.
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);
    /// Decrypted keys kept in memory; a process makes one a rotation.
    private static final int MOST_KEPT = 10_000;

    private final JdbcClient jdbc;
    private final KeyEncryption encryption;
    private final Clock clock;
    private final Duration rotation;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Optional<SecretKey>> decrypted = new ConcurrentHashMap<>();
    private volatile Instant forgetAt = Instant.MIN;
    /// By the days that they are kept.
    private final Map<Integer, DataKey> current = new ConcurrentHashMap<>();

    /// A key that encrypts.
    ///
    /// @param until when another one takes its place
    record DataKey(long id, SecretKey key, Instant until) {}

    /// @param rotation how long a key encrypts
    public DataKeys(JdbcClient jdbc, KeyEncryption encryption, Clock clock, Duration rotation) {
        this.jdbc = jdbc;
        this.encryption = encryption;
        this.clock = clock;
        this.rotation = rotation;
    }

    /// Whether there are data keys, and so messages that cannot be read without the key that encrypted these.
    public static boolean exist(JdbcClient jdbc) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM messages.content_keys)")
                .query(Boolean.class)
                .single();
    }

    /// Checks that the keys of the settings decrypt the data keys that are stored.
    ///
    /// @throws IllegalStateException when one is missing; says which
    public void check() {
        jdbc.sql("SELECT DISTINCT ON (encrypted_by) encrypted_by, encrypted FROM messages.content_keys")
                .query((row, _) -> encryption.decrypt(row.getString(1), row.getBytes(2)))
                .list();
    }

    /// The key that encrypts now; once in each rotation it is made first.
    ///
    /// @throws NotCommittedException when it cannot be stored: then no message is encrypted with it, nor stored
    ///
    /// @param days how long it can decrypt after it encrypted its last message
    DataKey current(int days) {
        DataKey now = current.get(days);
        return now != null && clock.now().isBefore(now.until) ? now : renewed(days);
    }

    private synchronized DataKey renewed(int days) {
        Instant now = clock.now();
        DataKey known = current.get(days);
        if (known == null || !now.isBefore(known.until)) {
            byte[] octets = new byte[OCTETS];
            random.nextBytes(octets);
            Instant until = now.plus(rotation);
            long id = store(octets, until, until.plus(Duration.ofDays(days)));
            known = new DataKey(id, new SecretKeySpec(octets, "AES"), until);
            current.put(days, known);
        }
        return known;
    }

    private long store(byte[] key, Instant lastUse, Instant destroyAt) {
        try {
            return jdbc.sql("INSERT INTO messages.content_keys (encrypted, encrypted_by, last_use, destroy_at)"
                            + " VALUES (?, ?, ?, ?) RETURNING id")
                    .param(encryption.encrypt(key))
                    .param(encryption.keyId())
                    .param(lastUse.atOffset(ZoneOffset.UTC))
                    .param(destroyAt.atOffset(ZoneOffset.UTC))
                    .query(Long.class)
                    .single();
        } catch (DataAccessException e) {
            throw new NotCommittedException(e);
        }
    }

    /// The key with this id; empty when it is destroyed.
    ///
    /// @throws IllegalStateException when it cannot be decrypted
    Optional<SecretKey> find(long id) {
        Optional<SecretKey> found = known(id);
        if (found == null) {
            found = jdbc.sql(FIND).param(id).query((row, _) -> key(row)).optional();
            remember(id, found);
        }
        return found;
    }

    /// The same in a transaction, which shall not wait for a second connection.
    Optional<SecretKey> find(Connection connection, long id) throws SQLException {
        Optional<SecretKey> found = known(id);
        if (found == null) {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setLong(1, id);
                try (ResultSet row = select.executeQuery()) {
                    found = row.next() ? Optional.of(key(row)) : Optional.empty();
                }
            }
            remember(id, found);
        }
        return found;
    }

    private SecretKey key(ResultSet row) throws SQLException {
        return new SecretKeySpec(encryption.decrypt(row.getString(1), row.getBytes(2)), "AES");
    }

    /// null: it is not in memory.
    private Optional<SecretKey> known(long id) {
        Instant now = clock.now();
        if (now.isAfter(forgetAt)) {
            decrypted.clear();
            forgetAt = now.plus(FORGET_AFTER);
        }
        return decrypted.get(id);
    }

    private void remember(long id, Optional<SecretKey> found) {
        if (decrypted.size() >= MOST_KEPT) {
            decrypted.clear();
        }
        decrypted.put(id, found);
    }

    /// Destroys the keys whose time has come; one that an unfinished message may need stays.
    ///
    /// @param oldestUnfinished when the oldest unfinished message was accepted
    /// @return how many
    int destroy(Instant oldestUnfinished) {
        Instant now = clock.now();
        Instant needed = oldestUnfinished.isBefore(now) ? oldestUnfinished : now;
        List<Long> destroyed = jdbc.sql(
                        "DELETE FROM messages.content_keys WHERE destroy_at <= ? AND last_use < ? RETURNING id")
                .param(now.atOffset(ZoneOffset.UTC))
                .param(needed.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list();
        destroyed.forEach(decrypted::remove);
        return destroyed.size();
    }
}
