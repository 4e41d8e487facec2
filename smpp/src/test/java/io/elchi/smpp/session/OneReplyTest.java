package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// "Every request that [Offer#ACCEPTED] took ends in exactly one [Reply]", whatever the message centre does and while
/// threads offer, send, close and unbind at will. `-Delchi.stress.seconds=N` (default 4) says how long.
class OneReplyTest {
    private static final int LINKS = 4;
    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("elchi.stress.seconds", 4));
    private static final SessionConfig CONFIG = SessionConfig.DEFAULTS
            .but()
            .window(20)
            .responseTimer(Duration.ofMillis(200))
            .drainTimer(Duration.ofMillis(50))
            .enquireLinkTimer(Duration.ofMillis(20))
            .build();

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, AtomicInteger> replies = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> kinds = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<SmppSession> all = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<SmppSession> links = new AtomicReferenceArray<>(LINKS);
    private final Queue<String> connectFailures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void everyAcceptedRequestHasExactlyOneReply() throws Exception {
        SmppClient client = SmppClient.create(2);
        try (ChaoticCentre centre = new ChaoticCentre()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LINKS; i++) {
                int link = i;
                threads.add(Thread.ofPlatform().start(() -> keepBound(client, centre.port(), link)));
                threads.add(Thread.ofPlatform().start(this::offerAlways));
                for (int j = 0; j < 30; j++) {
                    threads.add(Thread.ofVirtual().start(this::sendAlways));
                }
            }
            Thread.sleep(RUN);
            over = true;
            assertThat(all).as("after %s", connectFailures).hasSizeGreaterThan(LINKS);
            links.get(0).unbind();
            client.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(replies.values()).allMatch(count -> count.get() == 1);
            assertThat(all).allMatch(session -> session.inFlight() == 0);
            System.out.println("one reply each to " + replies.size() + " requests on " + all.size() + " sessions: "
                    + new TreeMap<>(kinds) + ", " + sum(SessionStats::lateResponses) + " late, "
                    + sum(SessionStats::duplicateResponses) + " duplicate responses");
            // What the run was for has happened.
            assertThat(kinds.keySet()).contains("Answered", "Nacked", "TimedOut", "Lost", "NotSent");
            assertThat(centre.hangUps.get() + centre.unbinds.get()).isPositive();
            assertThat(sum(SessionStats::lateResponses)).isPositive();
            assertThat(sum(SessionStats::duplicateResponses)).isPositive();
        }
    }

    private long sum(ToLongFunction<SessionStats> counter) {
        return all.stream().map(SmppSession::stats).mapToLong(counter).sum();
    }

    private void keepBound(SmppClient client, int port, int link) {
        ClientConfig config =
                ClientConfig.transceiver("127.0.0.1", port, "bank", "secret").session(CONFIG);
        SessionHandler handler = exchange -> exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        while (!over) {
            try {
                SmppSession session = client.connect(config, handler);
                all.add(session);
                links.set(link, session);
                while (!over && !session.awaitClosed(Duration.ofMillis(50))) {
                    switch (ThreadLocalRandom.current().nextInt(40)) {
                        case 0 -> session.close();
                        case 1 -> session.unbind();
                        default -> {}
                    }
                }
            } catch (IOException | InterruptedException refused) {
                connectFailures.add(refused.toString());
            }
        }
    }

    /// So that the load leaves the sessions a processor.
    private static void pause() {
        LockSupport.parkNanos(1_000_000);
    }

    private SmppSession any() {
        return links.get(ThreadLocalRandom.current().nextInt(LINKS));
    }

    private SubmitSm submit(int number) {
        return ScriptedPdus.submit().toBuilder()
                .destination(new Address(1, 1, Integer.toString(number)))
                .build();
    }

    private void offerAlways() {
        while (!over) {
            SmppSession session = any();
            if (session == null) {
                pause();
                continue;
            }
            int number = numbers.incrementAndGet();
            AtomicInteger count = new AtomicInteger();
            replies.put(number, count);
            Offer offer = session.offer(submit(number), reply -> {
                count.incrementAndGet();
                check(number, reply);
            });
            if (offer != Offer.ACCEPTED) {
                if (replies.remove(number).get() != 0) {
                    wrong.add("a reply to what was not taken: " + number);
                }
                pause();
            }
        }
    }

    private void sendAlways() {
        while (!over) {
            SmppSession session = any();
            if (session == null) {
                pause();
                continue;
            }
            int number = numbers.incrementAndGet();
            try {
                Reply<SubmitSmResp> reply = session.send(submit(number));
                replies.put(number, new AtomicInteger(1));
                check(number, reply);
                if (reply instanceof Reply.NotSent<SubmitSmResp>) {
                    pause();
                }
            } catch (InterruptedException | RuntimeException e) {
                wrong.add("send " + number + ": " + e);
            }
        }
    }

    private void check(int number, Reply<SubmitSmResp> reply) {
        kinds.computeIfAbsent(reply.getClass().getSimpleName(), _ -> new AtomicInteger())
                .incrementAndGet();
        if (reply instanceof Reply.Answered<SubmitSmResp> answered
                && !answered.body().messageId().equals(Integer.toString(number))) {
            wrong.add("the answer to another request: " + number + " " + reply);
        }
    }
}
