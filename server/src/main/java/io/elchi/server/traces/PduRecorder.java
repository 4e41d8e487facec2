package io.elchi.server.traces;

import io.elchi.server.core.Clock;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the PDUs of the traces of this process, and stores them in batches by one thread, which the first trace
/// starts. What does not fit into its queue is counted and dropped.
public final class PduRecorder implements PduTraces, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PduRecorder.class);
    private static final int QUEUE = 4_096;
    /// Of memory that PDUs that wait may take: one of them may have 64 KiB, and clients choose what they send.
    static final int MOST_WAITING_OCTETS = 16_777_216;
    /// Of the hexadecimal form: for itself, and for half an octet of the PDU.
    private static final int OCTETS_A_DIGIT = 2;
    private static final int BATCH = 500;
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final PduStore store;
    private final Clock clock;
    private final Metrics.Count notKept;
    private final ArrayBlockingQueue<TracedEntry> waiting;
    /// PDUs that were dropped, by trace, since they were last stored. A trace that began has an entry too.
    private final ConcurrentHashMap<PduTrace, Long> missing = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PduTrace, Instant> ended = new ConcurrentHashMap<>();
    private final AtomicLong waitingOctets = new AtomicLong();
    private volatile boolean closing;
    private Thread thread;

    PduRecorder(PduStore store, Clock clock, Metrics metrics) {
        this(store, clock, metrics, QUEUE);
    }

    /// @param queue PDUs that may wait
    PduRecorder(PduStore store, Clock clock, Metrics metrics, int queue) {
        this.store = store;
        this.clock = clock;
        notKept = metrics.count(Metric.TRACED_PDUS_NOT_KEPT);
        waiting = new ArrayBlockingQueue<>(queue);
    }

    @Override
    public void begin(PduTrace trace) {
        missing.merge(trace, 0L, Long::sum);
        start();
    }

    @Override
    public void end(PduTrace trace) {
        ended.put(trace, clock.now());
        start();
    }

    private synchronized void start() {
        if (thread == null && !closing) {
            thread = Thread.ofVirtual().name("pdu-traces").start(this::run);
        }
    }

    @Override
    public void add(TracedEntry entry) {
        int octets = octets(entry);
        if (waitingOctets.addAndGet(octets) > MOST_WAITING_OCTETS || !waiting.offer(entry)) {
            waitingOctets.addAndGet(-octets);
            drop(entry.trace(), 1);
        }
    }

    private static int octets(TracedEntry entry) {
        return OCTETS_A_DIGIT * entry.pdu().hex().length();
    }

    private void drop(PduTrace trace, long count) {
        notKept.add(count);
        missing.merge(trace, count, Long::sum);
    }

    private void run() {
        List<TracedEntry> batch = new ArrayList<>();
        try {
            while (!closing || !waiting.isEmpty()) {
                TracedEntry first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                }
                write(batch);
                batch.forEach(entry -> waitingOctets.addAndGet(-octets(entry)));
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stores this batch, with the counts of what was dropped. What cannot be stored is missing.
    void write(List<TracedEntry> batch) {
        Map<PduTrace, Long> counts = new HashMap<>();
        missing.keySet().forEach(trace -> counts.put(trace, missing.remove(trace)));
        batch.forEach(entry -> counts.putIfAbsent(entry.trace(), 0L));
        try {
            if (!counts.isEmpty()) {
                notKept.add(store.add(counts, batch, clock.now()));
            }
            ended.forEach((trace, at) -> {
                store.end(trace, at);
                ended.remove(trace);
            });
        } catch (RuntimeException e) {
            LOG.warn("{} traced PDUs could not be stored: {}", batch.size(), e.getMessage());
            counts.forEach((trace, count) -> missing.merge(trace, count, Long::sum));
            batch.forEach(entry -> drop(entry.trace(), 1));
        }
    }

    /// Stores what waits.
    @Override
    public void close() {
        closing = true;
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.join(CLOSE_WITHIN)) {
                running.interrupt();
                running.join();
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
