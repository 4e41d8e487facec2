package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.events.EventReader;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.webhooks.DeliveryStore.DeliveryUpdate;
import io.elchi.server.webhooks.DeliveryStore.DueDelivery;
import io.elchi.server.webhooks.DeliveryStore.Key;
import io.elchi.server.webhooks.WebhookAttempt.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts events to endpoints. Each endpoint has its own feed of the event log, and each attempt a virtual thread.
/// An event that was not accepted becomes a row and is tried again by a thread for that; another thread stores the
/// results and the cursors.
final class Deliverer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final int DUE = 500;
    private static final int MANY = 16;
    private static final int MOST_WAITING_KNOWN = 10_000;
    private static final Duration STORE_EVERY = Duration.ofMillis(250);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Parts parts;
    private final WebhooksProperties properties;
    private final RandomGenerator random;
    private final Clock clock;
    private final ConcurrencyLimiter limiter;
    private final AttemptScheduler scheduler;
    private final Map<Long, EndpointQueue> queues = new ConcurrentHashMap<>();
    /// Of endpoints that were disabled, until their last results are stored.
    private final Set<EndpointQueue> leaving = ConcurrentHashMap.newKeySet();
    private final Set<Key> trying = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Object resultsLock = new Object();
    private List<Result> attempts = new ArrayList<>();
    private List<DeliveryUpdate> verdicts = new ArrayList<>();
    private List<Runnable> done = new ArrayList<>();

    /// The parts it uses.
    record Parts(
            EndpointStore endpoints,
            DeliveryStore deliveries,
            EventReader events,
            WebhookSender sender,
            WebhookMetrics metrics) {}

    Deliverer(Parts parts, WebhooksProperties properties, RandomGenerator random, Clock clock) {
        this.parts = parts;
        this.properties = properties;
        this.random = random;
        this.clock = clock;
        limiter = new ConcurrencyLimiter(
                new ConcurrencyLimiter.Limits(
                        properties.maxConcurrent(),
                        properties.maxConcurrentPerAccount(),
                        properties.maxConcurrentPerEndpoint(),
                        properties.slowAfter()),
                clock::nanos);
        scheduler = new AttemptScheduler(limiter, this::first);
    }

    void start() {
        parts.endpoints.onReload(this::refresh);
        refresh();
        threads.add(Thread.ofVirtual().name("webhooks-store").start(() -> loop(this::store, STORE_EVERY)));
        threads.add(Thread.ofVirtual().name("webhooks-again").start(() -> loop(this::again, LOOK_EVERY)));
    }

    /// Whether its threads are alive.
    boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /// Follows the endpoints in memory: one that was added gets a feed, one that was removed or disabled loses it.
    private synchronized void refresh() {
        if (stopping.getCount() == 0) {
            return;
        }
        Map<Long, Endpoint> active = parts.endpoints.active();
        for (Endpoint endpoint : active.values()) {
            EndpointQueue known = queues.get(endpoint.id());
            if (known == null) {
                open(endpoint);
            } else {
                known.update(endpoint);
            }
        }
        for (EndpointQueue queue : queues.values()) {
            if (!active.containsKey(queue.endpoint().id())) {
                queues.remove(queue.endpoint().id());
                parts.events.close(queue.feed());
                leaving.add(queue);
            }
        }
    }

    private void open(Endpoint endpoint) {
        EndpointQueue queue = new EndpointQueue(
                endpoint,
                parts.deliveries.waitingMessages(endpoint.id(), MOST_WAITING_KNOWN),
                MOST_WAITING_KNOWN,
                new FailoverSwitch(clock::nanos));
        queues.put(endpoint.id(), queue);
        queue.feed(parts.events.open(
                Endpoint.subscriber(endpoint.id()),
                endpoint.accountId(),
                event -> queue.endpoint().wants(event),
                () -> scheduler.ready(queue)));
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void loop(Step step, Duration pause) {
        try {
            do {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    LOG.warn("webhooks: {}", e.getMessage());
                    stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Posts an event for the first time, with the place that was taken for it.
    private void first(EndpointQueue queue, LoggedEvent event) {
        Endpoint endpoint = queue.endpoint();
        WebhookAttempt post = WebhookAttempt.of(endpoint, event, parts.deliveries.publicId(event));
        if (queue.isWaiting(event.messageId())) {
            // An earlier event of its message waits for a retry, and comes first.
            limiter.cancel(endpoint.accountId(), endpoint.id());
            queue.waits(event.messageId());
            finish(queue, event, null, new DeliveryUpdate(post, 0, clock.now(), false, null));
            return;
        }
        Thread.ofVirtual().name("webhook").start(() -> {
            Result result = attempt(queue, endpoint, post, 1);
            DeliveryUpdate verdict = result.accepted() ? null : verdict(result);
            if (verdict != null && verdict.next() != null) {
                queue.waits(event.messageId());
            }
            finish(queue, event, result, verdict);
        });
    }

    private void finish(EndpointQueue queue, LoggedEvent event, Result result, DeliveryUpdate verdict) {
        result(result, verdict, () -> queue.feed().stored(event));
        queue.feed().finished(event);
        scheduler.released(queue);
    }

    /// Whatever happens, there is a result: without one, the cursor would stay where it is.
    private Result attempt(EndpointQueue queue, Endpoint endpoint, WebhookAttempt post, int number) {
        Result result = parts.sender.attempt(endpoint, post, number, queue.usesFailover(endpoint, number));
        queue.ended(result);
        limiter.release(
                endpoint.accountId(),
                endpoint.id(),
                result.status() != 0,
                result.accepted(),
                Duration.ofMillis(result.millis()));
        return result;
    }

    /// The verdict after a failed attempt.
    private DeliveryUpdate verdict(Result attempt) {
        if (attempt.gone()) {
            disable(attempt.post().endpointId());
        }
        Duration delay = attempt.gone() ? null : Schedule.delay(attempt.number(), attempt.retryAfter(), random);
        if (delay == null) {
            parts.metrics.givenUp();
        }
        return new DeliveryUpdate(
                attempt.post(),
                attempt.number(),
                delay == null ? null : clock.now().plus(delay),
                delay == null,
                attempt.error());
    }

    private void disable(long endpoint) {
        try {
            parts.endpoints.disable(endpoint, "the endpoint answered 410 Gone");
        } catch (RuntimeException e) {
            // The next post will be answered so, too.
            LOG.warn("endpoint {} is gone and cannot be disabled yet: {}", endpoint, e.getMessage());
        }
    }

    private void result(Result attempt, DeliveryUpdate verdict, Runnable after) {
        synchronized (resultsLock) {
            if (attempt != null) {
                attempts.add(attempt);
            }
            if (verdict != null) {
                verdicts.add(verdict);
            }
            done.add(after);
        }
    }

    /// Stores the results, and how far each endpoint is.
    private void store() {
        List<Result> made;
        List<DeliveryUpdate> decided;
        List<Runnable> after;
        synchronized (resultsLock) {
            made = attempts;
            decided = verdicts;
            after = done;
            attempts = new ArrayList<>();
            verdicts = new ArrayList<>();
            done = new ArrayList<>();
        }
        Map<String, Long> cursors = EndpointQueue.movedCursors(queues.values());
        List<EndpointQueue> left =
                leaving.stream().filter(queue -> queue.feed().isDone()).toList();
        EndpointQueue.movedCursors(left).forEach(cursors::putIfAbsent);
        if (made.isEmpty() && decided.isEmpty() && after.isEmpty() && cursors.isEmpty()) {
            return;
        }
        try {
            parts.deliveries.store(made, decided, cursors, clock.now());
        } catch (RuntimeException e) {
            synchronized (resultsLock) {
                attempts.addAll(0, made);
                verdicts.addAll(0, decided);
                done.addAll(0, after);
            }
            throw e;
        }
        EndpointQueue.cursorsStored(queues.values(), cursors);
        left.forEach(leaving::remove);
        after.forEach(Runnable::run);
    }

    /// Tries again what waits. While that is much, the next look comes when these results are stored.
    private void again() throws InterruptedException {
        boolean stopped = false;
        while (!stopped && tryDue() >= MANY) {
            stopped = stopping.await(STORE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// @return how many attempts began
    private int tryDue() {
        int begun = 0;
        scheduler.readyAll(queues.values());
        // From before the query: what it read may be outdated when an attempt ends meanwhile.
        Set<Key> underWay = Set.copyOf(trying);
        for (DueDelivery waiting : parts.deliveries.due(clock.now(), DUE)) {
            WebhookAttempt post = waiting.post();
            Key key = new Key(post.endpointId(), post.eventId());
            EndpointQueue queue = queues.get(post.endpointId());
            if (queue == null) {
                giveUpUnlessActive(waiting);
            } else if (!underWay.contains(key)
                    && limiter.acquire(post.accountId(), post.endpointId()) == ConcurrencyLimiter.Grant.GRANTED) {
                trying.add(key);
                begun++;
                Thread.ofVirtual().name("webhook").start(() -> retry(queue, waiting, key));
            }
        }
        return begun;
    }

    private void retry(EndpointQueue queue, DueDelivery waiting, Key key) {
        WebhookAttempt post = waiting.post();
        Result result = attempt(queue, queue.endpoint(), post, waiting.attempts() + 1);
        DeliveryUpdate verdict =
                result.accepted() ? new DeliveryUpdate(post, result.number(), null, false, null) : verdict(result);
        result(result, verdict, () -> {
            trying.remove(key);
            if (verdict.next() == null && !waiting.replayed()) {
                queue.waitsNoMore(post.messageId());
            }
        });
        scheduler.released(queue);
    }

    /// Its endpoint is disabled, or so new that memory does not have it yet.
    private void giveUpUnlessActive(DueDelivery waiting) {
        boolean active = parts.endpoints
                .load(waiting.post().endpointId())
                .filter(Endpoint::active)
                .isPresent();
        if (!active) {
            parts.metrics.givenUp();
            result(
                    null,
                    new DeliveryUpdate(waiting.post(), waiting.attempts(), null, true, "the endpoint is disabled"),
                    () -> {});
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        if (threads.isEmpty()) {
            return; // A standby posted nothing.
        }
        synchronized (this) {
            queues.values().forEach(queue -> parts.events.close(queue.feed()));
        }
        try {
            for (Thread thread : threads) {
                thread.join(properties.timeout());
            }
            // What is being posted gets its time; its result is stored in any case.
            limiter.awaitNone(properties.timeout());
            store();
            store(); // The cursors that the first one made move.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
