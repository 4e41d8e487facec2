package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.messages.store.LocalKeys;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeySealingTest {
    private static final String FORMER = key(1);
    private static final String CURRENT = key(2);

    private final byte[] secret = RandomText.octets(24);

    private static String key(int octet) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) octet);
        return Base64.getEncoder().encodeToString(key);
    }

    private static Sealing with(String... keys) {
        return new KeySealing(new LocalKeys(List.of(keys)));
    }

    @Test
    void whatIsSealedComesBackWithTheFormerKeyToo() {
        String sealed = with(FORMER).seal(secret);
        assertThat(sealed).doesNotContain(Base64.getEncoder().encodeToString(secret));
        Sealing now = with(CURRENT, FORMER);
        assertThat(now.open(sealed)).isEqualTo(secret);
        assertThat(now.isCurrent(sealed)).isFalse();
        assertThat(now.isCurrent(now.seal(secret))).isTrue();
        assertThatThrownBy(() -> with(CURRENT).open(sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWasStoredWithoutAKeyIsReadAndSealedAnew() {
        String open = Sealing.NONE.seal(secret);
        assertThat(with(CURRENT).open(open)).isEqualTo(secret);
        assertThat(with(CURRENT).isCurrent(open)).isFalse();
    }
}
