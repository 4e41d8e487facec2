package io.elchi.server.events;

import io.elchi.server.db.MemoryTransactions.MemoryTx;
import io.elchi.server.db.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The log in memory. What a transaction of a database writes is there at once; one in memory takes it back when
/// it is not committed.
public final class MemoryEventLog implements EventLog {
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<String, Long> cursors = new HashMap<>();
    private final EventIds ids = new EventIds(new byte[16]);
    private final Semaphore committed = new Semaphore(0);

    @Override
    public synchronized void append(Tx tx, List<NewEvent> added) {
        for (NewEvent event : added) {
            events.add(new LoggedEvent(
                    events.size() + 1L,
                    event.accountId(),
                    event.type().text(),
                    event.messageId(),
                    event.at(),
                    event.data(),
                    event.endpointId()));
        }
        if (tx instanceof MemoryTx memory) {
            memory.undo(() ->
                    events.subList(events.size() - added.size(), events.size()).clear());
        }
    }

    @Override
    public OptionalLong id(String publicId) {
        return ids.parse(publicId);
    }

    @Override
    public String publicId(long id) {
        return ids.of(id);
    }

    @Override
    public void committed() {
        committed.release();
    }

    @Override
    public void awaitCommitted(long millis) throws InterruptedException {
        if (committed.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            committed.drainPermits();
        }
    }

    @Override
    public synchronized long horizon() {
        return events.size();
    }

    @Override
    public synchronized EventPage read(long after, long upTo, int limit) {
        return page(event -> event.id() > after && event.id() <= upTo, limit);
    }

    @Override
    public synchronized EventPage readOf(long accountId, long after, long upTo, int limit) {
        return page(event -> event.accountId() == accountId && event.id() > after && event.id() <= upTo, limit);
    }

    @Override
    public synchronized EventPage readNamed(EventSelection selection, long after, long upTo, int limit) {
        return page(event -> selection.has(event) && event.id() > after && event.id() <= upTo, limit);
    }

    @Override
    public synchronized long idBefore(Instant time) {
        return events.stream()
                .filter(event -> !event.at().isBefore(time))
                .mapToLong(event -> event.id() - 1)
                .min()
                .orElse(0);
    }

    private EventPage page(Predicate<LoggedEvent> condition, int limit) {
        List<LoggedEvent> page = new ArrayList<>();
        long octets = 0;
        for (LoggedEvent event : events) {
            if (condition.test(event)) {
                if (page.size() == limit || octets >= EventPage.MOST_OCTETS) {
                    return new EventPage(page, false);
                }
                page.add(event);
                octets += event.data().length();
            }
        }
        return new EventPage(page, true);
    }

    @Override
    public synchronized void begin(String subscriber) {
        cursors.putIfAbsent(subscriber, (long) events.size());
    }

    @Override
    public synchronized OptionalLong cursor(String subscriber) {
        Long cursor = cursors.get(subscriber);
        return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor);
    }

    @Override
    public synchronized void storeCursors(Tx tx, Map<String, Long> moved) {
        moved.forEach((subscriber, id) -> cursors.replace(subscriber, id));
    }

    @Override
    public synchronized void remove(String subscriber) {
        cursors.remove(subscriber);
    }
}
