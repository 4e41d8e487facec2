package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The port of the store of messages. What writes takes part in the caller's transaction; what reads sees what is
/// committed.
public interface MessageStore {
    /// A part as an operator knows it.
    record ReceiptRef(long operatorId, String receiptKey) {}

    /// The part of ours that is meant.
    ///
    /// @param ended whether a last receipt was kept already
    /// @param to the message's destination
    /// @param sender the message's sender id
    record PartRef(MessageId messageId, int part, boolean ended, Msisdn to, String sender) {}

    /// An unfinished message.
    ///
    /// @param due when it is looked at again
    record Unfinished(MessageId message, Instant due) {
        /// After every other one.
        public static final Unfinished LAST =
                new Unfinished(new MessageId(-1, -1), Instant.parse("9999-01-01T00:00:00Z"));
    }

    /// An account in a batch of the ledger.
    record BatchCharge(long batch, long accountId) {}

    /// The rows of one batch of outcomes.
    ///
    /// @param finished the call detail records; their messages are unfinished no more
    /// @param unmatched receipts of no message that is known, each with a row of its own
    /// @param lateCosts what is added to the cost of records that are there
    /// @param matched rows of such receipts whose message is known now
    record Changes(
            List<Event> events,
            List<Cdr> finished,
            List<Outcome.Receipt> unmatched,
            List<UUID> matched,
            List<LateCost> lateCosts) {
        public Changes(List<Event> events, List<Cdr> finished, List<Outcome.Receipt> unmatched, List<UUID> matched) {
            this(events, finished, unmatched, matched, List.of());
        }

        public boolean isEmpty() {
            return events.isEmpty()
                    && finished.isEmpty()
                    && unmatched.isEmpty()
                    && matched.isEmpty()
                    && lateCosts.isEmpty();
        }
    }

    /// Stores accepted messages, unfinished, to be looked at again at [Message#firstCheck].
    void insert(Tx tx, List<Message> accepted, Duration recheckAfter) throws SQLException;

    /// Adds what happened. A step that may happen once only and is there already ends the transaction with a
    /// duplicate key ([io.elchi.server.db.NotCommittedException#isDuplicateKey]).
    void append(Tx tx, Changes changes) throws SQLException;

    /// Moves the time at which unfinished messages are looked at; one that is just being ended is left out.
    void recheck(Tx tx, Map<MessageId, Instant> due) throws SQLException;

    /// Locks an unfinished message that is scheduled for this time and was never handed to a queue.
    ///
    /// @param changes how often its client has changed it ([EventKind#RESCHEDULED])
    /// @return false when it is none, or was changed more often
    boolean lockScheduled(Tx tx, MessageId message, Instant notBefore, int changes) throws SQLException;

    /// Sends a scheduled message at another time; it has to be locked.
    void reschedule(Tx tx, MessageId message, Instant notBefore, Instant validUntil) throws SQLException;

    /// Puts another message with the same id in the place of a scheduled one; it has to be locked.
    ///
    /// @return false when it cannot be: its content is encrypted, and a key encrypts one content of an id
    boolean replace(Tx tx, Message replaced, Message next) throws SQLException;

    /// Lets [#findReplaceable] find scheduled messages, which the same transaction stores.
    void makeReplaceable(Tx tx, Map<MessageId, byte[]> keys) throws SQLException;

    /// The newest message with this key that is scheduled for a time after this one and was never handed to a queue.
    Optional<MessageId> findReplaceable(byte[] key, Instant after);

    /// Whether the message is stored: the result of a commit whose answer was lost.
    boolean holds(MessageId message);

    /// Whether the event is stored, likewise.
    boolean holds(Event event);

    /// The progresses of stored messages, as far as their events say. Messages that are not there are left out.
    List<MessageProgress> load(Collection<MessageId> messages);

    /// The parts of ours that operators know by these ids, among messages accepted since then: for each id the
    /// newest ones, newest first.
    Map<ReceiptRef, List<PartRef>> match(Collection<ReceiptRef> references, Instant since);

    /// Receipts of these operators and of no known message that are to be looked for again by now, and not before
    /// `delay` from now, then longer, and some day never more. They need no acknowledgement.
    List<Outcome.Receipt> claimUnmatched(Collection<Long> operators, Instant now, Duration delay, int limit);

    /// Unfinished messages with ids above `after`, ascending.
    List<MessageId> unfinished(MessageId after, int limit);

    /// Unfinished messages of a shard before this one, those that are due last first: these are the newest that
    /// were not looked at yet.
    List<Unfinished> unfinishedOf(long shard, Unfinished before, int limit);

    /// Unfinished messages of these shards that were accepted in this time, oldest first.
    List<MessageId> acceptedBetween(Collection<Long> shards, Instant from, Instant to, int limit);

    /// Unfinished messages of these shards that are to be looked at by now, those that are due first.
    List<MessageId> due(Collection<Long> shards, Instant now, int limit);

    /// The shards that have unfinished messages.
    Set<Long> unfinishedShards();

    /// Gives unfinished messages to other shards, to be looked at again by then.
    void move(Tx tx, Map<MessageId, Long> shards, Instant due) throws SQLException;

    /// What unfinished messages still hold of each payer's money, as the transaction sees it: in millionths, by
    /// account.
    Map<Long, Long> held(Tx tx) throws SQLException;

    /// What events charged in the batches from `first` to `last`, as the transaction sees it.
    Map<BatchCharge, Long> charged(Tx tx, long first, long last) throws SQLException;

    /// A digest of what [#charged] gives, made by the database; empty when there is none. See
    /// [io.elchi.server.billing.Ledger#chargesDigest].
    Optional<String> chargedDigest(Tx tx, long first, long last) throws SQLException;

    /// Deletes receipts that fitted no message, and messages from handsets of an earlier release, that came
    /// before.
    ///
    /// @return how many
    int forgetReceived(Instant before);

    /// All that is known of a message of the account; empty when the account has no such message.
    Optional<MessageView> view(long accountId, MessageId message);
}
