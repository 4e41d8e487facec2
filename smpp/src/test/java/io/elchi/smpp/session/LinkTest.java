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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final int RALYBND = CommandStatus.ESME_RALYBND.code();
    private static final Backoff PLAIN = backoff(0);

    private static Backoff backoff(double jitter) {
        return new Backoff(
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                2,
                jitter,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(40));
    }

    @Test
    void delaysGrowToALimit() {
        SplittableRandom random = new SplittableRandom(1);
        List<Long> seconds = new ArrayList<>();
        for (int failures = 1; failures <= 8; failures++) {
            seconds.add(PLAIN.delay(failures, 0, random).toSeconds());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L, 15L);
        assertThat(PLAIN.delay(1_000_000, 0, random)).isEqualTo(Duration.ofSeconds(15));
    }

    /// Item 10: after a refusal nobody hammers, and wrong credentials wait longest.
    @Test
    void theDelayAfterARefusalIsThatOfItsStatus() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(PLAIN.delay(1, RALYBND, random)).isEqualTo(Duration.ofSeconds(10));
        assertThat(PLAIN.delay(6, RALYBND, random)).isEqualTo(Duration.ofSeconds(32));
        assertThat(PLAIN.delay(20, RALYBND, random)).isEqualTo(Duration.ofSeconds(60));
        for (CommandStatus wrong : List.of(CommandStatus.ESME_RINVPASWD, CommandStatus.ESME_RINVSYSID)) {
            assertThat(PLAIN.delay(1, wrong.code(), random)).isEqualTo(Duration.ofSeconds(40));
        }
    }

    @Test
    void jitterOnlyLengthensAndNotBeyondTheLimit() {
        Seeds.forEach(500, random -> {
            int failures = 1 + random.nextInt(20);
            int status = random.nextBoolean() ? 0 : RALYBND;
            Duration plain = PLAIN.delay(failures, status, random);
            Duration limit = Duration.ofSeconds(status == 0 ? 15 : 60);
            Duration longest = plain.multipliedBy(13).dividedBy(10).plusNanos(1);
            assertThat(backoff(0.3).delay(failures, status, random))
                    .isBetween(plain, longest.compareTo(limit) < 0 ? longest : limit);
        });
    }

    /// A message centre, a link to it, and a clock that moves only when it is told or when the link sleeps.
    private static final class Scene implements AutoCloseable {
        final AtomicLong clock = new AtomicLong();
        final List<Duration> slept = new CopyOnWriteArrayList<>();
        final BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
        final Semaphore mayTry = new Semaphore(0);
        final SmppServer server;
        final SmppClient client = SmppClient.create(1);
        SmppLink link;

        Scene() throws Exception {
            server = SmppServer.start(
                    ServerConfig.loopback(0, "elchi"),
                    _ -> BindDecision.accept(
                            SessionHandler.inOrder((_, _) -> Answer.ok(new SubmitSmResp("1", Tlvs.NONE)))));
        }

        SmppSession connect() throws IOException, InterruptedException {
            return client.connect(
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"), _ -> {});
        }

        void start(SmppLink.Connector connector, SmppLink.Listener listener) {
            link = new SmppLink("test", connector, PLAIN, new SplittableRandom(1), listener, new SmppLink.Waiting() {
                @Override
                public boolean sleep(Duration duration) throws InterruptedException {
                    slept.add(duration);
                    clock.addAndGet(duration.toNanos());
                    mayTry.acquire();
                    return false;
                }

                @Override
                public long nanoTime() {
                    return clock.get();
                }
            });
            link.start();
        }

        void start(SmppLink.Connector connector) {
            start(connector, new SmppLink.Listener() {
                @Override
                public void onUp(SmppSession session) {
                    bound.add(session);
                }
            });
        }

        SmppSession nextBound() throws InterruptedException {
            SmppSession session = bound.poll(30, TimeUnit.SECONDS);
            assertThat(session).isNotNull();
            return session;
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    @Test
    void triesAgainUntilItIsBoundAndStartsAfreshAfterwards() throws Exception {
        List<Exception> failures = new ArrayList<>(List.of(
                new IOException("planted"),
                new BindFailedException(CloseReason.BIND_REFUSED, RALYBND, null),
                new IOException("planted")));
        try (Scene scene = new Scene()) {
            scene.mayTry.release(100);
            scene.start(() -> {
                if (failures.isEmpty()) {
                    return scene.connect();
                }
                throw sneaky(failures.removeFirst());
            });
            SmppSession first = scene.nextBound();
            assertThat(scene.slept)
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(4));
            scene.clock.addAndGet(Duration.ofSeconds(5).toNanos());
            first.close();
            SmppSession second = scene.nextBound();
            assertThat(second).isNotSameAs(first);
            assertThat(scene.slept.getLast()).isEqualTo(Duration.ofSeconds(1));
            assertThat(scene.link.session()).contains(second);
            scene.link.close();
            assertThat(second.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
            assertThat(scene.link.session()).isEmpty();
        }
    }

    /// Item 10: a message centre that binds and drops at once is not hammered either.
    @Test
    void sessionsThatDoNotLastAreFailures() throws Exception {
        try (Scene scene = new Scene()) {
            scene.mayTry.release(100);
            scene.start(scene::connect);
            for (int i = 0; i < 5; i++) {
                SmppSession session = scene.nextBound();
                scene.clock.addAndGet(Duration.ofMillis(900).toNanos());
                session.close();
            }
            scene.nextBound();
            assertThat(scene.slept).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 15L);
            scene.link.close();
        }
    }

    @Test
    void whatTheConnectorOrTheListenerThrowsDoesNotEndTheLink() throws Exception {
        List<RuntimeException> failures = new ArrayList<>(List.of(new IllegalStateException("planted")));
        CountDownLatch downs = new CountDownLatch(3);
        try (Scene scene = new Scene()) {
            scene.mayTry.release(100);
            scene.start(
                    () -> {
                        if (failures.isEmpty()) {
                            return scene.connect();
                        }
                        throw failures.removeFirst();
                    },
                    new SmppLink.Listener() {
                        @Override
                        public void onUp(SmppSession session) {
                            scene.bound.add(session);
                            throw new IllegalStateException("planted");
                        }

                        @Override
                        public void onDown(String why, Duration retryIn) {
                            downs.countDown();
                            throw new IllegalStateException("planted");
                        }
                    });
            scene.nextBound().close();
            scene.nextBound().close();
            assertThat(downs.await(30, TimeUnit.SECONDS)).isTrue();
            scene.link.close();
        }
    }

    /// The session that comes when nobody wants it any more is not left bound, and is unbound in order: again and
    /// again,
    /// since it is a race.
    @RepeatedTest(200)
    void aLinkThatIsClosedWhileItConnectsLeavesNothingBehind() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        AtomicBoolean closing = new AtomicBoolean();
        BlockingQueue<SmppSession> made = new LinkedBlockingQueue<>();
        try (Scene scene = new Scene()) {
            scene.start(() -> {
                SmppSession session = scene.connect();
                made.add(session);
                connected.countDown();
                while (!closing.get()) {
                    Thread.onSpinWait();
                }
                return session;
            });
            connected.await();
            Thread close = Thread.ofVirtual().start(() -> {
                closing.set(true);
                scene.link.close();
            });
            SmppSession session = made.take();
            assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
            assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
            close.join();
        }
    }

    @Test
    void aLinkThatIsClosedWhileItWaitsForABindReturnsAtOnce() throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        try (Scene scene = new Scene()) {
            scene.start(() -> {
                connecting.countDown();
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts this latch down");
            });
            connecting.await();
            Thread close = Thread.ofVirtual().start(scene.link::close);
            assertThat(close.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static IOException sneaky(Exception failure) {
        return (IOException) failure;
    }
}
