package io.elchi.server.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.messages.store.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingCookieTest {
    private final ManualClock clock = ManualClock.atMidnight();
    private final PendingSignIn pending =
            new PendingSignIn("state", "n".repeat(128), "v".repeat(128), "/" + "a".repeat(199), true, "x", clock.now());

    private PendingCookie with(int... keys) {
        List<String> texts = Arrays.stream(keys)
                .mapToObj(key -> {
                    byte[] octets = new byte[32];
                    Arrays.fill(octets, (byte) key);
                    return Base64.getEncoder().encodeToString(octets);
                })
                .toList();
        return new PendingCookie(new LocalKeys(texts), clock);
    }

    @Test
    void whatIsSealedComesBackForTenMinutes() {
        String cookie = with(1).seal(pending);
        assertThat(cookie).matches("[A-Za-z0-9._-]+").hasSizeLessThan(2_000);
        assertThat(with(1).open(cookie)).hasValue(pending);
        // The key may have changed meanwhile, and must be known.
        assertThat(with(2, 1).open(cookie)).hasValue(pending);
        assertThat(with(2).open(cookie)).isEmpty();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(with(1).open(cookie)).hasValue(pending);
        clock.advance(Duration.ofMillis(1));
        assertThat(with(1).open(cookie)).isEmpty();
    }

    @Test
    void whatAStrangerChangesIsNothing() {
        String cookie = with(1).seal(pending);
        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cookie.substring(0, i) + other + cookie.substring(i + 1);
            // The last character of a part may have bits that mean nothing.
            with(1).open(changed).ifPresent(same -> assertThat(same).isEqualTo(pending));
        }
        String[] parts = cookie.split("\\.");
        String plain = Base64.getUrlEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));
        for (String wrong : List.of(
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                plain,
                parts[0],
                parts[0] + "." + parts[1] + ".",
                cookie + ".x",
                parts[0] + ".." + parts[2],
                parts[0] + "." + parts[1] + "." + plain,
                "?" + cookie)) {
            assertThat(with(1).open(wrong)).as(wrong).isEmpty();
        }
    }
}
