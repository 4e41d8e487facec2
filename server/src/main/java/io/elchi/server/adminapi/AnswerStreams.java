package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The open streams of people in this process: how many there may be, and their end when the process stops.
public final class AnswerStreams implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final StreamProperties limits;
    private final Set<Place> open = ConcurrentHashMap.newKeySet();
    private final Map<Long, Integer> byPerson = new ConcurrentHashMap<>();
    private volatile boolean closed;

    AnswerStreams(StreamProperties limits, Metrics metrics) {
        this.limits = limits;
        metrics.gauge(Metric.CONSOLE_STREAMS, open::size);
    }

    /// A stream that is open, until it is closed.
    final class Place implements AutoCloseable {
        private final long person;
        private final long endNanos = System.nanoTime() + limits.streamTime().toNanos();
        private final Semaphore end = new Semaphore(0);

        private Place(long person) {
            this.person = person;
        }

        /// Waits, or until the stream has to end.
        ///
        /// @return false: it has to end
        boolean rest(Duration time) throws InterruptedException {
            return !closed && System.nanoTime() - endNanos < 0 && !end.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            open.remove(this);
            byPerson.computeIfPresent(person, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// @throws io.elchi.server.core.RefusedException when too many are open
    Place open(long person) {
        if (closed) {
            throw Refusal.after(Failure.SHUTTING_DOWN, RETRY_AFTER).exception();
        }
        Place place = new Place(person);
        if (byPerson.merge(person, 1, Integer::sum) > limits.streamsPerPerson()) {
            place.close();
            throw new Refusal(Failure.RATE_LIMITED, limits.streamsPerPerson() + " streams are open", null, RETRY_AFTER)
                    .exception();
        }
        open.add(place);
        if (open.size() > limits.streams()) {
            place.close();
            throw new Refusal(Failure.OVERLOADED, limits.streams() + " streams are open", null, RETRY_AFTER)
                    .exception();
        }
        return place;
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(place -> place.end.release());
    }
}
