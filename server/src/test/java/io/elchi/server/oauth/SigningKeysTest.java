package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The life of keys that sign tokens.
class SigningKeysTest {
    private static final Duration ROTATION = Duration.ofDays(30);

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-29T12:00:00Z"));

    /// Encrypts so that it can be seen.
    private record Rot(String keyId) implements KeyEncryption {
        @Override
        public byte[] encrypt(byte[] dataKey) {
            byte[] turned = dataKey.clone();
            for (int i = 0; i < turned.length; i++) {
                turned[i] ^= (byte) keyId.charAt(0);
            }
            return turned;
        }

        @Override
        public byte[] decrypt(String id, byte[] encrypted) {
            if (!id.equals(keyId)) {
                throw new IllegalStateException("there is no key " + id);
            }
            return encrypt(encrypted);
        }
    }

    private SigningKeys process(KeyEncryption encryption) {
        return new SigningKeys(database.database().transactions(), encryption, clock, ROTATION);
    }

    private static List<String> ids(SigningKeys keys) {
        return keys.published().stream().map(JWK::getKeyID).toList();
    }

    @Test
    void aKeyIsPublishedBeforeItSignsAndUntilItsLastTokenHasExpired() {
        SigningKeys keys = process(new Rot("a"));
        String first = keys.signing().getKeyID();
        assertThat(ids(keys)).containsExactly(first);

        clock.advance(ROTATION.minus(Duration.ofMinutes(61)));
        keys.maintain();
        assertThat(ids(keys)).containsExactly(first);

        clock.advance(Duration.ofMinutes(2));
        keys.maintain();
        assertThat(ids(keys)).hasSize(2).startsWith(first);
        String second = ids(keys).get(1);
        assertThat(keys.signing().getKeyID()).isEqualTo(first);

        // Whoever cached the keys before has read them again by now.
        clock.advance(Duration.ofMinutes(58));
        assertThat(keys.signing().getKeyID()).isEqualTo(first);
        clock.advance(Duration.ofMinutes(1));
        assertThat(keys.signing().getKeyID()).isEqualTo(second);

        clock.advance(SigningKeys.KEPT.minusSeconds(1));
        keys.maintain();
        assertThat(ids(keys)).containsExactly(first, second);
        assertThat(keys.find(first)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ids(keys)).containsExactly(second);
        assertThat(keys.find(first)).isEmpty();
        keys.maintain();
        assertThat(rows()).isEqualTo(1);
    }

    private long rows() {
        return database.database()
                .jdbc()
                .sql("SELECT count(*) FROM oauth.signing_keys")
                .query(Long.class)
                .single();
    }

    /// A job that comes late: the old key goes on until others have the new one.
    @Test
    void aLateSuccessorIsPublishedBeforeItSigns() {
        SigningKeys keys = process(null);
        String first = keys.signing().getKeyID();
        clock.advance(ROTATION.plusMinutes(20));
        keys.maintain();
        assertThat(keys.signing().getKeyID()).isEqualTo(first);
        clock.advance(SigningKeys.MAX_AGE.multipliedBy(2));
        assertThat(keys.signing().getKeyID()).isNotEqualTo(first);
    }

    @Test
    void aServerThatWasDownForLongMakesAKeyAtOnce() {
        SigningKeys keys = process(null);
        String first = keys.signing().getKeyID();
        clock.advance(ROTATION.multipliedBy(3));
        String second = keys.signing().getKeyID();
        assertThat(second).isNotEqualTo(first);
        assertThat(ids(keys)).containsExactly(second);
    }

    @Test
    void processesThatBeginTogetherHaveOneKey() throws InterruptedException {
        List<SigningKeys> processes = List.of(process(null), process(null), process(null));
        String[] ids = new String[processes.size()];
        Thread[] threads = new Thread[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int own = i;
            threads[i] = Thread.ofVirtual()
                    .start(() -> ids[own] = processes.get(own).signing().getKeyID());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Arrays.stream(ids).distinct()).hasSize(1);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aPrivateKeyIsNotInTheTable() throws Exception {
        RSAKey key = process(new Rot("a")).signing();
        byte[] stored = database.database()
                .jdbc()
                .sql("SELECT private_key FROM oauth.signing_keys")
                .query(byte[].class)
                .single();
        byte[] plain = key.toRSAPrivateKey().getEncoded();
        String secret = new String(key.getPrivateExponent().decode(), StandardCharsets.ISO_8859_1);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThat(new String(plain, StandardCharsets.ISO_8859_1)).contains(secret);
        // Another process with the same key outside the database signs with it, too.
        SigningKeys other = process(new Rot("a"));
        other.maintain();
        assertThat(other.signing().toRSAPrivateKey()).isEqualTo(key.toRSAPrivateKey());
    }

    /// It verifies what others sign, and signs with a key of its own.
    @Test
    void aProcessThatCannotReadAKeyVerifiesWithIt() {
        String first = process(new Rot("a")).signing().getKeyID();
        SigningKeys other = process(new Rot("b"));
        assertThat(other.signing().getKeyID()).isNotEqualTo(first);
        assertThat(other.find(first)).isPresent();
        assertThat(other.find(first).orElseThrow().isPrivate()).isFalse();
    }

    @Test
    void nobodyIsToldThatThereIsNoKey() {
        SigningKeys keys = process(null);
        assertThat(ids(keys)).containsExactly(keys.signing().getKeyID());
        assertThat(rows()).isEqualTo(1);
    }

    /// An id that nobody knows costs one look a second.
    @Test
    void inventedIdsCostFewQueries() {
        SigningKeys keys = process(null);
        keys.signing();
        assertThat(keys.find("invented")).isEmpty();
        String other = process(null).signing().getKeyID();
        assertThat(keys.find(other)).isPresent();
        database.database().jdbc().sql("DELETE FROM oauth.signing_keys").update();
        clock.advance(Duration.ofDays(100));
        String late = process(null).signing().getKeyID();
        assertThat(keys.find(late)).isPresent();
        database.database().jdbc().sql("DELETE FROM oauth.signing_keys").update();
        String later = process(null).signing().getKeyID();
        assertThat(keys.find(later)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.find(later)).isPresent();
    }
}
