package io.elchi.server.webhooks;

import io.elchi.server.events.LoggedEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;

/// Decides which endpoint's event is posted next. Endpoints with events take turns, one event each. An endpoint
/// that has no place waits where the place it needs becomes free: at its account, or for all.
final class AttemptScheduler {
    private final ConcurrencyLimiter limiter;
    private final BiConsumer<EndpointQueue, LoggedEvent> attempt;
    private final Set<EndpointQueue> ready = new LinkedHashSet<>();
    private final Map<Long, Queue<EndpointQueue>> atAccount = new HashMap<>();
    private final Queue<EndpointQueue> atAll = new ArrayDeque<>();
    private boolean running;

    /// @param attempt begins an attempt, with a place of the limiter; must not block
    AttemptScheduler(ConcurrencyLimiter limiter, BiConsumer<EndpointQueue, LoggedEvent> attempt) {
        this.limiter = limiter;
        this.attempt = attempt;
    }

    /// The endpoint may have an event.
    void ready(EndpointQueue queue) {
        synchronized (this) {
            ready.add(queue);
        }
        run();
    }

    void readyAll(Collection<EndpointQueue> queues) {
        synchronized (this) {
            queues.stream()
                    .filter(queue -> queue.feed() != null && queue.feed().waiting() > 0)
                    .forEach(ready::add);
        }
        run();
    }

    /// A place of this endpoint was given back.
    void released(EndpointQueue queue) {
        synchronized (this) {
            long account = queue.endpoint().accountId();
            Queue<EndpointQueue> waiting = atAccount.get(account);
            if (waiting != null) {
                ready.add(waiting.remove());
                if (waiting.isEmpty()) {
                    atAccount.remove(account);
                }
            }
            EndpointQueue first = atAll.poll();
            if (first != null) {
                ready.add(first);
            }
            ready.add(queue);
        }
        run();
    }

    /// Begins attempts as long as there are events and places. One thread at a time does it; another one that
    /// comes meanwhile leaves its work to that.
    private void run() {
        EndpointQueue queue = begin();
        while (queue != null) {
            LoggedEvent event = null;
            boolean granted = grant(queue);
            if (granted) {
                event = queue.feed().poll();
                if (event == null) {
                    limiter.cancel(
                            queue.endpoint().accountId(), queue.endpoint().id());
                } else {
                    synchronized (this) {
                        ready.add(queue);
                    }
                    attempt.accept(queue, event);
                }
            }
            queue = next();
        }
    }

    private synchronized EndpointQueue begin() {
        if (running) {
            return null;
        }
        EndpointQueue first = take();
        running = first != null;
        return first;
    }

    private synchronized EndpointQueue next() {
        EndpointQueue next = take();
        running = next != null;
        return next;
    }

    private EndpointQueue take() {
        if (ready.isEmpty()) {
            return null;
        }
        EndpointQueue first = ready.iterator().next();
        ready.remove(first);
        return first;
    }

    private boolean grant(EndpointQueue queue) {
        Endpoint endpoint = queue.endpoint();
        if (queue.feed() == null) {
            return false;
        }
        synchronized (this) {
            switch (limiter.acquire(endpoint.accountId(), endpoint.id())) {
                case GRANTED -> {
                    return true;
                }
                case ACCOUNT_BUSY -> {
                    Queue<EndpointQueue> waiting =
                            atAccount.computeIfAbsent(endpoint.accountId(), _ -> new ArrayDeque<>());
                    if (!waiting.contains(queue)) {
                        waiting.add(queue);
                    }
                }
                case ALL_BUSY -> {
                    if (!atAll.contains(queue)) {
                        atAll.add(queue);
                    }
                }
                case ENDPOINT_BUSY, BACKING_OFF -> {
                    // Its own attempt gives a place back, or the next look finds it.
                }
            }
            return false;
        }
    }
}
