package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventPage;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.webhooks.ReplayStore.Range;
import io.elchi.server.webhooks.ReplayStore.Running;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts ranges of events again. A replay is a row: any process that posts carries it on, a few hundred events at
/// a time. These become events that wait for an attempt, like those whose first attempt failed.
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    /// Events of one replay that wait for an attempt; further ones are looked for when some of these are done.
    static final int MOST_WAITING = 500;

    /// Replays of an endpoint that are kept.
    static final int MOST_KEPT = 20;

    private static final int AT_ONCE = 100;
    /// Pages that one replay looks through before the next one has its turn.
    private static final int PAGES = 20;

    private final EndpointStore endpoints;
    private final ReplayStore store;
    private final DeliveryStore deliveries;
    private final EventLog log;
    private final Clock clock;

    Replays(EndpointStore endpoints, ReplayStore store, DeliveryStore deliveries, EventLog log, Clock clock) {
        this.endpoints = endpoints;
        this.store = store;
        this.deliveries = deliveries;
        this.log = log;
        this.clock = clock;
    }

    /// Begins a replay of a range.
    ///
    /// @param since events from this time on
    /// @param until events before this time; null: all that were posted by now
    /// @param delivered also those that were accepted, which are in the log for `events.retention_days`
    /// @throws RefusedException when the account has no such endpoint, or the endpoint is disabled or has a replay
    ///     that is running
    public Replay add(long accountId, long endpointId, Instant since, Instant until, boolean delivered) {
        active(accountId, endpointId);
        // Without an end the cursor is one: the clocks of processes may differ.
        Instant end = until == null ? Dates.LAST : until.truncatedTo(ChronoUnit.MICROS);
        // To the microsecond, as the tables have the events' times.
        Instant begin = since.truncatedTo(ChronoUnit.MICROS);
        if (!begin.isBefore(end) || since.isAfter(clock.now())) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "since", "must be before until, and not in the future")
                    .exception();
        }
        // An event behind the cursor has its first attempt yet, or waits for another one.
        long last = delivered ? cursor(endpointId) : log.horizon();
        return add(endpointId, new Range(begin, end, delivered, delivered ? log.idBefore(begin) : 0, last));
    }

    /// Begins a replay of one event.
    ///
    /// @throws RefusedException as above, or when the account has no such event, the endpoint does not want its
    ///     type or has not had its first attempt
    public Replay add(long accountId, long endpointId, String eventId) {
        Endpoint endpoint = active(accountId, endpointId);
        OptionalLong id = log.id(eventId);
        Optional<Boolean> wanted = id.isEmpty() ? Optional.empty() : wants(endpoint, id.getAsLong());
        if (wanted.isEmpty()) {
            throw Refusal.of(Failure.NOT_FOUND, "there is no event " + eventId + " of this account; it may be too old")
                    .exception();
        }
        if (!wanted.get()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "event_id", "the endpoint does not want events of its type")
                    .exception();
        }
        if (id.getAsLong() > cursor(endpointId)) {
            throw conflict("the first attempt of the event is not over");
        }
        return add(endpointId, new Range(Instant.EPOCH, Dates.LAST, true, id.getAsLong() - 1, id.getAsLong()));
    }

    private Replay add(long endpointId, Range range) {
        return store.add(endpointId, range, clock.now(), MOST_KEPT)
                .orElseThrow(() -> conflict("a replay of this endpoint is running: wait for its end, or cancel it"));
    }

    /// Empty when the account has no such event.
    private Optional<Boolean> wants(Endpoint endpoint, long id) {
        List<LoggedEvent> logged =
                log.readOf(endpoint.accountId(), id - 1, id, 1).events();
        return logged.isEmpty()
                ? deliveries
                        .type(endpoint.id(), id)
                        .map(type -> endpoint.kind() == EndpointKind.STATUS || endpoint.wants(type))
                : Optional.of(endpoint.wants(logged.getFirst()));
    }

    private long cursor(long endpointId) {
        return log.cursor(Endpoint.subscriber(endpointId)).orElse(0);
    }

    private Endpoint active(long accountId, long endpointId) {
        Endpoint endpoint = endpoints.own(accountId, endpointId);
        if (!endpoint.active()) {
            throw conflict("the endpoint is disabled: enable it first");
        }
        return endpoint;
    }

    private static RefusedException conflict(String why) {
        return Refusal.of(Failure.CONFLICT, why).exception();
    }

    /// The endpoint's last replays, newest first.
    public List<Replay> list(long accountId, long endpointId) {
        endpoints.own(accountId, endpointId);
        return store.list(endpointId);
    }

    /// @throws RefusedException when the account has no such endpoint, or that no such replay
    public Replay get(long accountId, long endpointId, long id) {
        endpoints.own(accountId, endpointId);
        return store.load(endpointId, id)
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no replay " + id)
                        .exception());
    }

    /// Ends a replay: what waits is not posted. One that was canceled stays so.
    ///
    /// @throws RefusedException as [#get], or when it is finished
    public Replay cancel(long accountId, long endpointId, long id) {
        get(accountId, endpointId, id);
        store.cancel(id, clock.now());
        Replay replay = get(accountId, endpointId, id);
        if (replay.phase() == Replay.Phase.FINISHED) {
            throw conflict("the replay is finished");
        }
        return replay;
    }

    /// Carries every replay on; to be called every second or two, in one process at a time.
    void run() {
        List<Running> page = store.running(0, AT_ONCE);
        while (!page.isEmpty()) {
            for (Running replay : page) {
                try {
                    step(replay);
                } catch (RuntimeException e) {
                    LOG.warn("the replay {} is carried on later: {}", replay.id(), e.getMessage());
                }
            }
            page = store.running(page.getLast().id(), AT_ONCE);
        }
        store.takeBack();
    }

    private void step(Running replay) {
        Optional<Endpoint> endpoint = endpoints.load(replay.endpointId()).filter(Endpoint::active);
        if (endpoint.isEmpty()) {
            store.cancel(replay.id(), clock.now());
            return;
        }
        int waiting = store.count(replay.id());
        if (replay.range().after() >= replay.range().last()) {
            if (waiting == 0) {
                store.finish(replay.id(), clock.now());
            }
        } else if (MOST_WAITING - waiting > 1) {
            // Half of it for events with a row, half for those of the log.
            queue(endpoint.get(), replay, (MOST_WAITING - waiting) / 2);
        }
    }

    /// Looks through pages of the range until something is found that has to wait.
    private void queue(Endpoint endpoint, Running replay, int most) {
        Running at = replay;
        for (int page = 0; page < PAGES && at.range().after() < at.range().last(); page++) {
            long end = queuePage(endpoint, at, most);
            if (end < 0) {
                return;
            }
            Range range = at.range();
            at = new Running(
                    at.id(),
                    at.endpointId(),
                    new Range(range.since(), range.until(), range.delivered(), end, range.last()));
        }
    }

    /// Looks through the next part of the range: events with a row, and those of the log.
    ///
    /// @return up to where nothing was found; -1: something was, or the replay is not this process's any more
    private long queuePage(Endpoint endpoint, Running replay, int most) {
        Range range = replay.range();
        EventPage page = range.delivered()
                ? log.readOf(endpoint.accountId(), range.after(), range.last(), most)
                : new EventPage(List.of(), true);
        long upTo = page.complete() ? range.last() : page.events().getLast().id();
        List<Long> known = store.known(replay, most);
        if (known.size() == most) {
            upTo = Math.min(upTo, known.getLast());
        }
        long end = upTo;
        List<Long> within = known.stream().filter(id -> id <= end).toList();
        Set<Long> seen = new HashSet<>(within);
        List<LoggedEvent> logged = page.events().stream()
                .filter(event -> event.id() <= end && !seen.contains(event.id()))
                .filter(event ->
                        !event.at().isBefore(range.since()) && event.at().isBefore(range.until()))
                .filter(endpoint::wants)
                .toList();
        return store.queue(replay, within, logged, end, clock.now()) == 0 ? end : -1;
    }
}
