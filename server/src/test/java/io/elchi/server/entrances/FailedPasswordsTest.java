package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

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
        failed.wasWrong("a", one);
        assertThat(failed.isShut("a", one)).isFalse();
        failed.wasWrong("b", sameBlock);
        assertThat(failed.isShut("a", one)).isTrue();
        assertThat(failed.isShut("a", other)).isFalse();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(failed.isShut("a", one)).isFalse();
        failed.wasWrong("a", one);
        assertThat(failed.isShut("a", one)).isFalse();
    }

    @Test
    void aLoginThatWasRightHasTriesOfItsOwn() {
        AtomicLong nanos = new AtomicLong();
        FailedPasswords failed = new FailedPasswords(2, nanos::get);
        InetAddress from = InetAddress.ofLiteral("192.0.2.1");
        failed.wasRight("known", from);
        failed.wasWrong("other", from);
        failed.wasWrong("other", from);
        assertThat(failed.isShut("other", from)).isTrue();
        assertThat(failed.isShut("known", from)).isFalse();
        assertThat(failed.isShut("known", InetAddress.ofLiteral("192.0.2.2"))).isFalse();
        failed.wasWrong("known", from);
        failed.wasWrong("known", from);
        assertThat(failed.isShut("known", from)).isTrue();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(failed.isShut("known", from)).isFalse();
    }

    @Test
    void aPasswordThatWasRightGoesOnWhileItsAddressIsShut() {
        try (EntranceBank bank = new EntranceBank(Map.of("entrances.max_failed_passwords", "2"))) {
            bank.login("known", "", "");
            bank.login("fresh", "", "");
            assertThat(bank.get("/send", EntranceBank.send("known")).statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                assertThat(bank.get("/send", EntranceBank.send("fresh", "password", "wrong" + i))
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(bank.get("/send", EntranceBank.send("fresh")).statusCode())
                    .as("the right password tells nothing either")
                    .isEqualTo(403);
            assertThat(bank.get("/send", EntranceBank.send("known")).statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                assertThat(bank.get("/send", EntranceBank.send("known", "password", "wrong" + i))
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(bank.get("/send", EntranceBank.send("known")).statusCode())
                    .as("nobody tries more than two a minute, however often the password is in use")
                    .isEqualTo(403);
        }
    }
}
