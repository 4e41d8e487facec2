package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Wrong passwords, by address.
class FailedPasswordsTest {
    @Test
    void anAddressIsShutForAMinute() {
        AtomicLong nanos = new AtomicLong();
        FailedPasswords failed = new FailedPasswords(2, nanos::get);
        InetAddress one = InetAddress.ofLiteral("2001:db8::1");
        InetAddress sameBlock = InetAddress.ofLiteral("2001:db8::2");
        InetAddress other = InetAddress.ofLiteral("2001:db8:0:1::1");
        failed.add(one);
        assertThat(failed.isShut(one)).isFalse();
        failed.add(sameBlock);
        assertThat(failed.isShut(one)).isTrue();
        assertThat(failed.isShut(other)).isFalse();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(failed.isShut(one)).isFalse();
        failed.add(one);
        assertThat(failed.isShut(one)).isFalse();
    }

    @Test
    void aPasswordThatWasRightGoesOnWhileItsAddressIsShut() {
        try (EntranceBank bank = new EntranceBank(Map.of("entrances.max_failed_passwords", "2"))) {
            bank.login("known", "", "");
            bank.login("fresh", "", "");
            assertThat(bank.get("/send", EntranceBank.send("known")).statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                assertThat(bank.get("/send", EntranceBank.send("known", "password", "wrong" + i))
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(bank.get("/send", EntranceBank.send("fresh")).statusCode())
                    .isEqualTo(403);
            Platform.await(
                    "the login goes on",
                    () -> bank.get("/send", EntranceBank.send("known")).statusCode() == 200);
        }
    }
}
