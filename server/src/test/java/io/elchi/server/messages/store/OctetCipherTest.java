package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.OctetEncryption;
import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Octets that wait: each process reads those of all, at the place where they were stored, until their key is
/// destroyed.
class OctetCipherTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final byte[] CODE = "Kod 481516".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HERE = {1};
    private static final byte[] THERE = {2};

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final ManualClock clock = ManualClock.atMidnight();

    @BeforeEach
    void empty() throws SQLException {
        DATABASE.execute("TRUNCATE messages.content_keys");
    }

    private ContentCipher process() {
        return ContentCipher.with(
                new DataKeys(DATABASE.database().jdbc(), new LocalKeys(List.of(KEY)), clock, Duration.ofDays(1)), 8);
    }

    private static Optional<byte[]> decrypted(OctetEncryption octets, byte[] place, StoredOctets stored) {
        return DATABASE.database().transactions().run(tx -> octets.decrypt(tx.connection(), place, stored));
    }

    private static long keys() {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT count(*) FROM messages.content_keys")
                .query(Long.class)
                .single();
    }

    @Test
    void anotherProcessReadsThemAtTheirPlaceAlone() {
        OctetEncryption writer = process().octets();
        OctetEncryption reader = process().octets();
        Seeds.forEach(10, random -> {
            byte[] octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            StoredOctets stored = writer.encrypt(HERE, octets, 0);
            assertThat(stored.octets()).hasSize(12 + octets.length + 16);
            assertThat(decrypted(reader, HERE, stored)).contains(octets);
            assertThat(decrypted(reader, THERE, stored)).isEmpty();
            stored.octets()[random.nextInt(stored.octets().length)] ^= 1;
            assertThat(decrypted(reader, HERE, stored)).isEmpty();
        });
        StoredOctets tooFew = new StoredOctets(writer.encrypt(HERE, CODE, 0).keyId(), new byte[3]);
        assertThat(decrypted(reader, HERE, tooFew)).isEmpty();
        assertThat(keys()).isOne();
    }

    @Test
    void noNonceIsUsedTwice() {
        OctetEncryption octets = process().octets();
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] stored = octets.encrypt(HERE, CODE, 0).octets();
            nonces.add(Arrays.toString(Arrays.copyOf(stored, 12)));
        }
        assertThat(nonces).hasSize(1_000);
    }

    @Test
    void theKeyIsReplacedAndDestroyedAsThatOfOneTimePasswords() {
        ContentCipher process = process();
        OctetEncryption octets = process.octets();
        StoredOctets first = octets.encrypt(HERE, CODE, 0);
        StoredOctets short1 = octets.encrypt(HERE, CODE, 1);
        assertThat(short1.keyId()).isNotEqualTo(first.keyId());
        clock.advance(Duration.ofDays(1));
        StoredOctets second = octets.encrypt(HERE, CODE, 0);
        assertThat(second.keyId()).isNotEqualTo(first.keyId());
        assertThat(decrypted(octets, HERE, first)).contains(CODE);
        clock.advance(Duration.ofDays(2));
        process.destroyKeys(Instant.MAX);
        assertThat(decrypted(octets, HERE, short1)).isEmpty();
        assertThat(decrypted(octets, HERE, first)).contains(CODE);
        clock.advance(Duration.ofDays(6));
        process.destroyKeys(Instant.MAX);
        assertThat(decrypted(octets, HERE, first)).isEmpty();
        assertThat(decrypted(octets, HERE, second)).contains(CODE);
    }

    @Test
    void withoutAKeyTheyAreStoredAsTheyAre() {
        OctetEncryption none = ContentCipher.none().octets();
        StoredOctets stored = none.encrypt(HERE, CODE, 1);
        assertThat(stored.keyId()).isNull();
        assertThat(decrypted(none, HERE, stored)).contains(CODE);
        assertThat(decrypted(process().octets(), HERE, stored)).contains(CODE);
        assertThat(decrypted(none, HERE, process().octets().encrypt(HERE, CODE, 0)))
                .isEmpty();
    }
}
