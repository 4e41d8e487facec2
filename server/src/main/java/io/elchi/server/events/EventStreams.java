package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Events of accounts as they happen, for clients that stay connected. Each stream is a feed of the [EventReader]:
/// its memory is bounded, and streams without new events cost the database nothing. A client keeps its own cursor,
/// like one of [EventPulls].
public final class EventStreams implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /// However many are refused, a stream is probed so often.
    private static final long PROBE_NANOS = 500_000_000L;
    /// A stream that nobody took from for so long has no client: its connection ended before its thread began.
    /// Longer
    /// than a write may wait.
    static final Duration ABANDONED = Duration.ofMinutes(2);
    /// An account's oldest stream ends for another one when it has lasted so long: clients that are more
    /// than their account may have do not end each other's streams all the time.
    static final Duration LEAST_TIME = Duration.ofSeconds(10);

    private final EventLog log;
    private final EventReader reader;
    private final PullSubscriptions subscriptions;
    private final Limits limits;
    private final Clock clock;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Map<Long, Integer> byAccount = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();
    private volatile boolean closed;

    /// @param streams of this process
    /// @param perAccount of one account in this process
    /// @param time after which a stream ends
    record Limits(int streams, int perAccount, Duration time) {}

    EventStreams(
            EventLog log,
            EventReader reader,
            PullSubscriptions subscriptions,
            Limits limits,
            Clock clock,
            Metrics metrics) {
        this.log = log;
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.clock = clock;
        metrics.gauge(Metric.EVENT_STREAMS, open::size);
    }

    /// Opens a stream, and subscribes its account to the types. When the account has as many as it may have, its
    /// oldest one ends: the client of that one may be gone, which the network says after a quarter of an hour.
    ///
    /// @param after the last event that the client has; null: it begins with the next event
    /// @param types empty: the final states
    /// @throws io.elchi.server.core.RefusedException when the cursor is none, or too many streams are open
    public Stream open(long accountId, String after, Set<EventType> types) {
        OptionalLong position = EventPulls.position(log, after);
        Set<EventType> wanted = types.isEmpty() ? EventType.finals() : EnumSet.copyOf(types);
        enter(accountId);
        try {
            subscriptions.touch(accountId, wanted);
            reader.start();
            Stream stream = new Stream(accountId, wanted, position.orElseGet(log::horizon));
            open.add(stream);
            return stream;
        } catch (RuntimeException e) {
            leave(accountId);
            throw e;
        }
    }

    private void enter(long account) {
        if (closed) {
            throw Refusal.after(Failure.SHUTTING_DOWN, RETRY_AFTER).exception();
        }
        if (open.size() >= limits.streams) {
            Instant latest = clock.now().minus(ABANDONED);
            open.stream().filter(stream -> stream.takenAt.isBefore(latest)).forEach(Stream::end);
        }
        while (byAccount.merge(account, 1, Integer::sum) > limits.perAccount) {
            leave(account);
            if (!endOldest(account)) {
                open.stream().filter(stream -> stream.accountId == account).forEach(Stream::probe);
                throw new Refusal(Failure.RATE_LIMITED, limits.perAccount + " streams are open", null, RETRY_AFTER)
                        .exception();
            }
        }
        if (open.size() >= limits.streams) {
            leave(account);
            open.forEach(Stream::probe);
            throw new Refusal(Failure.OVERLOADED, limits.streams + " streams are open", null, RETRY_AFTER).exception();
        }
    }

    /// @return false when none of the account's streams is old enough
    private boolean endOldest(long account) {
        Instant latest = clock.now().minus(LEAST_TIME);
        return open.stream()
                .filter(stream -> stream.accountId == account && !stream.began.isAfter(latest))
                .min(Comparator.comparing(stream -> stream.began))
                .map(Stream::end)
                .isPresent();
    }

    private void leave(long account) {
        byAccount.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Ends every stream, so that its client goes to another process, and opens no more.
    @Override
    public void close() {
        closed = true;
        open.forEach(Stream::wake);
    }

    /// The events of one client. One thread uses it; another one may end it.
    public final class Stream implements AutoCloseable {
        private final long accountId;
        private final Set<EventType> types;
        private final Instant began = clock.now();
        private final Semaphore ready = new Semaphore(0);
        private final EventFeed feed;
        private volatile Instant takenAt = began;
        private volatile long probedAt = System.nanoTime();
        private volatile boolean probed;
        private volatile boolean ended;

        private Stream(long accountId, Set<EventType> types, long position) {
            this.accountId = accountId;
            this.types = types;
            Set<String> texts = ConcurrentHashMap.newKeySet();
            types.forEach(type -> texts.add(type.text()));
            feed = reader.follow("stream:" + names.incrementAndGet(), accountId, texts::contains, position, this::wake);
        }

        private void wake() {
            if (ready.availablePermits() == 0) {
                ready.release();
            }
        }

        /// Its client may be gone, which only a write finds out: another one waits for the place.
        private void probe() {
            long now = System.nanoTime();
            if (now - probedAt >= PROBE_NANOS) {
                probedAt = now;
                probed = true;
                wake();
            }
        }

        /// Whether something is to be written now, to find out whether the client is there; true once.
        public boolean takeProbe() {
            boolean was = probed;
            probed = false;
            return was;
        }

        /// The next events, in the order of writing; empty when none came in time. Large ones are fewer.
        ///
        /// @param waits for the first of them
        public List<EventPulls.Pulled> take(int most, Duration waits) throws InterruptedException {
            takenAt = clock.now();
            // Stays subscribed, however long it is open.
            subscriptions.touch(accountId, types);
            List<EventPulls.Pulled> taken = poll(most);
            if (taken.isEmpty() && ready.tryAcquire(waits.toMillis(), TimeUnit.MILLISECONDS)) {
                taken = poll(most);
            }
            return taken;
        }

        private List<EventPulls.Pulled> poll(int most) {
            List<EventPulls.Pulled> taken = new ArrayList<>();
            int octets = 0;
            while (taken.size() < most && octets < EventPage.MOST_OCTETS) {
                LoggedEvent event = feed.poll();
                if (event == null) {
                    break;
                }
                EventPulls.Pulled pulled = EventPulls.pulled(log, event);
                taken.add(pulled);
                octets += pulled.json().length;
                // The client has the cursor.
                feed.finished(event);
                feed.stored(event);
            }
            return taken;
        }

        /// The cursor of a client that got everything that was taken.
        public String cursor() {
            return log.publicId(feed.cursor());
        }

        /// Whether the client is to open another stream: this one has lasted long enough, another one has its
        /// place, or the process ends.
        public boolean isOver() {
            return ended || closed || !clock.now().isBefore(began.plus(limits.time));
        }

        /// Its place is free at once, whatever its thread waits for.
        public Stream end() {
            ended = true;
            close();
            wake();
            return this;
        }

        @Override
        public void close() {
            if (open.remove(this)) {
                reader.close(feed);
                leave(accountId);
            }
        }
    }
}
