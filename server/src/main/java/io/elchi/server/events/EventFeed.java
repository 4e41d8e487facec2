package io.elchi.server.events;

import io.elchi.server.core.MessageId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// The events of one subscriber, from its cursor on, in order. The reader fills it, the subscriber takes from it.
///
/// Each event that was taken must be [#finished], which admits the next event of its message, and then
/// [#stored], which lets the cursor pass it. A feed that is full does not wait for its subscriber: it is *behind*,
/// and reads its own part of the log later.
public final class EventFeed {
    /// How many events are looked through for one whose message has none in progress.
    private static final int LOOK_AHEAD = 256;

    private final String subscriber;
    private final long accountId;
    private final Predicate<LoggedEvent> filter;
    private final Runnable ready;
    private final Limits limits;
    private final LinkedList<LoggedEvent> queue = new LinkedList<>();
    private final Set<MessageId> inProgress = new HashSet<>();
    /// Ids of events that were taken and not stored.
    private final TreeSet<Long> open = new TreeSet<>();
    /// Octets of the queue.
    private long weight;
    private long position;
    private boolean behind = true;
    private boolean closed;
    /// Whether an event was taken since the last [#trim].
    private boolean used;
    /// It took nothing while memory was short: it gets a few events at a time until it has taken those.
    private boolean idle;

    /// The memory of all feeds together.
    ///
    /// @param events of one feed
    /// @param capacity octets of all feeds
    record Limits(int events, long capacity, AtomicLong octets) {
        /// A feed may always hold so many, of so many octets together, or one that is larger: a subscriber goes
        /// on, however much memory others use.
        private static final int ALWAYS = 16;

        private static final int ALWAYS_OCTETS = 32_768;
    }

    /// @param cursor everything up to this id is done
    /// @param ready runs when there may be something to take
    EventFeed(
            String subscriber,
            long accountId,
            Predicate<LoggedEvent> filter,
            long cursor,
            Runnable ready,
            Limits limits) {
        this.subscriber = subscriber;
        this.accountId = accountId;
        this.filter = filter;
        this.ready = ready;
        this.limits = limits;
        position = cursor;
    }

    public String subscriber() {
        return subscriber;
    }

    long accountId() {
        return accountId;
    }

    /// The id up to which events were read for it.
    synchronized long position() {
        return position;
    }

    synchronized boolean isBehind() {
        return behind;
    }

    /// Whether it is behind and has space for events.
    synchronized boolean wantsPage() {
        return behind && !closed && queue.size() <= (idle ? 0 : limits.events() / 2) && space() > 0;
    }

    /// The number of events that it may read now.
    synchronized int space() {
        boolean few = idle || limits.octets().get() >= limits.capacity();
        if (few && weight >= Limits.ALWAYS_OCTETS) {
            return 0;
        }
        return Math.max(0, (few ? Limits.ALWAYS : limits.events()) - queue.size());
    }

    /// Frees memory when the subscriber took nothing since the last call: its events are read again later. One
    /// that hangs must not hold what others need.
    synchronized void trim() {
        if (!used && holdsMany()) {
            idle = true;
            while (holdsMany()) {
                LoggedEvent dropped = queue.removeLast();
                weigh(-dropped.weight());
                position = dropped.id() - 1;
            }
            behind = true;
        }
        used = false;
    }

    private boolean holdsMany() {
        return queue.size() > Limits.ALWAYS || queue.size() > 1 && weight > Limits.ALWAYS_OCTETS;
    }

    private void weigh(long octets) {
        weight += octets;
        limits.octets().addAndGet(octets);
    }

    /// The next events of the log, all up to `upTo`, of any account or of this one.
    ///
    /// @param complete whether no other event of the account stands before the tail of the log
    void add(Collection<LoggedEvent> events, long upTo, boolean complete) {
        boolean added = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            for (LoggedEvent event : events) {
                if (event.id() <= position || event.accountId() != accountId || !filter.test(event)) {
                    continue;
                }
                if (space() == 0) {
                    behind = true;
                    position = event.id() - 1;
                    return;
                }
                queue.add(event);
                weigh(event.weight());
                added = true;
            }
            position = Math.max(position, upTo);
            behind = !complete;
        }
        if (added) {
            ready.run();
        }
    }

    /// The next event, unless none waits, or another event of its message is in progress.
    ///
    /// @return null when there is none now
    public synchronized LoggedEvent poll() {
        int looked = 0;
        for (Iterator<LoggedEvent> each = queue.iterator(); each.hasNext() && looked < LOOK_AHEAD; looked++) {
            LoggedEvent event = each.next();
            if (event.messageId() == null || inProgress.add(event.messageId())) {
                each.remove();
                open.add(event.id());
                used = true;
                idle &= !queue.isEmpty();
                weigh(-event.weight());
                return event;
            }
        }
        return null;
    }

    /// The subscriber has decided about the event: the next one of its message may be taken.
    public synchronized void finished(LoggedEvent event) {
        if (event.messageId() != null) {
            inProgress.remove(event.messageId());
        }
    }

    /// The decision is stored, or needs not be.
    public synchronized void stored(LoggedEvent event) {
        open.remove(event.id());
    }

    /// Everything up to this id is done.
    public synchronized long cursor() {
        long first = queue.isEmpty() ? position + 1 : queue.getFirst().id();
        return Math.min(first, open.isEmpty() ? first : open.first()) - 1;
    }

    /// The number of events in memory that wait.
    public synchronized int waiting() {
        return queue.size();
    }

    /// Takes no further events. What waits is read again later, from the cursor on.
    synchronized void close() {
        closed = true;
        if (!queue.isEmpty()) {
            position = queue.getFirst().id() - 1;
        }
        for (LoggedEvent event : queue) {
            weigh(-event.weight());
        }
        queue.clear();
    }

    /// Whether everything that was taken is stored.
    public synchronized boolean isDone() {
        return open.isEmpty();
    }
}
