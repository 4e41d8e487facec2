package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the events of messages, for those that somebody subscribes to.
public class MessageEvents {
    private static final Logger LOG = LoggerFactory.getLogger(MessageEvents.class);

    /// Behind the entries of the timeline: the event of the acceptance comes before them, that of the end after
    /// them.
    private static final int LAST = 2;

    private final EventLog log;
    private final Subscriptions subscriptions;
    private final Metrics.Count setAside;
    private final Metrics.Count written;

    public MessageEvents(EventLog log, Subscriptions subscriptions, Metrics metrics) {
        this.log = log;
        this.subscriptions = subscriptions;
        setAside = metrics.count(Metric.EVENTS_SET_ASIDE);
        written = metrics.count(Metric.EVENTS_WRITTEN);
    }

    /// These messages are accepted, in the caller's transaction.
    public void accepted(Tx tx, List<Message> messages) throws SQLException {
        List<NewEvent> events = new ArrayList<>(0);
        for (Message message : messages) {
            add(
                    message,
                    EventType.MESSAGE_ACCEPTED,
                    message.acceptedAt(),
                    () -> MessageEventJson.of(message, MessageState.ACCEPTED),
                    events);
        }
        append(tx, events);
    }

    /// Operators have all parts of the message.
    ///
    /// @param entries of the message's timeline, this one included: the events of a message are numbered by them
    public void submitted(Message message, Instant at, int entries, List<NewEvent> into) {
        long endpoint = CallbackEndpoint.ofSubmission(message);
        if (endpoint != 0 || subscriptions.wants(message.accountId(), EventType.MESSAGE_SUBMITTED)) {
            write(
                    message,
                    EventType.MESSAGE_SUBMITTED,
                    at,
                    () -> MessageEventJson.submitted(message, at, entries + 1),
                    endpoint,
                    into);
        }
    }

    /// An operator sent a receipt about a part that is not the last one.
    ///
    /// @param entries of the message's timeline, this one included
    public void intermediate(Message message, Event.IntermediateReceipt receipt, int entries, List<NewEvent> into) {
        long login = ReceiptRequest.wantsIntermediate(message) ? ReceiptRequest.endpoint(message) : 0;
        if (login != 0 || subscriptions.wants(message.accountId(), EventType.MESSAGE_INTERMEDIATE)) {
            write(
                    message,
                    EventType.MESSAGE_INTERMEDIATE,
                    receipt.at(),
                    () -> MessageEventJson.intermediate(message, receipt, entries + 1),
                    login,
                    into);
        }
    }

    /// The message has its final state.
    ///
    /// @param entries of its timeline
    public void ended(Cdr cdr, int entries, List<NewEvent> into) {
        Message message = cdr.message();
        EventType type = type(cdr.state());
        long endpoint = message.clientData().statusEndpoint();
        if (endpoint == 0 && ReceiptRequest.wantsFinal(message, cdr.state())) {
            endpoint = ReceiptRequest.endpoint(message);
        }
        if (endpoint != 0 || subscriptions.wants(message.accountId(), type)) {
            write(message, type, cdr.endedAt(), () -> MessageEventJson.ended(cdr, entries + LAST), endpoint, into);
        }
    }

    /// The same in the caller's transaction, for a message that was never with an operator.
    ///
    /// @return to be run after its commit
    public Runnable ended(Tx tx, Cdr cdr) throws SQLException {
        List<NewEvent> events = new ArrayList<>(1);
        ended(cdr, 0, events);
        append(tx, events);
        return () -> committed(events);
    }

    private static EventType type(MessageState state) {
        return switch (state) {
            case DELIVERED -> EventType.MESSAGE_DELIVERED;
            case UNDELIVERED -> EventType.MESSAGE_UNDELIVERED;
            case EXPIRED -> EventType.MESSAGE_EXPIRED;
            case REJECTED -> EventType.MESSAGE_REJECTED;
            case UNKNOWN -> EventType.MESSAGE_UNKNOWN;
            case CANCELED -> EventType.MESSAGE_CANCELED;
            case ACCEPTED, QUEUED, SUBMITTED -> throw new IllegalArgumentException(state + " is not final");
        };
    }

    private void add(Message message, EventType type, Instant at, Supplier<String> data, List<NewEvent> into) {
        if (subscriptions.wants(message.accountId(), type)) {
            write(message, type, at, data, 0, into);
        }
    }

    /// An event that cannot be written is set aside: it must not stop the settlement of a batch.
    ///
    /// @param endpoint that gets it because the message names it; 0: none
    private void write(
            Message message, EventType type, Instant at, Supplier<String> data, long endpoint, List<NewEvent> into) {
        try {
            into.add(new NewEvent(message.accountId(), type, message.id(), at, data.get(), endpoint));
        } catch (RuntimeException e) {
            LOG.error("the event {} of message {} cannot be written and is set aside", type.text(), message.id(), e);
            setAside.one();
        }
    }

    /// Writes them in the caller's transaction.
    public void append(Tx tx, List<NewEvent> events) throws SQLException {
        log.append(tx, events);
        written.add(events.size());
    }

    /// They are committed.
    public void committed(List<NewEvent> events) {
        if (!events.isEmpty()) {
            log.committed();
        }
    }
}
