package io.elchi.bench.simulator;

import io.elchi.bench.CpuClock;
import io.elchi.simulator.Simulator;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// submit_sm a second into the simulator's `fast` profile, without and with receipts, load generator in the same
/// process: 8 sessions with a window of 100.
public final class SimulatorLoad {
    private static final int SESSIONS = 8;
    private static final int WINDOW = 100;
    private static final int ROUNDS = 5;
    private static final Octets TEXT =
            Octets.of("Your code is 493817. Do not tell it to anybody.".getBytes(StandardCharsets.US_ASCII));

    private SimulatorLoad() {}

    /// Options: `messages=200000`.
    public static void main(String... options) throws Exception {
        int messages = options.length == 0 ? 200_000 : Integer.parseInt(options[0].replace("messages=", ""));
        System.out.printf(
                "%d messages a round, last of %d rounds, %d processors, Java %s%n%n",
                messages, ROUNDS, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
        System.out.println("| | submit_sm/s | CPU us a message, simulator and load together |");
        System.out.println("|---|---|---|");
        for (boolean receipts : new boolean[] {false, true}) {
            measure(messages, receipts);
        }
    }

    private static void measure(int messages, boolean receipts) throws Exception {
        Semaphore received = new Semaphore(0);
        SessionHandler taking = exchange -> {
            received.release();
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        };
        try (Simulator simulator = Simulator.start(List.of("fast"), 1, true, 0);
                SmppClient client = SmppClient.create()) {
            ClientConfig config = ClientConfig.transceiver(
                            "127.0.0.1", simulator.ports().get("fast"), "elchi", "secret")
                    .session(SessionConfig.DEFAULTS.but().window(WINDOW).build());
            List<SmppSession> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(client.connect(config, taking));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                long cpu = CpuClock.nanos();
                long start = System.nanoTime();
                send(sessions, messages, receipts);
                if (receipts) {
                    received.acquire(messages);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                double micros = (CpuClock.nanos() - cpu) / 1e3 / messages;
                if (round == ROUNDS) {
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %,.0f | %.1f |%n",
                            receipts ? "with receipts, all taken" : "without receipts",
                            messages / seconds,
                            micros);
                }
            }
        }
    }

    private static void send(List<SmppSession> sessions, int messages, boolean receipts) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(messages);
        AtomicInteger left = new AtomicInteger(messages);
        for (SmppSession session : sessions) {
            for (int i = 0; i < WINDOW; i++) {
                next(session, left, done, receipts);
            }
        }
        done.await();
    }

    private static void next(SmppSession session, AtomicInteger left, CountDownLatch done, boolean receipts) {
        int number = left.getAndDecrement();
        if (number <= 0) {
            return;
        }
        SubmitSm submit = SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "9989" + (10_000_000 + number % 10_000_000)))
                .registeredDelivery(receipts ? 1 : 0)
                .shortMessage(TEXT)
                .build();
        session.offer(submit, reply -> {
            if (reply.statusOrMinusOne() != 0) {
                throw new IllegalStateException("reply: " + reply);
            }
            done.countDown();
            next(session, left, done, receipts);
        });
    }
}
