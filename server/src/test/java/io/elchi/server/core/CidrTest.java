package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16,10.1.255.255,true",
        "10.1.0.0/16,10.2.0.0,false",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.4,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,::1,false",
        "128.0.0.0/1,200.0.0.1,true",
        "128.0.0.0/1,100.0.0.1,false",
        "2001:db8::/32,2001:db8:ffff::1,true",
        "2001:db8::/32,2001:db9::1,false",
        "::1,::1,true",
        "::/0,10.0.0.1,false"
    })
    void anAddressIsInABlockOrNot(String block, String address, boolean in) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(in);
        assertThat(Cidr.parse(block)).hasToString(block);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.1/8",
                "::1/129",
                "2001:db8::1/32",
                "bank.example",
                "localhost",
                "10.0.0.0/8/8",
                "10.0.0",
                "256.1.1.1",
                "1",
                "fe80::1%eth0"
            })
    void whatIsNoBlockIsRefusedWithoutLookingItUp(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /// The twin compares numbers.
    @Test
    void aBlockIsARangeOfNumbers() {
        Seeds.forEach(2000, random -> {
            int octets = random.nextBoolean() ? 4 : 16;
            int length = random.nextInt(8 * octets + 1);
            byte[] network = new byte[octets];
            random.nextBytes(network);
            BigInteger size = BigInteger.ONE.shiftLeft(8 * octets - length);
            BigInteger first = new BigInteger(1, network).divide(size).multiply(size);
            Cidr block = Cidr.parse(address(first, octets).getHostAddress() + "/" + length);
            byte[] other = new byte[octets];
            random.nextBytes(other);
            BigInteger number = random.nextBoolean()
                    ? new BigInteger(1, other)
                    : first.add(BigInteger.valueOf(random.nextInt(-2, 3)));
            if (number.signum() >= 0 && number.bitLength() <= 8 * octets) {
                boolean in = number.compareTo(first) >= 0 && number.compareTo(first.add(size)) < 0;
                assertThat(block.contains(address(number, octets))).isEqualTo(in);
            }
        });
    }

    private static InetAddress address(BigInteger number, int octets) throws UnknownHostException {
        byte[] all = new byte[octets];
        byte[] some = number.toByteArray();
        for (int i = 0; i < octets && i < some.length; i++) {
            all[octets - 1 - i] = some[some.length - 1 - i];
        }
        return octets == 4 ? InetAddress.getByAddress(all) : java.net.Inet6Address.getByAddress(null, all, -1);
    }
}
