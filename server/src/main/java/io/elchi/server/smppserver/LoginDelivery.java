package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.events.EventFeed;
import io.elchi.server.events.LoggedEvent;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what one login's clients get, in any of its sessions that receive: in the one that submitted the message
/// first, else in turn, within their windows.
///
/// An event that is not acknowledged is sent again until it is too old. The next event of its message waits for it,
/// and the login's cursor stays in front of it.
final class LoginDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(LoginDelivery.class);
    private static final Duration[] DELAYS = {
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(1)
    };
    /// Answers with an error, after which an event is abandoned: the cursor waits for each, and what is behind it
    /// comes
    /// again after a restart.
    private static final int MOST_ERRORS = 10;
    /// Events that wait for another attempt. With more, no further ones are read.
    private static final int MOST_RETRIES = 1_000;

    private final long loginId;
    private final Deliveries deliveries;
    private final SmppDirectory logins;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean pumping = new AtomicBoolean();
    private final ArrayDeque<Item> again = new ArrayDeque<>();
    private final List<Item> later = new ArrayList<>();
    private volatile EventFeed feed;
    private volatile boolean ended;
    private volatile long storedCursor = -1;
    private DeliveryWriter writer;
    private SmppLogin writerOf;
    private int turn;

    LoginDelivery(SmppLogin login, Deliveries deliveries, SmppDirectory logins) {
        loginId = login.id();
        this.deliveries = deliveries;
        this.logins = logins;
    }

    /// An event that is sent.
    private static final class Item {
        private final LoggedEvent event;
        /// null: not written yet.
        private List<DeliverSm> pdus;
        private int acknowledged;
        private int attempts;
        private int errors;
        private Instant due = Instant.EPOCH;

        Item(LoggedEvent event) {
            this.event = event;
        }
    }

    void begin(EventFeed opened) {
        feed = opened;
        pump();
    }

    long loginId() {
        return loginId;
    }

    EventFeed feed() {
        return feed;
    }

    long storedCursor() {
        return storedCursor;
    }

    void storedCursor(long cursor) {
        storedCursor = cursor;
    }

    /// What has no answer yet is sent again by the process that sends next.
    void end() {
        ended = true;
    }

    /// Sends what can be sent now, in a thread of its own; from any thread, and does not wait.
    void pump() {
        wanted.set(true);
        if (feed != null && !ended && pumping.compareAndSet(false, true)) {
            Thread.ofVirtual().name("smpp-deliver").start(this::run);
        }
    }

    private void run() {
        do {
            wanted.set(false);
            try {
                while (sendNext()) {
                    // Until the windows are full, or nothing waits.
                }
            } catch (RuntimeException e) {
                LOG.error("sending to SMPP login {} failed", loginId, e);
            } finally {
                pumping.set(false);
            }
        } while (wanted.get() && !ended && pumping.compareAndSet(false, true));
    }

    private boolean sendNext() {
        if (ended || !deliveries.maySend()) {
            return false;
        }
        List<ClientSession> receivers = deliveries.receivers(loginId);
        ClientSession free = free(receivers);
        if (free == null) {
            return false;
        }
        Item item = next();
        if (item == null) {
            return false;
        }
        return send(item, receivers.size() == 1 ? free : first(item, receivers, free));
    }

    /// The session that submitted the message, if it has space; else the next one in turn. What it did not
    /// acknowledge goes to the others.
    private ClientSession first(Item item, List<ClientSession> receivers, ClientSession next) {
        if (item.attempts == 0 && item.event.messageId() != null) {
            for (ClientSession session : receivers) {
                if (deliveries.origins().isFrom(item.event.messageId(), session.bindId()) && session.hasSpace()) {
                    return session;
                }
            }
        }
        return next;
    }

    /// The next session in turn whose window has space; null: none has.
    private ClientSession free(List<ClientSession> receivers) {
        for (int i = 0; i < receivers.size(); i++) {
            ClientSession session = receivers.get((turn + i) % receivers.size());
            if (session.hasSpace()) {
                turn = (turn + i + 1) % receivers.size();
                return session;
            }
        }
        return null;
    }

    private synchronized Item next() {
        if (!again.isEmpty()) {
            return again.pollFirst();
        }
        if (later.size() >= MOST_RETRIES) {
            return null;
        }
        LoggedEvent event = feed.poll();
        return event == null ? null : new Item(event);
    }

    /// @return whether the next one may be sent at once
    private boolean send(Item item, ClientSession session) {
        if (item.event
                .at()
                .plus(deliveries.expiry())
                .isBefore(deliveries.clock().now())) {
            deliveries.expired().one();
            done(item);
            return true;
        }
        if (item.pdus == null && !write(item, session)) {
            done(item);
            return true;
        }
        Offer offer = session.offer(item.pdus.get(item.acknowledged), reply -> answered(item, session, reply));
        if (offer != Offer.ACCEPTED) {
            synchronized (this) {
                again.addFirst(item);
            }
        }
        return offer != Offer.WINDOW_FULL;
    }

    /// An event that cannot be written is set aside: it must not keep all others.
    private boolean write(Item item, ClientSession session) {
        SmppLogin login = logins.find(loginId).orElse(null);
        if (login == null) {
            return false;
        }
        if (login != writerOf) {
            writerOf = login;
            writer = new DeliveryWriter(login);
        }
        try {
            item.pdus = writer.write(item.event, session.session().version().hasTlvs());
            return !item.pdus.isEmpty();
        } catch (RuntimeException e) {
            LOG.error("the event {} cannot be written for SMPP login {} and is set aside", item.event.id(), loginId, e);
            return false;
        }
    }

    /// On the session's event loop.
    private void answered(Item item, ClientSession session, Reply<DeliverSmResp> reply) {
        session.answered();
        boolean isOver;
        if (reply instanceof Reply.Answered<DeliverSmResp> answer && answer.ok()) {
            session.acknowledged();
            item.acknowledged++;
            isOver = item.acknowledged == item.pdus.size();
            if (!isOver) {
                synchronized (this) {
                    again.addFirst(item);
                }
            }
        } else {
            isOver = isRefusedForGood(reply, item);
            if (!isOver) {
                waitFor(item);
            } else {
                deliveries.abandoned().one();
                isOver = !hasNext(item);
            }
        }
        if (isOver) {
            done(item);
        }
        pump();
    }

    /// Receipts of the parts of one message stand alone: the next one is sent though this one is abandoned.
    private synchronized boolean hasNext(Item item) {
        boolean hasNext = item.event.type().startsWith("message.") && item.acknowledged + 1 < item.pdus.size();
        if (hasNext) {
            item.acknowledged++;
            item.attempts = 0;
            item.errors = 0;
            again.addFirst(item);
        }
        return hasNext;
    }

    private static boolean isRefusedForGood(Reply<DeliverSmResp> reply, Item item) {
        if (reply instanceof Reply.NotSent<DeliverSmResp>(Offer why, String detail)) {
            LOG.debug("a deliver_sm was not sent: {} {}", why, detail);
            return why == Offer.INVALID;
        }
        int status = reply.statusOrMinusOne();
        if (status >= 0) {
            item.errors++;
        }
        return status == CommandStatus.ESME_RX_P_APPN.code()
                || status == CommandStatus.ESME_RX_R_APPN.code()
                || item.errors >= MOST_ERRORS;
    }

    private synchronized void waitFor(Item item) {
        deliveries.repeated().one();
        Duration delay = DELAYS[Math.min(item.attempts, DELAYS.length - 1)];
        item.attempts++;
        item.due = deliveries.clock().now().plus(delay);
        // Written again for the next session: it may speak another version.
        if (item.acknowledged == 0) {
            item.pdus = null;
        }
        later.add(item);
    }

    private void done(Item item) {
        feed.stored(item.event);
        feed.finished(item.event);
    }

    /// To be called every second.
    void retry() {
        synchronized (this) {
            Instant now = deliveries.clock().now();
            later.removeIf(item -> {
                boolean isDue = !item.due.isAfter(now);
                if (isDue) {
                    again.addLast(item);
                }
                return isDue;
            });
        }
        pump();
    }
}
