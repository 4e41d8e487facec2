package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The event loops end before the sessions' users have noticed.
class EndedEndpointTest {
    private static final SessionHandler DEAF = exchange -> exchange.refuse(CommandStatus.ESME_RSYSERR);

    @Test
    void whatIsInFlightWhenTheClientClosesIsLost() throws Exception {
        CountDownLatch arrived = new CountDownLatch(10);
        try (SmppServer server = SmppServer.start(
                ServerConfig.loopback(0, "elchi"), _ -> BindDecision.accept(_ -> arrived.countDown()))) {
            SmppClient client = SmppClient.create(1);
            SmppSession session = client.connect(
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"), DEAF);
            List<Reply<?>> replies = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 10; i++) {
                session.offer(ScriptedPdus.submit(), replies::add);
            }
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(replies).hasSize(10).allMatch(Reply::possiblySent);
            assertThat(session.offer(ScriptedPdus.submit(), replies::add)).isEqualTo(Offer.CLOSED);
            session.unbind();
            session.close();
            session.pauseReading(true);
        }
    }

    /// Callers hammer a session while its client closes under them: each accepted request has one reply, none throws.
    @Test
    void offersThatRaceTheEndOfTheLoopAreAnswered() throws Exception {
        SessionHandler ok = exchange -> exchange.respond(new SubmitSmResp("1", Tlvs.NONE));
        for (int round = 0; round < 30; round++) {
            try (SmppServer server =
                    SmppServer.start(ServerConfig.loopback(0, "elchi"), _ -> BindDecision.accept(ok))) {
                SmppClient client = SmppClient.create(1);
                SmppSession session = client.connect(
                        ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"), DEAF);
                AtomicInteger accepted = new AtomicInteger();
                AtomicInteger replied = new AtomicInteger();
                BlockingQueue<RuntimeException> thrown = new LinkedBlockingQueue<>();
                CountDownLatch done = new CountDownLatch(4);
                for (int i = 0; i < 4; i++) {
                    Thread.ofPlatform().start(() -> {
                        try {
                            hammer(session, accepted, replied);
                        } catch (RuntimeException e) {
                            thrown.add(e);
                        } finally {
                            done.countDown();
                        }
                    });
                }
                Await.until("they are at work", () -> replied.get() > 100);
                client.close();
                done.await();
                assertThat(thrown).isEmpty();
                Await.until("all are replied to", () -> replied.get() == accepted.get());
            }
        }
    }

    private static void hammer(SmppSession session, AtomicInteger accepted, AtomicInteger replied) {
        while (true) {
            switch (session.offer(ScriptedPdus.submit(), _ -> replied.incrementAndGet())) {
                case ACCEPTED -> accepted.incrementAndGet();
                case WINDOW_FULL -> Thread.onSpinWait();
                default -> {
                    return;
                }
            }
        }
    }

    /// The window of the race is narrow: here it is held open.
    @Test
    void aRequestAddedAfterTheEndOfTheLoopIsNotSent() throws Exception {
        try (SmppServer server = SmppServer.start(ServerConfig.loopback(0, "elchi"), _ -> BindDecision.accept(DEAF))) {
            SmppClient client = SmppClient.create(1);
            SmppSession session = client.connect(
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"), DEAF);
            client.close();
            List<Reply<SubmitSmResp>> replies = new CopyOnWriteArrayList<>();
            session.outbox().add(new Pending<>(ScriptedPdus.submit(), replies::add, false));
            assertThat(replies).singleElement().isInstanceOf(Reply.NotSent.class);
        }
    }

    @Test
    void anAnswerAfterTheEndOfTheServerIsNoError() throws Exception {
        BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
        SmppServer server = SmppServer.start(ServerConfig.loopback(0, "elchi"), _ -> BindDecision.accept(held::add));
        try (SmppClient client = SmppClient.create(1)) {
            SmppSession session = client.connect(
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"), DEAF);
            session.offer(ScriptedPdus.submit(), _ -> {});
            Exchange exchange = held.poll(30, TimeUnit.SECONDS);
            server.close();
            assertThat(exchange.respond(new SubmitSmResp("1", Tlvs.NONE))).isTrue();
            assertThat(exchange.refuse(CommandStatus.ESME_RSYSERR)).isFalse();
        }
    }
}
