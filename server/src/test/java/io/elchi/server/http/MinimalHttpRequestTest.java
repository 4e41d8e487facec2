package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimalHttpRequestTest {
    private static final byte[] SEND = octets("POST /v1/sms/send");

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MinimalHttpRequest read(String text) {
        byte[] octets = octets("before" + text + "behind");
        return MinimalHttpRequest.read(octets, 6, octets.length - 6);
    }

    @Test
    void theUsualRequestIsRead() {
        MinimalHttpRequest request = read("POST /v1/sms/send HTTP/1.1\r\nHost: a\r\nauthorization:Bearer x \r\n"
                + "CONTENT-LENGTH: 2\r\nConnection: Keep-Alive\r\nX-Empty:\r\n\r\n{}");
        assertThat(request.is(SEND)).isTrue();
        assertThat(request.is(octets("POST /v1/sms/sen"))).isFalse();
        assertThat(request.is(octets("POST /v1/sms/send/"))).isFalse();
        assertThat(request.is(octets("OST /v1/sms/send"))).isFalse();
        assertThat(request.first("Authorization")).isEqualTo("Bearer x");
        assertThat(request.first("x-empty")).isEmpty();
        assertThat(request.first("X-Nothing")).isNull();
        assertThat(request.body()).asString().isEqualTo("{}");
    }

    @Test
    void theFirstOfSeveralHeadersCounts() {
        assertThat(read("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nContent-Length: 0\r\nx-a: 2\r\n\r\n")
                        .first("X-A"))
                .isEqualTo("1");
    }

    /// A dot stands for `Host: a\r\nContent-Length: 2`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\r\n",
                "POST / HTTP/1.1",
                "POST / HTTP/1.1\r\n",
                "POST / HTTP/1.1\r\n.\r",
                "POST / HTTP/1.1\r\n.\r\n",
                "POST / HTTP/1.1\r\n.\r\n\r\n{",
                "POST / HTTP/1.1\r\n.\r\n\r\n{}}",
                "POST / HTTP/1.1\r\n.\r\n\r\n{}POST / HTTP/1.1\r\n.\r\n\r\n{}",
                "POST / HTTP/1.0\r\n.\r\n\r\n{}",
                "POST / HTTP/1.1\n.\r\n\r\n{}",
                "\r\nPOST / HTTP/1.1\r\n.\r\n\r\n{}",
                " HTTP/1.1\r\n.\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nexpect: 100-continue\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nUpgrade: h2c\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nTrailer: a\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nConnection: close\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nHost: b\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\n folded: x\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nX : x\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nX: \u00e9\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nX: \u0000\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nX: a\nY: b\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\nX\r\n\r\n{}",
                "POST / HTTP/1.1\r\n.\r\n: x\r\n\r\n{}",
                "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4294967298\r\n\r\n{}",
            })
    void everythingElseIsLeftToTheServer(String text) {
        String usual =
                text.replace("\r\n.\r", "\r\nHost: a\r\nContent-Length: 2\r").replace("\n.\r", "\nHost: a\r");
        assertThat(read(usual)).isNull();
    }

    @Test
    void asManyHeadersAsThereAreUsually() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n";
        assertThat(read(head + "X: y\r\n".repeat(30) + "\r\n")).isNotNull();
        assertThat(read(head + "X: y\r\n".repeat(31) + "\r\n")).isNull();
    }

    @Test
    void noOctetsBreakIt() {
        Fuzz.run(MinimalHttpRequestFuzz.class);
    }
}
