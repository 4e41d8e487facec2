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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /// A part that is stored.
    ///
    /// @param octets null: they cannot be read, or nobody asked for them
    /// @param repeatedAt see [#stored]
    private record Known(byte[] octets, Instant repeatedAt) {
        Known repeated(Instant at) {
            return new Known(octets, at);
        }
    }

    private final Row before;
    private final Duration expiry;
    private final Map<Integer, Known> known = new HashMap<>();
    private final List<ClientPart> added = new ArrayList<>();
    private final Set<Integer> takenOver = new TreeSet<>();
    private final Map<Integer, Instant> marks = new TreeMap<>();
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
    ///
    /// @param octets of its text; null when no part with this number comes
    /// @param repeatedAt when it came again after its message was complete, or the message before
    ///     had it; null: neither
    void stored(int number, byte[] octets, Instant repeatedAt) {
        known.put(number, new Known(octets, repeatedAt));
    }

    /// @param next the id of another message, if one begins
    Verdict add(ClientPart part, MessageId next, Instant now) {
        int number = part.number();
        Known there = known.get(number);
        boolean same = there != null && Arrays.equals(there.octets, part.octets());
        if (isOver(same, now)) {
            begin(number, next, now);
            there = null;
        }
        MessageId own = PartIds.part(id, number);
        if (state == State.JOINING) {
            return whileJoining(part, same, now);
        }
        if (there != null && same) {
            if (state == State.JOINED) {
                cameAgain(number, now);
            }
            return new Verdict.Stored(own);
        }
        if (there != null && there.repeatedAt == null) {
            return new Verdict.Refused(CommandStatus.ESME_RSUBMITFAIL);
        }
        known.put(number, new Known(part.octets(), null));
        marks.remove(number);
        added.add(part);
        changed = true;
        if (known.size() < before.total) {
            return new Verdict.Stored(own);
        }
        forgetRepetitions();
        last = number;
        return claim(own, now);
    }

    private Verdict whileJoining(ClientPart part, boolean same, Instant now) {
        MessageId own = PartIds.part(id, part.number());
        if (same && part.number() != last) {
            cameAgain(part.number(), now);
            return new Verdict.Stored(own);
        }
        // Whether the message is accepted is not known yet, unless its owner has gone.
        return same && !until.isAfter(now) ? claim(own, now) : new Verdict.Refused(CommandStatus.ESME_RTHROTTLED);
    }

    /// It is a repetition, or the first part of another message with the same reference: the next part tells.
    private void cameAgain(int number, Instant now) {
        known.computeIfPresent(number, (_, part) -> part.repeated(now));
        marks.put(number, now);
        if (number == before.total && known.values().stream().allMatch(part -> isRecent(part.repeatedAt, now))) {
            // The whole message came again.
            forgetRepetitions();
        }
    }

    private void forgetRepetitions() {
        known.replaceAll((number, part) -> {
            if (part.repeatedAt == null) {
                return part;
            }
            marks.put(number, null);
            return part.repeated(null);
        });
    }

    private boolean hasComeAgain(int number, Instant now) {
        Known part = known.get(number);
        return part != null && isRecent(part.repeatedAt, now);
    }

    private boolean isRecent(Instant repeatedAt, Instant now) {
        return repeatedAt != null && repeatedAt.plus(expiry).isAfter(now);
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

    /// Parts that came again in front of this one belong to the new message, if the client sends parts in their
    /// order.
    ///
    /// @param number of the part with which it begins
    private void begin(int number, MessageId next, Instant now) {
        replaced = id;
        replacedWaited = state == State.WAITING;
        id = next;
        if ((state == State.JOINED || state == State.REJECTED) && last == before.total) {
            for (int i = 1; i < number && hasComeAgain(i, now); i++) {
                takenOver.add(i);
            }
        }
        known.keySet().retainAll(takenOver);
        marks.keySet().retainAll(takenOver);
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

    /// Numbers of the parts that go from [#replaced] to this one.
    Set<Integer> takenOver() {
        return takenOver;
    }

    /// By number, what is to be stored of repetitions.
    Map<Integer, Instant> marks() {
        return marks;
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
                known.size(),
                last,
                state,
                beganAt,
                until,
                claim);
    }
}
