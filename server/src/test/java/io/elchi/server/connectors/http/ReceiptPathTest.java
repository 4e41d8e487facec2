package io.elchi.server.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastRequest;
import io.elchi.server.routing.HttpPresets.Preset;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.Links;
import io.elchi.server.routing.OperatorOptions;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Receipts that arrive at a time, the first ones of a server.
class ReceiptPathTest {
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private final WrongTokens wrong = new WrongTokens(() -> 0);
    private Runnable changed;

    private final class OneLink implements Links {
        @Override
        public List<LinkSettings> all() {
            try {
                mayRead.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of(HttpScene.link(
                    1,
                    HttpScene.options(
                            Preset.JASMIN,
                            "http.url",
                            "http://peer.example/send",
                            "http_receipt.token",
                            HttpScene.TOKEN)));
        }

        @Override
        public Map<Long, OperatorOptions> operators() {
            return Map.of();
        }

        @Override
        public Map<Long, Instant> traces() {
            return Map.of();
        }

        @Override
        public List<SessionRebind> rebinds() {
            return List.of();
        }

        @Override
        public Set<Long> suspendedOperatorIds() {
            return Set.of();
        }

        @Override
        public Set<Long> heldOperatorIds() {
            return Set.of();
        }

        @Override
        public void onChange(Runnable task) {
            changed = task;
        }
    }

    private static Callable<Integer> receipt(ReceiptPath path) {
        EntranceRequest request = new EntranceRequest(
                "GET",
                "/receipts/7/" + HttpScene.TOKEN,
                "id=1&message_status=DELIVRD",
                new FastRequest(_ -> null, _ -> new byte[0], InetAddress.getLoopbackAddress(), null, "test"));
        return () -> path.handle(request).status();
    }

    @Test
    void theFirstRequestsWaitForTheLinks() throws Exception {
        ReceiptPath path = new ReceiptPath(
                new OneLink(),
                (_, _, stored) -> {
                    stored.run();
                    return true;
                },
                wrong);
        FutureTask<Integer> first = new FutureTask<>(receipt(path));
        FutureTask<Integer> second = new FutureTask<>(receipt(path));
        Thread reading = Thread.ofPlatform().start(first);
        Await.until("the first one reads", () -> reading.getState() == Thread.State.WAITING);
        Thread waiting = Thread.ofPlatform().start(second);
        Await.until("the second one waits", () -> waiting.getState() == Thread.State.BLOCKED);
        changed.run();
        mayRead.countDown();
        assertThat(first.get()).isEqualTo(200);
        assertThat(second.get()).isEqualTo(200);
    }

    /// With a full queue the operator is to send it again.
    @Test
    void aReceiptThatIsNotStoredIsNotAnswered() throws Exception {
        mayRead.countDown();
        ReceiptPath path = new ReceiptPath(new OneLink(), (_, _, _) -> false, wrong);
        assertThat(receipt(path).call()).isEqualTo(503);
    }

    @Test
    void strangersAreCountedByTheirAddress() throws Exception {
        WrongTokens counted = new WrongTokens(() -> 0);
        for (int i = 0; i < WrongTokens.MOST_A_MINUTE; i++) {
            assertThat(counted.isTooMany(InetAddress.ofLiteral("2001:db8::" + i)))
                    .isFalse();
        }
        assertThat(counted.isTooMany(InetAddress.ofLiteral("2001:db8::ffff"))).isTrue();
        assertThat(counted.isTooMany(InetAddress.ofLiteral("2001:db8:0:1::1"))).isFalse();
    }
}
