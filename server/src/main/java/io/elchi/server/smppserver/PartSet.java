package io.elchi.server.smppserver;

import io.elchi.server.core.MessageId;
import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The parts of one message in a transaction that has locked its row: decides about each part that comes, and says
/// what is to be written.
final class PartSet {
    /// How long the owner of a claim may take to make the message. Then somebody else does.
    static final Duration CLAIM = Duration.ofSeconds(30);

    /// As the table has it.
    enum State {
        WAITING,
        JOINING,
        JOINED,
        REJECTED,
        EXPIRED,
        CANCELED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The row.
    ///
    /// @param last the part that came last, when all are there
    /// @param until the end of the wait, of the claim, or of the memory
    /// @param claim null: nobody makes the message
    record Row(
            byte[] key,
            MessageId id,
            long loginId,
            long accountId,
            int total,
            int received,
            int last,
            State state,
            Instant beganAt,
            Instant until,
            UUID claim) {
        /// The same with another claim.
        Row claimed(UUID by, Instant end) {
            return new Row(key, id, loginId, accountId, total, received, last, state, beganAt, end, by);
        }

        /// The same without a claim.
        Row with(State next, int parts, Instant end) {
            return new Row(key, id, loginId, accountId, total, parts, last, next, beganAt, end, null);
        }
    }

    /// What becomes of a part.
    sealed interface Verdict {
        /// It is stored, or was before.
        record Stored(MessageId part) implements Verdict {}

        record Refused(CommandStatus status) implements Verdict {}

        /// All parts are there, and who asked makes the message.
        record Complete(MessageId part) implements Verdict {}
    }

    private final Row before;
    private final Duration expiry;
    private final Map<Integer, byte[]> digests = new HashMap<>();
    private final List<ClientPart> added = new ArrayList<>();
    private MessageId id;
    private int last;
    private State state;
    private Instant beganAt;
    private Instant until;
    private UUID claim;
    private MessageId replaced;
    private boolean replacedWaited;
    private boolean changed;
    private boolean complete;

    PartSet(Row row, Duration expiry) {
        before = row;
        id = row.id;
        last = row.last;
        state = row.state;
        beganAt = row.beganAt;
        until = row.until;
        claim = row.claim;
        this.expiry = expiry;
    }

    /// A part that was stored before.
    void stored(int number, byte[] digest) {
        digests.put(number, digest);
    }

    /// @param next the id of another message, if one begins
    Verdict add(ClientPart part, MessageId next, Instant now) {
        byte[] known = digests.get(part.number());
        boolean same = known != null && Arrays.equals(known, part.digest());
        if (isOver(same, now)) {
            begin(next, now);
            known = null;
        }
        MessageId own = PartIds.part(id, part.number());
        if (state == State.JOINING) {
            return whileJoining(part, same, now);
        }
        if (known != null) {
            return same ? new Verdict.Stored(own) : new Verdict.Refused(CommandStatus.ESME_RSUBMITFAIL);
        }
        digests.put(part.number(), part.digest());
        added.add(part);
        changed = true;
        if (digests.size() < before.total) {
            return new Verdict.Stored(own);
        }
        last = part.number();
        return claim(own, now);
    }

    private Verdict whileJoining(ClientPart part, boolean same, Instant now) {
        MessageId own = PartIds.part(id, part.number());
        if (same && part.number() != last) {
            return new Verdict.Stored(own);
        }
        // Whether the message is accepted is not known yet, unless its owner has gone.
        return same && !until.isAfter(now) ? claim(own, now) : new Verdict.Refused(CommandStatus.ESME_RTHROTTLED);
    }

    private Verdict claim(MessageId own, Instant now) {
        state = State.JOINING;
        claim = UUID.randomUUID();
        until = now.plus(CLAIM);
        changed = true;
        complete = true;
        return new Verdict.Complete(own);
    }

    private boolean isOver(boolean same, Instant now) {
        return switch (state) {
            case WAITING -> !until.isAfter(now);
            case JOINING -> false;
            case JOINED -> !same || !until.isAfter(now);
            case REJECTED, EXPIRED, CANCELED -> true;
        };
    }

    private void begin(MessageId next, Instant now) {
        replaced = id;
        replacedWaited = state == State.WAITING;
        id = next;
        digests.clear();
        state = State.WAITING;
        beganAt = now;
        until = now.plus(expiry);
        claim = null;
        last = 0;
        changed = true;
    }

    /// The message whose place was taken by another one with the same reference; null: none.
    MessageId replaced() {
        return replaced;
    }

    /// As it was locked.
    Row before() {
        return before;
    }

    /// Whether that one still waited for parts.
    boolean replacedWaited() {
        return replacedWaited;
    }

    boolean isChanged() {
        return changed;
    }

    /// Whether who asked makes the message.
    boolean isComplete() {
        return complete;
    }

    List<ClientPart> added() {
        return added;
    }

    Row row() {
        return new Row(
                before.key,
                id,
                before.loginId,
                before.accountId,
                before.total,
                digests.size(),
                last,
                state,
                beganAt,
                until,
                claim);
    }
}
