package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.messages.FinalStateStream;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Settled;
import io.elchi.server.queue.Claimed;
import io.elchi.server.webhooks.DeliveryStore.DeliveryUpdate;
import io.elchi.server.webhooks.DeliveryStore.Done;
import io.elchi.server.webhooks.DeliveryStore.DueDelivery;
import io.elchi.server.webhooks.WebhookAttempt.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts final states. Three threads: one takes them from memory and has each posted in a virtual thread, one
/// stores how the attempts went, one tries again what waits. An endpoint whose share of posts is used up does not
/// hold up the others: its event waits in the table.
final class Deliverer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final int TAKE = 256;
    private static final int DUE = 500;
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final Duration STORE_EVERY = Duration.ofMillis(250);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PARKED = Duration.ofSeconds(5);
    private static final Duration PAGE = Duration.ofSeconds(30);
    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final Parts parts;
    private final WebhooksProperties properties;
    private final RandomGenerator random;
    private final Clock clock;
    private final ConcurrencyLimiter limiter;
    private final Set<Done> trying = ConcurrentHashMap.newKeySet();
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
            MessageStore messages,
            FinalStateStream feed,
            WebhookSender sender,
            WebhookMetrics metrics) {}

    Deliverer(Parts parts, WebhooksProperties properties, RandomGenerator random, Clock clock) {
        this.parts = parts;
        this.properties = properties;
        this.random = random;
        this.clock = clock;
        limiter = new ConcurrencyLimiter(new ConcurrencyLimiter.Limits(
                properties.maxConcurrent(),
                properties.maxConcurrentPerAccount(),
                properties.maxConcurrentPerEndpoint(),
                properties.slowAfter()));
    }

    void start() {
        // States that an earlier process did not publish count as left out.
        parts.feed.listen(parts.deliveries.progress().orElse(null));
        threads.add(Thread.ofVirtual().name("webhooks-take").start(() -> loop(this::take, Duration.ZERO)));
        threads.add(Thread.ofVirtual().name("webhooks-store").start(() -> loop(this::store, STORE_EVERY)));
        threads.add(Thread.ofVirtual().name("webhooks-again").start(() -> loop(this::again, LOOK_EVERY)));
    }

    /// Whether its threads are alive.
    boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
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

    private void take() throws InterruptedException {
        for (Claimed<Settled> claimed : parts.feed.take(TAKE, TIMEOUT)) {
            claimed.done();
            Settled settled = claimed.item();
            tell(settled, Set.of(), () -> parts.feed.done(settled));
        }
    }

    /// Posts to each endpoint that wants it; `after` runs when for each of them something is stored.
    private void tell(Settled settled, Set<Done> already, Runnable after) {
        String type = EventType.of(settled.state());
        List<Endpoint> wanting = parts.endpoints.of(settled.message().accountId()).stream()
                .filter(endpoint -> endpoint.wants(type))
                .filter(endpoint -> !already.contains(
                        new Done(endpoint.id(), settled.message().id())))
                .toList();
        if (wanting.isEmpty()) {
            after.run();
            return;
        }
        byte[] body = body(settled);
        if (body == null) {
            after.run();
            return;
        }
        AtomicInteger open = new AtomicInteger(wanting.size());
        for (Endpoint endpoint : wanting) {
            WebhookAttempt post = new WebhookAttempt(
                    endpoint.id(), endpoint.accountId(), settled.message().id(), type, body);
            first(endpoint, post, () -> {
                if (open.decrementAndGet() == 0) {
                    after.run();
                }
            });
        }
    }

    /// null: it cannot be written. It is set aside, or it would stop all that come after it.
    private byte[] body(Settled settled) {
        try {
            return EventJson.of(settled);
        } catch (RuntimeException e) {
            LOG.error(
                    "the event of message {} cannot be written and is set aside",
                    settled.message().id(),
                    e);
            parts.metrics.setAside();
            return null;
        }
    }

    private void first(Endpoint endpoint, WebhookAttempt post, Runnable after) {
        if (limiter.acquire(endpoint.accountId(), endpoint.id())) {
            attempt(endpoint, post, 1, after);
        } else {
            result(null, new DeliveryUpdate(post, 0, clock.now().plus(PARKED), false, null), after);
        }
    }

    /// Posts in a thread of its own, with the slot that was accepted for it. Whatever happens, there is a result:
    /// what has none would keep the progress where it is.
    private void attempt(Endpoint endpoint, WebhookAttempt post, int number, Runnable after) {
        Thread.ofVirtual().name("webhook").start(() -> {
            Result attempt = parts.sender.attempt(endpoint, post, number);
            limiter.release(
                    endpoint.accountId(), endpoint.id(), attempt.status() != 0, Duration.ofMillis(attempt.millis()));
            DeliveryUpdate verdict = null;
            if (!attempt.accepted()) {
                verdict = verdict(attempt);
            } else if (after == null) {
                verdict = new DeliveryUpdate(post, number, null, false, null);
            }
            result(attempt, verdict, after);
        });
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
            parts.endpoints.disable(endpoint, "it answered 410 Gone");
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
            if (after != null) {
                done.add(after);
            }
        }
    }

    /// Stores how attempts went, and how far everything is published.
    private void store() {
        List<Result> made;
        List<DeliveryUpdate> decided;
        List<Runnable> after;
        Instant now = clock.now();
        Instant publishedUpTo = parts.feed.publishedUpTo(now);
        synchronized (resultsLock) {
            made = attempts;
            decided = verdicts;
            after = done;
            attempts = new ArrayList<>();
            verdicts = new ArrayList<>();
            done = new ArrayList<>();
        }
        try {
            parts.deliveries.store(made, decided, publishedUpTo, now);
        } catch (RuntimeException e) {
            synchronized (resultsLock) {
                attempts.addAll(0, made);
                verdicts.addAll(0, decided);
                done.addAll(0, after);
            }
            throw e;
        }
        after.forEach(Runnable::run);
        decided.forEach(each ->
                trying.remove(new Done(each.post().endpointId(), each.post().messageId())));
    }

    /// Tries again what waits, and what memory had to leave out.
    private void again() throws InterruptedException {
        Instant since = parts.feed.beginCatchUp();
        if (since != null) {
            catchUp(since);
        }
        for (DueDelivery waiting : parts.deliveries.due(clock.now(), DUE)) {
            WebhookAttempt post = waiting.post();
            Done key = new Done(post.endpointId(), post.messageId());
            Endpoint endpoint =
                    parts.endpoints.find(post.accountId(), post.endpointId()).orElse(null);
            if (endpoint == null) {
                giveUpUnlessActive(waiting);
            } else if (!trying.contains(key) && limiter.acquire(endpoint.accountId(), endpoint.id())) {
                trying.add(key);
                attempt(endpoint, post, waiting.attempts() + 1, null);
            }
        }
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
                    null);
        }
    }

    /// Tells what was left out, from the call detail records. It counts as published when something is stored for
    /// each.
    private void catchUp(Instant since) throws InterruptedException {
        AtomicInteger open = new AtomicInteger(1);
        Runnable after = () -> {
            if (open.decrementAndGet() == 0) {
                parts.feed.caughtUp();
            }
        };
        boolean all = false;
        try {
            all = tellSince(since, open, after);
        } finally {
            if (!all) {
                parts.feed.catchUpFailed();
            }
        }
        if (all) {
            after.run();
        }
    }

    /// @return false when it was stopped on the way
    private boolean tellSince(Instant since, AtomicInteger open, Runnable after) throws InterruptedException {
        Instant now = clock.now();
        Set<Done> already = parts.deliveries.doneSince(since.minus(OVERLAP));
        int published = 0;
        boolean last = false;
        for (Instant from = since; !last; from = from.plus(PAGE)) {
            if (stopping.getCount() == 0) {
                return false;
            }
            last = !from.plus(PAGE).isBefore(now);
            // The times of records do not go back with a clock that was set back: some may be ahead of it.
            Instant to = last ? END_OF_TIME : from.plus(PAGE);
            for (Settled settled : parts.messages.settledBetween(from, to)) {
                open.incrementAndGet();
                tell(settled, already, after);
                published++;
            }
        }
        if (published > 0) {
            LOG.info("went through {} final states since {}", published, since);
        }
        return true;
    }

    @Override
    public void close() {
        stopping.countDown();
        if (threads.isEmpty()) {
            // A standby published nothing: its progress would pass over the events of the process that did.
            return;
        }
        try {
            for (Thread thread : threads) {
                thread.join(properties.timeout());
            }
            // What is being posted gets its time; what it came to is stored in any case.
            limiter.awaitNone(properties.timeout());
            store();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
