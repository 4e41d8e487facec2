package io.elchi.server.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.elchi.server.core.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 seconds), and recovery codes for who lost the app.
/// Each is taken once.
final class SecondFactor {
    static final int RECOVERY_CODES = 10;

    private static final int SECRET_OCTETS = 24;
    private static final int RECOVERY_OCTETS = 15;
    /// A clock may be half a minute wrong (RFC 6238, 5.2).
    private static final int STEPS = 1;

    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
    private final JdbcClient jdbc;
    private final PasskeyStore passkeys;
    private final TransactionOperations transactions;
    private final Sealing sealing;
    private final Clock clock;

    SecondFactor(
            JdbcClient jdbc, TransactionOperations transactions, PasskeyStore passkeys, Sealing sealing, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.passkeys = passkeys;
        this.sealing = sealing;
        this.clock = clock;
    }

    /// A new secret, in Base32.
    static String fresh() {
        return text(RandomText.octets(SECRET_OCTETS));
    }

    private static String text(byte[] octets) {
        return new String(Base32.encode(octets), StandardCharsets.US_ASCII).replace("=", "");
    }

    /// A secret as a session keeps it until it is enrolled.
    String sealed(String secret) {
        return sealing.seal(octets(secret));
    }

    String opened(String sealed) {
        return text(sealing.open(sealed));
    }

    /// What an authenticator app reads from a QR code.
    static String uri(String secret, String email) {
        return "otpauth://totp/Elchi:" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "?secret=" + secret
                + "&issuer=Elchi";
    }

    /// Whether a code belongs to a secret that is not enrolled yet.
    boolean fits(String secret, String code) {
        return step(octets(secret), code).isPresent();
    }

    /// The time step whose code it is.
    private OptionalLong step(byte[] secret, String code) {
        long seconds = codes.getTimeStep().toSeconds();
        long now = clock.now().getEpochSecond() / seconds;
        SecretKeySpec key = new SecretKeySpec(secret, codes.getAlgorithm());
        OptionalLong found = OptionalLong.empty();
        for (long step = now - STEPS; step <= now + STEPS; step++) {
            if (same(generated(key, Instant.ofEpochSecond(step * seconds)), code)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static byte[] octets(String base32) {
        return Base32.decode(base32 + "=".repeat((8 - base32.length() % 8) % 8));
    }

    private String generated(SecretKeySpec key, Instant at) {
        try {
            return codes.generateOneTimePasswordString(key, at);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a secret that cannot be one", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes a code of the person's app, once.
    ///
    /// @return false: it is none, or was taken before
    boolean takeCode(long user, String code) {
        byte[] secret = jdbc.sql("SELECT totp_secret FROM identity.users WHERE id = ?")
                .param(user)
                .query(String.class)
                .optional()
                .map(sealing::open)
                .orElse(null);
        if (secret == null) {
            return false;
        }
        OptionalLong step = step(secret, code);
        return step.isPresent()
                && jdbc.sql("UPDATE identity.users SET totp_step = ? WHERE id = ? AND totp_step < ?")
                                .params(step.getAsLong(), user, step.getAsLong())
                                .update()
                        == 1;
    }

    /// Takes a recovery code, once.
    boolean takeRecoveryCode(long user, String code) {
        String text = code.replace("-", "").toUpperCase(Locale.ROOT);
        return jdbc.sql("DELETE FROM identity.recovery_codes WHERE user_id = ? AND code_hash = ?")
                        .params(user, RandomText.hash(text))
                        .update()
                == 1;
    }

    /// Enrols an app, in place of the one before.
    ///
    /// @return recovery codes, which are shown this once
    List<String> enrol(long user, String secret) {
        return transactions.execute(_ -> {
            jdbc.sql("UPDATE identity.users SET totp_secret = ?, updated_at = ? WHERE id = ?")
                    .params(sealing.seal(octets(secret)), clock.now().atOffset(java.time.ZoneOffset.UTC), user)
                    .update();
            return renew(user);
        });
    }

    boolean hasRecoveryCodes(long user) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identity.recovery_codes WHERE user_id = ?)")
                .param(user)
                .query(Boolean.class)
                .single();
    }

    /// New recovery codes, in place of those before.
    List<String> renew(long user) {
        List<String> fresh = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            fresh.add(text(RandomText.octets(RECOVERY_OCTETS)));
        }
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("DELETE FROM identity.recovery_codes WHERE user_id = ?")
                    .param(user)
                    .update();
            jdbc.sql("INSERT INTO identity.recovery_codes (user_id, code_hash) SELECT ?, unnest(?::bytea[])")
                    .params(user, fresh.stream().map(RandomText::hash).toArray(byte[][]::new))
                    .update();
        });
        return fresh.stream().map(code -> code.replaceAll("(.{4})(?=.)", "$1-")).toList();
    }

    /// Seals with the key of now what a former one sealed.
    void sealAgain() {
        record Sealed(long user, String secret) {}
        List<Sealed> all = jdbc.sql("SELECT id, totp_secret FROM identity.users WHERE totp_secret IS NOT NULL")
                .query((row, _) -> new Sealed(row.getLong(1), row.getString(2)))
                .list();
        for (Sealed each : all) {
            if (!sealing.isCurrent(each.secret)) {
                jdbc.sql("UPDATE identity.users SET totp_secret = ? WHERE id = ? AND totp_secret = ?")
                        .params(sealing.seal(sealing.open(each.secret)), each.user, each.secret)
                        .update();
            }
        }
    }

    /// Takes the second factor away: the person has to enrol another one, where it is needed.
    void remove(long user) {
        transactions.executeWithoutResult(_ -> removeAll(user));
    }

    private void removeAll(long user) {
        passkeys.deleteAll(user);
        jdbc.sql("UPDATE identity.users SET totp_secret = NULL, updated_at = ? WHERE id = ?")
                .params(clock.now().atOffset(java.time.ZoneOffset.UTC), user)
                .update();
        jdbc.sql("DELETE FROM identity.recovery_codes WHERE user_id = ?")
                .param(user)
                .update();
    }
}
