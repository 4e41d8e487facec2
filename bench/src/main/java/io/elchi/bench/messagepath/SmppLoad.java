package io.elchi.bench.messagepath;

import io.elchi.e2e.SmppLoginSeed;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Clients that submit over SMPP and acknowledge receipts.
final class SmppLoad implements AutoCloseable {
    private static final int MOST_SAMPLES = 2_000_000;
    private static final int NUMBERS = 1_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long BACK_OFF_NANOS = 200_000;

    private final int port;
    private final int window;
    private final int rate;
    private final int unfinished;
    private final SmppClient client = SmppClient.create(1);
    private final List<SmppSession> sessions = new ArrayList<>();
    private final LongAdder receipts = new LongAdder();
    /// Messages that were submitted and have neither a receipt nor a refusal.
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Integer> refused = new TreeMap<>();
    private long[] micros = new long[MOST_SAMPLES];
    private int samples;
    private volatile boolean stopped;

    /// @param rate of all binds, a second; 0: as many as go
    /// @param unfinished messages without a receipt at most, of all binds; 0: any number
    SmppLoad(int port, int window, int rate, int unfinished) {
        this.port = port;
        this.window = window;
        this.rate = rate;
        this.unfinished = unfinished;
    }

    void bind(int binds) throws Exception {
        for (int i = 1; i <= binds; i++) {
            ClientConfig plain = ClientConfig.transceiver("127.0.0.1", port, "load" + i, SmppLoginSeed.PASSWORD);
            ClientConfig config = new ClientConfig(
                    plain.host(),
                    plain.port(),
                    plain.mode(),
                    plain.systemId(),
                    plain.password(),
                    "",
                    0,
                    0,
                    "",
                    plain.connectTimeout(),
                    null,
                    SessionConfig.DEFAULTS.but().window(window).build());
            sessions.add(client.connect(config, new Acknowledging()));
        }
    }

    private final class Acknowledging implements SessionHandler {
        @Override
        public void onRequest(Exchange exchange) {
            receipts.increment();
            open.decrementAndGet();
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        }
    }

    void start() {
        for (SmppSession session : sessions) {
            Thread.ofPlatform().name("smpp-load").daemon().start(() -> submit(session));
        }
    }

    private void submit(SmppSession session) {
        long interval = rate == 0 ? 0 : SECOND * sessions.size() / rate;
        long due = System.nanoTime();
        while (!stopped) {
            if (interval > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
                due += interval;
            }
            if (unfinished > 0 && open.get() >= unfinished) {
                LockSupport.parkNanos(BACK_OFF_NANOS);
                continue;
            }
            long from = interval > 0 ? due - interval : System.nanoTime();
            Offer offer = session.offer(message(), reply -> answered(reply, from));
            if (offer == Offer.CLOSED) {
                return;
            }
            if (offer == Offer.ACCEPTED) {
                open.incrementAndGet();
            } else {
                LockSupport.parkNanos(BACK_OFF_NANOS);
            }
        }
    }

    private SubmitSm message() {
        int n = number.incrementAndGet() % NUMBERS;
        return SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "99890%07d".formatted(1_000_000 + n)))
                .registeredDelivery(1)
                .shortMessage(Octets.of("Your balance is " + n, StandardCharsets.US_ASCII))
                .build();
    }

    private synchronized void answered(Reply<SubmitSmResp> reply, long from) {
        if (reply instanceof Reply.Answered<SubmitSmResp> answer && answer.ok()) {
            if (samples < MOST_SAMPLES) {
                micros[samples++] = (System.nanoTime() - from) / 1_000;
            }
        } else {
            open.decrementAndGet();
            int status = reply.statusOrMinusOne();
            refused.merge(status < 0 ? "no answer" : CommandStatus.describe(status), 1, Integer::sum);
        }
    }

    int sessions() {
        return sessions.size();
    }

    long receipts() {
        return receipts.sum();
    }

    synchronized String refused() {
        return refused.toString();
    }

    /// The times to submit_sm_resp since the last call, in microseconds.
    synchronized long[] reset() {
        long[] taken = java.util.Arrays.copyOf(micros, samples);
        samples = 0;
        return taken;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stopped = true;
        client.close();
    }
}
