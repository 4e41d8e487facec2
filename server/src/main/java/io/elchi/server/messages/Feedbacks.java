package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What clients tell about the use of their messages: whether a code was entered. It is an event of the message,
/// and goes with it.
public final class Feedbacks {
    private final Transactions transactions;
    private final MessageStore store;
    private final Clock clock;

    Feedbacks(Transactions transactions, MessageStore store, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
    }

    /// Keeps what the client tells. The same once more changes nothing.
    ///
    /// @param test whether only test messages may be named
    /// @param afterSeconds as of [Event.Feedback]
    /// @return what is kept
    /// @throws io.elchi.server.core.RefusedException when the account has no such message, it waits for its time,
    ///     or something else was told before
    public Event.Feedback add(long account, boolean test, MessageId id, boolean used, int afterSeconds) {
        MessageView view = view(account, id);
        Instant now = clock.now();
        if (test && !view.message().isTest()) {
            throw missing(id);
        }
        if (view.message().isScheduled(now)) {
            throw Refusal.of(Failure.CONFLICT, "the message is not sent yet").exception();
        }
        Event.Feedback told = new Event.Feedback(new Event.Step(id, 0, 0, now, 0, 0), used, afterSeconds);
        Event.Feedback known = known(view).orElseGet(() -> append(account, told));
        if (known.used() != used || known.afterSeconds() != afterSeconds) {
            throw Refusal.of(Failure.CONFLICT, "it was told before: " + known.words())
                    .exception();
        }
        return known;
    }

    private Event.Feedback append(long account, Event.Feedback told) {
        try {
            transactions.run(tx -> {
                store.append(tx, new MessageStore.Changes(List.of(told), List.of(), List.of(), List.of()));
                return null;
            });
            return told;
        } catch (NotCommittedException e) {
            if (!e.isDuplicateKey()) {
                throw e;
            }
            // Another request was quicker.
            return known(view(account, told.messageId())).orElseThrow(() -> e);
        }
    }

    private static Optional<Event.Feedback> known(MessageView view) {
        return view.events().stream()
                .filter(Event.Feedback.class::isInstance)
                .map(Event.Feedback.class::cast)
                .findFirst();
    }

    private MessageView view(long account, MessageId id) {
        return store.view(account, id).orElseThrow(() -> missing(id));
    }

    private static RuntimeException missing(MessageId id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                .exception();
    }
}
