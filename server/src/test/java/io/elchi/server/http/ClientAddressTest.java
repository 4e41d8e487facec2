package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Failure;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.HttpProperties.ForwardedHeader;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:1::/48");
    private static final String PROXY = "10.0.0.1";

    private static String client(ForwardedHeader header, String peer, String values) {
        List<String> lines = values == null ? List.of() : Arrays.asList(values.split("&"));
        return new ClientAddress(PROXIES, header)
                .of(InetAddress.ofLiteral(peer), lines)
                .getHostAddress();
    }

    /// `&` parts the lines of one header.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "192.0.2.1 | 198.51.100.7 | 192.0.2.1", // nobody's word is believed but a proxy's
                "192.0.2.1 | nonsense | 192.0.2.1",
                "10.0.0.1 | none | 10.0.0.1",
                "10.0.0.1 | 198.51.100.7 | 198.51.100.7",
                "10.0.0.1 | 203.0.113.9, 198.51.100.7 | 198.51.100.7", // the left one is the client's own invention
                "10.0.0.1 | nonsense, 198.51.100.7 | 198.51.100.7",
                "10.0.0.1 | 198.51.100.7, 10.9.9.9 | 198.51.100.7",
                "10.0.0.1 | 198.51.100.7&10.9.9.9 | 198.51.100.7",
                "10.0.0.1 | 10.1.1.1, 10.9.9.9 | 10.1.1.1", // a client within the proxies' network
                "10.0.0.1 | , 198.51.100.7 , | 198.51.100.7",
                "10.0.0.1 | 198.51.100.7:4711 | 198.51.100.7",
                "10.0.0.1 | [2001:db8:2::1]:4711 | 2001:db8:2:0:0:0:0:1",
                "10.0.0.1 | 2001:db8:2::1, 2001:db8:1::5 | 2001:db8:2:0:0:0:0:1",
                "10.0.0.1 | ::ffff:198.51.100.7 | 198.51.100.7",
                "2001:db8:1::9 | 198.51.100.7 | 198.51.100.7",
            })
    void fromRightToLeft(String peer, String values, String expected) {
        assertThat(client(ForwardedHeader.X_FORWARDED_FOR, peer, values)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=198.51.100.7 | 198.51.100.7",
                "For=198.51.100.7;proto=https;by=10.0.0.1 | 198.51.100.7",
                "proto=https; for=\"198.51.100.7:4711\" | 198.51.100.7",
                "for=203.0.113.9, for=\"[2001:db8:2::1]:4711\", for=10.0.0.7 | 2001:db8:2:0:0:0:0:1",
                "for=unknown, for=198.51.100.7 | 198.51.100.7",
                "by=\"a,b;for=1\";for=198.51.100.7 | 198.51.100.7",
            })
    void rfc7239(String values, String expected) {
        assertThat(client(ForwardedHeader.FORWARDED, PROXY, values)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "198.51.100.7, unknown",
                "198.51.100.256",
                "198.51.100",
                "198.51.100.07.1",
                "fe80::1%eth0",
                "[198.51.100.7]",
                "198.51.100.7:port",
                "\"198.51.100.7",
                "0x7f.1.1.1",
            })
    void whatATrustedProxyCannotMean(String values) {
        refused(ForwardedHeader.X_FORWARDED_FOR, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.51.100.7",
                "proto=https",
                "for=unknown",
                "for=_hidden",
                "for=198.51.100.7;for=198.51.100.8",
                "for=\"198.51.100.7",
                "for=",
            })
    void whatIsNotRfc7239(String values) {
        refused(ForwardedHeader.FORWARDED, values);
    }

    private static void refused(ForwardedHeader header, String values) {
        assertThatThrownBy(() -> client(header, PROXY, values))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().failure()).isEqualTo(Failure.MALFORMED_REQUEST));
    }

    @Test
    void withoutProxiesNobodyIsBelieved() {
        ClientAddress addresses = new ClientAddress(List.of(), ForwardedHeader.X_FORWARDED_FOR);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThat(addresses.of(loopback, List.of("198.51.100.7"))).isEqualTo(loopback);
    }
}
