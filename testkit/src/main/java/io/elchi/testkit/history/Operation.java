package io.elchi.testkit.history;

import java.util.Map;
import java.util.Set;

/// What a client asked, and what it was answered. Amounts are micros of the account's currency.
public sealed interface Operation {
    /// When it was asked and answered.
    Span span();

    /// From the first octet of the request to the last one of the answer, on one clock for the whole history.
    record Span(long begin, long end) {
        /// Whether it was over when the other one began.
        boolean before(Span other) {
            return end < other.begin;
        }
    }

    /// What is known of the result.
    enum Answer {
        OK,
        /// It did nothing, or there is nothing.
        REFUSED,
        /// No answer came, or one that says that nothing is known.
        UNKNOWN
    }

    /// A request to send, or its repetition.
    ///
    /// @param key the Idempotency-Key; null: none
    /// @param messages if it is OK the ids of those that were accepted, each with what was reserved for it
    /// @param asked how many messages it asked for, and what may be reserved for all of them
    record Accept(Span span, String account, String key, Answer answer, Map<String, Long> messages, Asked asked)
            implements Operation {}

    /// Messages that may come of one request.
    record Asked(int messages, long reserved) {}

    /// The state of a message.
    ///
    /// @param state as the interfaces spell it; null if the answer is not OK
    /// @param price what was charged so far
    record StateRead(Span span, String account, String id, Answer answer, String state, long price)
            implements Operation {}

    /// Money that came to the account.
    record TopUp(Span span, String account, long amount) implements Operation {}

    /// The balance, and what is reserved of it.
    record BalanceRead(Span span, String account, long balance, long reserved) implements Operation {}

    /// A list of an account's messages, read to its end.
    ///
    /// @param promise which ones it has to have
    record Listing(Span span, String account, Promise promise, Set<String> ids) implements Operation {}

    /// Which messages a list has.
    enum Promise {
        /// All that were accepted before it began.
        ACCEPTED,
        /// All that had their end before it began.
        ENDED
    }

    /// From the end of this on the subscriber receives events of these types.
    record Subscribe(Span span, String subscriber, String account, Set<String> types) implements Operation {}

    /// An event of a message came to a subscriber. A subscriber takes one after the other.
    ///
    /// @param event its id, the same if it comes again
    /// @param type `message.delivered` and so on
    record Received(Span span, String subscriber, String account, String event, String message, String type)
            implements Operation {}
}
