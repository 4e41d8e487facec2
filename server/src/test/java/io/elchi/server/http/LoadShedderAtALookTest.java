package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// When the shedder is there, and whom he looks at, with a clock and a handler of our own.
class LoadShedderAtALookTest {
    private static final int MAX_BODY = 4;
    private static final int COMING = 3;
    private static final ClientAddress NO_PROXIES =
            new ClientAddress(List.of(), HttpProperties.ForwardedHeader.X_FORWARDED_FOR);

    @AutoClose
    private final Metrics metrics = new Metrics();

    private Supplier<FastResponse> refusal = () -> Problem.answer(Refusal.of(Failure.BUSY), "c-1");
    private int coming;
    private String from;
    private long now = Long.MAX_VALUE - 5;
    private final Metrics.Count shed = metrics.count(Metric.HTTP_SHED);
    private final LoadShedder shedder = new LoadShedder(fastPath(), NO_PROXIES, shed, () -> now);

    private FastPathValve fastPath() {
        return new FastPathValve(
                List.of(new Path()),
                List.of(),
                new FastPathValve.Edge(MAX_BODY, NO_PROXIES, null),
                new RequestCounts(metrics),
                metrics);
    }

    private final class Path implements FastHandler {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/a";
        }

        @Override
        public FastResponse handle(FastRequest request) {
            throw new AssertionError("it was to be looked at");
        }

        @Override
        public FastResponse refusal(FastRequest request, int before) {
            coming = before;
            from = request.from().getHostAddress();
            return refusal.get();
        }
    }

    private ByteBuffer shed(String line, String body) {
        byte[] octets = (line + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        return shedder.shed(octets, 0, octets.length, "127.0.0.1", COMING);
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void heIsThereForASecondAfterARefusal() {
        assertThat(shedder.isThere()).isFalse();
        shedder.refused();
        passes(Duration.ofMillis(999));
        assertThat(shedder.isThere()).isTrue();
        passes(Duration.ofMillis(1));
        assertThat(shedder.isThere()).isFalse();
    }

    @Test
    void eachRefusalOfHisKeepsHimThere() {
        shedder.refused();
        passes(Duration.ofMillis(900));
        assertThat(shed("POST /a", "{}")).isNotNull();
        assertThat(coming).isEqualTo(COMING);
        passes(Duration.ofMillis(900));
        assertThat(shedder.isThere()).isTrue();
        assertThat(shed.total()).isEqualTo(1);
        assertThat(metrics.totals(Metric.HTTP_REQUESTS)).containsEntry(List.of("/a", "429"), 1.0);
    }

    @Test
    void whoeverIsNotForHimGoesIn() {
        assertThat(shed("POST /b", "{}")).isNull();
        assertThat(shed("GET /a", "{}")).isNull();
        assertThat(shed("POST /a", "12345")).isNull();
        refusal = () -> null;
        assertThat(shed("POST /a", "{}")).isNull();
        assertThat(shed.total()).isZero();
        assertThat(shedder.isThere()).isFalse();
    }

    @Test
    void behindAProxyHeKnowsTheClientsAddress() {
        ClientAddress proxies =
                new ClientAddress(List.of("127.0.0.0/8"), HttpProperties.ForwardedHeader.X_FORWARDED_FOR);
        LoadShedder behind = new LoadShedder(fastPath(), proxies, shed, () -> now);
        for (String header : List.of("203.0.113.9, 198.51.100.7", "nonsense")) {
            byte[] octets = ("POST /a HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + header
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            ByteBuffer answer = behind.shed(octets, 0, octets.length, "127.0.0.1", COMING);
            // Whoever is malformed is answered inside.
            assertThat(answer == null).isEqualTo(header.equals("nonsense"));
        }
        assertThat(from).isEqualTo("198.51.100.7");
    }

    /// The thread is everybody's.
    @Test
    void aHandlerThatFailsLetsItIn() {
        refusal = () -> {
            throw new IllegalStateException("as wanted");
        };
        assertThat(shed("POST /a", "{}")).isNull();
        refusal = () -> FastResponse.json(429, List.of(), new byte[8 * 1024]);
        assertThat(shed("POST /a", "{}")).isNull();
        refusal = () -> Problem.answer(Refusal.of(Failure.BUSY), "c-1");
        assertThat(shed("POST /a", "{}")).isNotNull();
    }
}
