package io.elchi.server.entrances;

import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.entrances.CallbackSender.Attempted;
import io.elchi.server.entrances.PendingCallback.Key;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the requests to addresses of clients of Jasmin and Kannel, in the process that has the lease of webhooks.
/// One thread reads events, begins attempts and stores their results; each attempt has a virtual thread.
final class CallbackRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackRunner.class);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /// Results that end close together are stored together.
    private static final Duration GATHER = Duration.ofMillis(15);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    /// Hosts of one look; the next look goes on behind them.
    private static final int HOSTS = 500;

    private final Parts parts;
    private final CallbackPlaces places;
    private final Metrics.Family dropped;
    private final LinkedBlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    /// Results that are not stored yet.
    private final List<Finished> unstored = new ArrayList<>();
    /// Requests that are being made, or whose results are not stored.
    private final Set<Key> underWay = new HashSet<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private String lastHost = "";
    private volatile Thread thread;

    /// What it uses.
    record Parts(
            CallbackEvents events,
            CallbackStore store,
            CallbackSender sender,
            Transactions transactions,
            Lease posting,
            Clock clock) {}

    private record Finished(PendingCallback request, Attempted result) {}

    CallbackRunner(Parts parts, CallbackPlaces.Limits limits, Metrics metrics) {
        this.parts = parts;
        places = new CallbackPlaces(limits);
        dropped = metrics.family(Metric.CALLBACKS_DROPPED);
    }

    void start() {
        thread = Thread.ofPlatform().name("callbacks").start(this::run);
    }

    /// Whether its thread is alive; true before the start.
    boolean isAlive() {
        Thread running = thread;
        return running == null || running.isAlive();
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (closing.getCount() > 0) {
                gather(wait);
                try {
                    wait = turn();
                } catch (RuntimeException e) {
                    LOG.warn("requests to clients of Jasmin and Kannel: {}", e.getMessage());
                    wait = AFTER_FAILURE;
                }
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("results of requests are not stored, they are made again: {}", e.getMessage());
        }
    }

    /// Waits for results, and for the next turn.
    private void gather(Duration wait) throws InterruptedException {
        Finished first = finished.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            unstored.add(first);
            boolean _ = closing.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        }
        finished.drainTo(unstored);
    }

    /// @return the time until the next turn
    private Duration turn() {
        store();
        boolean more = parts.events.look();
        boolean isBusy = parts.store.work().requests();
        if (isBusy && parts.posting.mayAct()) {
            more |= begin();
        }
        return more ? Duration.ZERO : isBusy ? BUSY : IDLE;
    }

    /// Stores the results that there are.
    private void store() {
        if (unstored.isEmpty()) {
            return;
        }
        List<Key> done = new ArrayList<>();
        Map<Key, Instant> again = new HashMap<>();
        List<String> reasons = new ArrayList<>();
        for (Finished each : unstored) {
            PendingCallback request = each.request;
            boolean retries = each.result == Attempted.REFUSED && request.attempts() < CallbackForm.MOST_RETRIES;
            if (retries) {
                again.put(request.key(), parts.clock.now().plus(request.form().delay()));
            } else {
                done.add(request.key());
                if (each.result != Attempted.ACCEPTED) {
                    reasons.add(each.result == Attempted.REFUSED ? "attempts" : "address");
                }
            }
        }
        parts.transactions.run(tx -> {
            parts.posting.fence(tx);
            parts.store.done(tx, done);
            parts.store.again(tx, again);
            return null;
        });
        reasons.forEach(reason -> dropped.of(reason).one());
        for (Finished each : unstored) {
            places.release(each.request.accountId(), each.request.host());
            underWay.remove(each.request.key());
        }
        unstored.clear();
    }

    /// Begins attempts of what is due, as far as there are places.
    ///
    /// @return whether there may be more to begin at once
    private boolean begin() {
        if (places.isFull()) {
            return false;
        }
        List<String> hosts = parts.store.hosts(lastHost, HOSTS);
        lastHost = hosts.size() < HOSTS ? "" : hosts.getLast();
        List<String> free = new ArrayList<>(hosts);
        free.removeAll(places.fullHosts());
        int begun = 0;
        // Those under way are due as well.
        for (PendingCallback request :
                parts.store.due(free, places.fullAccounts(), 2 * places.toHost(), parts.clock.now())) {
            if (!underWay.contains(request.key()) && places.acquire(request.accountId(), request.host())) {
                underWay.add(request.key());
                Thread.ofVirtual().name("callback").start(() -> attempt(request));
                begun++;
            }
        }
        return begun > 0 || !lastHost.isEmpty();
    }

    private void attempt(PendingCallback request) {
        Attempted result = Attempted.REFUSED;
        try {
            result = parts.sender.attempt(request);
        } finally {
            finished.add(new Finished(request, result));
        }
    }

    /// Waits for what is under way, and stores its results.
    private void finish() throws InterruptedException {
        long end = System.nanoTime() + END_WITHIN.toNanos();
        while (underWay.size() > unstored.size() && System.nanoTime() < end) {
            Finished next = finished.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                unstored.add(next);
            }
        }
        store();
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            running.join(END_WITHIN.plusSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
