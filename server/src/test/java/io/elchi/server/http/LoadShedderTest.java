package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests over sockets of our own, to a server where somebody was just refused.
class LoadShedderTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Metrics METRICS = PLATFORM.server().part(Metrics.class);
    private static final Metrics.Count SHED = METRICS.count(Metric.HTTP_SHED);

    private static final List<Metrics.Count> ANSWERED = Stream.of("403", "429")
            .map(status -> METRICS.count(Metric.HTTP_REQUESTS, "/v1/sms/send", status))
            .toList();
    private static final int USUAL_BUFFER = 64 * 1024;
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final long AGAIN_NANOS = 100_000_000L;
    private static final long STUCK_NANOS = 5_000_000_000L;
    private static final int MOST_ASKED = 1_000_000;
    /// An answer that only the intake gives: the sender is not registered.
    private static final String INSIDE = "\"code\":\"sender_not_allowed\"";

    private static final String BODY = "{\"to\":\"+998901234567\",\"from\":\"Bank\",\"text\":\"x\"}";
    /// May send one part a second.
    private static final String SLOW = slowKey();
    private static final String FAST =
            PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "fast"), "'sms:send','sms:read'");

    static {
        PLATFORM.as(FAST);
    }

    private static String slowKey() {
        long id = PLATFORM.admin()
                .post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'slow','currency':'UZS','rate_per_second':1}"
                                .formatted(PLATFORM.root()))
                .is(201)
                .get("id")
                .longValue();
        String key = PLATFORM.key(id, "'sms:send','sms:read'");
        PLATFORM.as(key);
        return key;
    }

    private static String request(String key, String headers, String body) {
        return "POST /v1/sms/send HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key + "\r\nX-Correlation-Id: c-1\r\n"
                + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String request(String key) {
        return request(key, "Content-Type: application/json\r\n", BODY);
    }

    private static double shed() {
        return SHED.total();
    }

    /// Whatever the answer was.
    private static double answered() {
        return ANSWERED.stream().mapToDouble(Metrics.Count::total).sum();
    }

    /// A connection of a client.
    private static final class Client implements AutoCloseable {
        private final Socket socket;

        Client() throws IOException {
            this(USUAL_BUFFER);
        }

        /// @param buffer octets that the system keeps for it
        Client(int buffer) throws IOException {
            URI uri = PLATFORM.server().uri("/");
            socket = new Socket();
            socket.setReceiveBufferSize(buffer);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /// One whole answer.
        String read() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                assertThat(octet).as("the answer ends after '%s'", head).isNotNegative();
                head.append((char) octet);
            }
            String length = head.substring(head.indexOf("Content-Length: ") + "Content-Length: ".length());
            byte[] body = in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf("\r\n"))));
            return head + new String(body, StandardCharsets.UTF_8);
        }

        String ask(String text) throws IOException {
            write(text);
            return read();
        }

        /// Asks with the slow key until the shedder has refused it; from now on it looks at requests for a second.
        ///
        /// @return its answer
        String causeShedding() throws IOException {
            while (true) {
                double before = shed();
                String answer = ask(request(SLOW));
                if (shed() > before) {
                    return answer;
                }
            }
        }

        /// Asks, without reading the answer.
        ///
        /// @return false when it was cut off, or its own system sends nothing more
        boolean asksOnceMore() throws IOException {
            double before = answered();
            long again = System.nanoTime();
            long end = again + STUCK_NANOS;
            try {
                while (answered() <= before) {
                    if (System.nanoTime() >= again) {
                        if (again > end) {
                            // Linux 6.17 and later drop each segment beyond a closed window, and the server's
                            // acknowledgement with it.
                            return false;
                        }
                        write(request(SLOW));
                        again = System.nanoTime() + AGAIN_NANOS;
                    }
                }
                return true;
            } catch (SocketException ignored) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }

    /// The lines of an answer, without what differs from one to the next.
    private static String[] lines(String answer) {
        return Arrays.stream(answer.split("\r\n"))
                .filter(line -> !line.startsWith("Date: "))
                .sorted()
                .toArray(String[]::new);
    }

    @Test
    void heAnswersAsTheDoorDoes() throws IOException {
        try (Client client = new Client()) {
            String his = client.causeShedding();
            String door;
            do { // What is unusual goes in to the door; within a second it has a token again.
                door = client.ask(request(SLOW, "Content-Type: application/json\r\nTE: trailers\r\n", BODY));
            } while (status(door) != 429);
            assertThat(lines(his)).containsExactly(lines(door));
            assertThat(his)
                    .contains("\r\nDate: ", "\r\nRetry-After: 1\r\n", "\r\nX-Correlation-Id: c-1\r\n", "rate_limited");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type: text/plain, x, unsupported_media_type",
        "Content-Type: application/json, {, malformed_body",
        "Content-Type: application/json, {}, missing_field",
        "Authorization: Bearer y, {}, unsupported_media_type",
    })
    void whatIsRefusedForAnotherReasonGoesIn(String header, String body, String code) throws IOException {
        try (Client client = new Client()) {
            client.causeShedding();
            double before = shed();
            assertThat(client.ask(request(SLOW, header + "\r\n", body))).contains("\"code\":\"" + code + "\"");
            assertThat(shed()).isEqualTo(before);
        }
    }

    @Test
    void othersGoIn() throws IOException {
        try (Client client = new Client()) {
            client.causeShedding();
            double before = shed();
            assertThat(client.ask(request(FAST))).contains(INSIDE);
            assertThat(client.ask(request("elchi_x"))).contains("\"code\":\"unauthorized\"");
            assertThat(shed()).isEqualTo(before);
        }
    }

    private static void causeShedding() throws IOException {
        try (Client client = new Client()) {
            client.causeShedding();
        }
    }

    @Test
    void whatComesInPiecesOrTogetherIsAnsweredOnceEach() throws IOException {
        String whole = request(FAST);
        try (Client client = new Client()) {
            client.causeShedding();
            client.write(whole.substring(0, 40));
            causeShedding();
            client.write(whole.substring(40, whole.length() - 3));
            causeShedding();
            assertThat(client.ask(whole.substring(whole.length() - 3))).contains(INSIDE);
            client.write(whole + whole + request(SLOW) + whole);
            assertThat(client.read()).contains(INSIDE);
            assertThat(client.read()).contains(INSIDE);
            client.read();
            assertThat(client.read()).contains(INSIDE);
            client.causeShedding();
        }
    }

    /// As much as the system keeps for it, but no more: nobody else waits for its answers to be read.
    @Test
    void whoDoesNotReadIsCutOff() throws IOException {
        try (Client deaf = new Client(SMALL_BUFFER);
                Client other = new Client()) {
            deaf.causeShedding();
            int asked = 0;
            while (asked < MOST_ASKED && deaf.asksOnceMore()) {
                asked++;
            }
            assertThat(asked).isLessThan(MOST_ASKED);
            other.causeShedding();
        }
    }
}
