package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.testkit.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final Backoff PLAIN =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 0, Duration.ofSeconds(10));

    @Test
    void delaysGrowToALimit() {
        SplittableRandom random = new SplittableRandom(1);
        List<Long> seconds = new ArrayList<>();
        for (int failures = 1; failures <= 8; failures++) {
            seconds.add(PLAIN.delay(failures, false, random).toSeconds());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(PLAIN.delay(1_000_000, false, random)).isEqualTo(Duration.ofSeconds(30));
    }

    /// Item 10: after a refusal nobody hammers.
    @Test
    void aRefusalWaitsLonger() {
        assertThat(PLAIN.delay(1, true, new SplittableRandom(1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void jitterOnlyShortens() {
        Backoff jittered = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.3, Duration.ofSeconds(10));
        Seeds.forEach(500, random -> {
            int failures = 1 + random.nextInt(20);
            Duration full = PLAIN.delay(failures, false, random);
            Duration drawn = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 0.3, Duration.ofSeconds(10))
                    .delay(failures, false, random);
            assertThat(drawn).isBetween(full.multipliedBy(7).dividedBy(10).minusNanos(1), full);
            assertThat(jittered.delay(failures, false, random)).isPositive();
        });
    }

    @Test
    void triesAgainUntilItIsBoundAndStartsAfreshAfterwards() throws Exception {
        BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
        List<Duration> slept = new ArrayList<>();
        List<Exception> failures = new ArrayList<>(List.of(
                new IOException("planted"),
                new BindFailedException(CloseReason.BIND_REFUSED, CommandStatus.ESME_RALYBND.code()),
                new IOException("planted")));
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi"),
                        _ -> BindDecision.accept(
                                SessionHandler.inOrder((_, _) -> Answer.ok(new SubmitSmResp("1", Tlvs.NONE)))));
                SmppClient client = SmppClient.create(1)) {
            ClientConfig config =
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret");
            SmppLink.Connector connector = () -> {
                if (failures.isEmpty()) {
                    return client.connect(config, _ -> {});
                }
                throw sneaky(failures.removeFirst());
            };
            SmppLink link = new SmppLink(
                    connector,
                    PLAIN,
                    new SplittableRandom(1),
                    new SmppLink.Listener() {
                        @Override
                        public void onUp(SmppSession session) {
                            bound.add(session);
                        }
                    },
                    duration -> {
                        slept.add(duration);
                        return false;
                    });
            link.start();
            SmppSession first = bound.poll(30, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(4));
            first.close();
            SmppSession second = bound.poll(30, TimeUnit.SECONDS);
            assertThat(second).isNotNull().isNotSameAs(first);
            assertThat(slept.getLast()).isEqualTo(Duration.ofSeconds(1));
            assertThat(link.session()).contains(second);
            link.close();
            assertThat(second.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
            assertThat(link.session()).isEmpty();
        }
    }

    private static IOException sneaky(Exception failure) {
        return (IOException) failure;
    }
}
