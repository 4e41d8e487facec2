package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The limits of an address before its bind.
class BindGuardTest {
    private static final ServerConfig CONFIG =
            ServerConfig.loopback(0, "elchi").limits(8, 2).failedBinds(Duration.ZERO, 3, Duration.ofMinutes(1));

    private final AtomicLong nanos = new AtomicLong();
    private final BindGuard guard = new BindGuard(CONFIG, nanos::get);

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void anAddressThatGuessesIsShutForAWhile() {
        InetAddress guessing = address("192.0.2.1");
        for (int i = 0; i < 3; i++) {
            assertThat(guard.isShut(guessing)).isFalse();
            guard.failed(guessing);
        }
        assertThat(guard.isShut(guessing)).isTrue();
        assertThat(guard.isShut(address("192.0.2.2"))).isFalse();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(guard.isShut(guessing)).isFalse();
    }

    @Test
    void theAddressesOfABlockOfIpv6AreOne() {
        for (int i = 1; i <= 3; i++) {
            guard.failed(address("2001:db8:0:1::" + i));
        }
        assertThat(guard.isShut(address("2001:db8:0:1:ffff::9"))).isTrue();
        assertThat(guard.isShut(address("2001:db8:0:2::1"))).isFalse();
    }

    /// A quarter of all connections.
    @Test
    void anAddressHasAPartOfTheConnectionsBeforeItBinds() {
        InetAddress one = address("192.0.2.1");
        assertThat(guard.connect(one)).isTrue();
        assertThat(guard.connect(one)).isTrue();
        assertThat(guard.connect(one)).isFalse();
        assertThat(guard.connect(address("192.0.2.2"))).isTrue();
        guard.boundOrClosed(one);
        assertThat(guard.connect(one)).isTrue();
    }
}
