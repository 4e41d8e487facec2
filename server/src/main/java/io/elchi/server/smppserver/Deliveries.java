package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.events.EventFeed;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventReader;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.traces.PduTrace;
import io.elchi.server.traces.PduTraces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the receipts of logins, and messages from handsets, to the sessions that this process has. Of several
/// processes with sessions of one login, one sends; it has a row for that, which it renews every second.
final class Deliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /// Shorter than the row's time: this process stops before another one begins.
    private static final long MAY_SEND_NANOS = Duration.ofSeconds(6).toNanos();
    private static final int FORGET_TICKS = 60;

    private final Parts parts;
    private final PduTraces pdus;
    private final Duration expiry;
    private final Metrics.Count expired;
    private final Metrics.Count repeated;
    private final Metrics.Count abandoned;
    private final Map<Long, ClientSession> sessions = new ConcurrentHashMap<>();
    /// Those to which something can be sent, by login.
    private final Map<Long, List<ClientSession>> receiving = new ConcurrentHashMap<>();
    private final Map<Long, LoginDelivery> sending = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    /// A login has its first session here, or it is time to stop.
    private final Semaphore news = new Semaphore(0);
    private volatile long renewedAt = System.nanoTime();
    private Thread thread;
    private int ticks;
    private Map<Long, Instant> traces = Map.of();

    /// What it uses.
    record Parts(
            SmppDirectory logins,
            Binds binds,
            EventReader events,
            EventLog log,
            Transactions transactions,
            SubmitOrigins origins,
            Clock clock) {}

    /// @param pdus of traced sessions
    Deliveries(Parts parts, PduTraces pdus, Duration expiry, Metrics metrics) {
        this.pdus = pdus;
        this.parts = parts;
        this.expiry = expiry;
        expired = metrics.count(Metric.SMPP_SERVER_DELIVERIES_EXPIRED);
        repeated = metrics.count(Metric.SMPP_SERVER_DELIVERIES_REPEATED);
        abandoned = metrics.count(Metric.SMPP_SERVER_DELIVERIES_ABANDONED);
        metrics.gauge(Metric.SMPP_SERVER_BINDS, sessions::size);
        LimitedSessions.show(metrics, sessions.values());
    }

    void start() {
        parts.logins.onChange(this::endUnfit);
        parts.events.start();
        thread = Thread.ofPlatform().name("smpp-deliveries").start(this::run);
    }

    /// Whether its thread is alive; true before the start.
    boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    /// Before the first message of a login: its receipts are behind the cursor, whenever they are sent.
    void keep(long loginId) {
        parts.log.begin(Binds.subscriber(loginId));
    }

    void bound(ClientSession session) {
        sessions.put(session.bindId(), session);
        if (session.session().mode().receives()) {
            receiving.compute(session.loginId(), (_, others) -> {
                List<ClientSession> all = others == null ? new ArrayList<>() : new ArrayList<>(others);
                all.add(session);
                return List.copyOf(all);
            });
            LoginDelivery delivery = sending.get(session.loginId());
            if (delivery == null) {
                news.release();
            } else {
                delivery.pump();
            }
        }
        // The login may have changed since the check of the bind.
        endUnfit(session);
    }

    void closed(ClientSession session) {
        sessions.remove(session.bindId());
        receiving.computeIfPresent(session.loginId(), (_, all) -> {
            List<ClientSession> others =
                    all.stream().filter(other -> other != session).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /// The sessions of a login to which something can be sent.
    List<ClientSession> receivers(long login) {
        return receiving.getOrDefault(login, List.of());
    }

    boolean maySend() {
        return System.nanoTime() - renewedAt < MAY_SEND_NANOS;
    }

    Metrics.Count expired() {
        return expired;
    }

    Metrics.Count abandoned() {
        return abandoned;
    }

    Metrics.Count repeated() {
        return repeated;
    }

    SubmitOrigins origins() {
        return parts.origins;
    }

    Duration expiry() {
        return expiry;
    }

    Clock clock() {
        return parts.clock;
    }

    /// Sessions whose login was removed, or does not allow them any more. Those of a suspended account stay, and are
    /// refused each request.
    private void endUnfit() {
        sessions.values().forEach(this::endUnfit);
    }

    private void endUnfit(ClientSession session) {
        if (!session.mayStay(parts.logins, parts.clock.now())) {
            session.session().unbind();
        }
    }

    private void run() {
        try {
            do {
                try {
                    tick();
                } catch (RuntimeException e) {
                    LOG.warn("sessions of clients: {}", e.getMessage());
                }
                news.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            } while (stopping.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        if (!sessions.isEmpty()) {
            // By what was read last: a trace ends in time, even when the database cannot be reached.
            trace();
            traces = parts.binds.traces();
            trace();
            Set<Long> ending = parts.binds.write(sessions.values());
            ending.forEach(id -> {
                ClientSession session = sessions.get(id);
                if (session != null) {
                    session.session().unbind();
                }
            });
        }
        claim();
        sending.values().forEach(LoginDelivery::retry);
        storeCursors(sending.values());
        if (++ticks % FORGET_TICKS == 0) {
            parts.binds.forget();
        }
    }

    private void trace() {
        Instant now = parts.clock.now();
        for (ClientSession session : sessions.values()) {
            Instant until = traces.get(session.loginId());
            boolean on = until != null && now.isBefore(until);
            session.trace(on ? PduTrace.ofLogin(session.loginId(), until) : null, pdus, parts.clock);
        }
    }

    private void claim() {
        Set<Long> removed = new HashSet<>(receiving.keySet());
        removed.addAll(sending.keySet());
        removed.removeIf(login -> parts.logins.find(login).isPresent());
        Set<Long> wanted = new HashSet<>(receiving.keySet());
        wanted.removeAll(removed);
        long at = System.nanoTime();
        Set<Long> claimed = wanted.isEmpty() ? Set.of() : parts.binds.claim(wanted);
        renewedAt = at;
        List<Long> left = new ArrayList<>();
        for (Long login : sending.keySet()) {
            if (!claimed.contains(login)) {
                end(login);
                left.add(login);
            }
        }
        if (!left.isEmpty()) {
            parts.binds.giveBack(left);
        }
        for (Long login : claimed) {
            parts.logins
                    .find(login)
                    .ifPresentOrElse(
                            known -> sending.computeIfAbsent(login, _ -> begin(known)), () -> removed.add(login));
        }
        // They were removed while this process bound a session, or began to send: it may have made their rows again.
        removed.forEach(parts.binds::forgetLogin);
    }

    private LoginDelivery begin(SmppLogin login) {
        long loginId = login.id();
        LoginDelivery delivery = new LoginDelivery(login, this, parts.logins);
        EventFeed feed = parts.events.open(
                Binds.subscriber(loginId), login.accountId(), event -> wants(loginId, event), delivery::pump);
        delivery.begin(feed);
        return delivery;
    }

    private void end(long login) {
        LoginDelivery delivery = sending.remove(login);
        parts.events.close(delivery.feed());
        delivery.end();
        storeCursors(List.of(delivery));
    }

    private boolean wants(long loginId, LoggedEvent event) {
        return event.endpointId() == -loginId
                || event.type().equals(EventType.INBOUND_RECEIVED.text())
                        && parts.logins
                                .find(loginId)
                                .filter(login -> login.delivery().inboundToSessions())
                                .isPresent();
    }

    private void storeCursors(Collection<LoginDelivery> deliveries) {
        Map<Long, Long> moved = new HashMap<>();
        for (LoginDelivery delivery : deliveries) {
            long cursor = delivery.feed().cursor();
            if (cursor != delivery.storedCursor()) {
                moved.put(delivery.loginId(), cursor);
            }
        }
        if (moved.isEmpty()) {
            return;
        }
        // A process that sends no more, and does not know it yet, must not put a cursor back.
        Set<Long> stored = parts.transactions.run(tx -> {
            Set<Long> held = parts.binds.held(tx, moved.keySet());
            Map<String, Long> cursors = new HashMap<>();
            held.forEach(login -> cursors.put(Binds.subscriber(login), moved.get(login)));
            parts.log.storeCursors(tx, cursors);
            return held;
        });
        for (LoginDelivery delivery : deliveries) {
            if (stored.contains(delivery.loginId())) {
                delivery.storedCursor(moved.get(delivery.loginId()));
            }
        }
    }

    /// Sends nothing more; what was acknowledged is stored. Sessions are closed before.
    @Override
    public void close() {
        stopping.countDown();
        news.release();
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Long> left = List.copyOf(sending.keySet());
        left.forEach(this::end);
        if (!left.isEmpty()) {
            parts.binds.giveBack(left);
        }
    }
}
