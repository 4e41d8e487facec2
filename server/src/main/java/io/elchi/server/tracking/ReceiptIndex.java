package io.elchi.server.tracking;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.ReceiptReport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parts that wait for a receipt, by the operator's id; and those that had their last one a moment ago.
/// Operators use ids again, and some give all parts of a message the same: then addresses decide. Holds so many
/// and forgets the oldest, which the database still knows. Owned by the tracking thread.
final class ReceiptIndex {
    /// A part of ours.
    ///
    /// @param older another part with the same id; null: none
    record Part(MessageProgress progress, int part, Part older) {
        boolean isFor(MessageProgress other, int otherPart) {
            return progress == other && part == otherPart;
        }

        boolean isEnded() {
            return progress.isEnded(part);
        }
    }

    private record Addresses(Msisdn to, String sender) {}

    private static final int MOST_TRIES = 16;
    /// Parts with one id; of more, the oldest are found in the database.
    static final int MOST_SHARING = 64;
    /// So few that they are forgotten before the collector takes them for old.
    private static final int RECENT = 16_384;

    /// Begins the key of parts that their operator took without an id; no operator's id begins so.
    private static final String WITHOUT_ID = "\0to:";

    private final int capacity;
    private final ActiveMessages activeMessages;
    private final LinkedHashMap<ReceiptRef, Part> parts = new LinkedHashMap<>();
    private final LinkedHashMap<ReceiptRef, Addresses> ended;
    /// Flights of parts that share an id with too many others.
    private final List<MessageProgress> dropped = new ArrayList<>();

    ReceiptIndex(int capacity, ActiveMessages activeMessages) {
        this.capacity = capacity;
        this.activeMessages = activeMessages;
        int recent = Math.min(capacity, RECENT);
        ended = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ReceiptRef, Addresses> eldest) {
                return size() > recent;
            }
        };
    }

    /// The part that a receipt with this id is about: its addresses agree, and of several the newest one that
    /// waits, those with the sender id of the receipt first. Null when there is none, or when memory has another
    /// progress of its message now.
    Part get(ReceiptRef reference, ReceiptReport report) {
        Part first = parts.get(reference);
        if (first == null) {
            return null;
        }
        Part best = null;
        int bestRank = -1;
        // From the newest to the oldest.
        for (Part part = first; part != null; part = part.older()) {
            Message message = part.progress().message();
            if (isCurrent(part) && ReceiptAddresses.agree(report, message.to(), message.sender())) {
                int rank = part.isEnded() ? 0 : ReceiptAddresses.nameSender(report, message.sender()) ? 2 : 1;
                if (rank > bestRank) {
                    best = part;
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    private boolean isCurrent(Part part) {
        return activeMessages.get(part.progress().message().id()) == part.progress();
    }

    /// Whether a part that the receipt may be about had its last receipt lately.
    boolean endedLately(ReceiptRef reference, ReceiptReport report) {
        Addresses addresses = ended.get(reference);
        return addresses != null && ReceiptAddresses.agree(report, addresses.to(), addresses.sender());
    }

    void put(ReceiptRef reference, MessageProgress progress, int part) {
        Part others = parts.get(reference);
        parts.put(reference, new Part(progress, part, others == null ? null : without(others, progress, part)));
    }

    /// The reference of parts to this number that the operator accepted without an id.
    static ReceiptRef withoutId(long operatorId, Msisdn to) {
        return new ReceiptRef(operatorId, WITHOUT_ID + to.digits());
    }

    /// The part that a receipt with an unknown id, or with none, is about: one to the number of the receipt that
    /// the operator took without an id. Null when none fits, or when parts of several messages do.
    Part onlyWithoutId(long operatorId, ReceiptReport report) {
        Part part = onlyWithoutId(operatorId, report, report.source());
        return part != null ? part : onlyWithoutId(operatorId, report, report.destination());
    }

    private Part onlyWithoutId(long operatorId, ReceiptReport report, String number) {
        Part found = null;
        boolean foundNamed = false;
        boolean several = false;
        String key = WITHOUT_ID + ReceiptAddresses.digits(number);
        for (Part part = parts.get(new ReceiptRef(operatorId, key)); part != null; part = part.older()) {
            boolean named = ReceiptAddresses.nameSender(
                    report, part.progress().message().sender());
            if (!isCurrent(part) || part.isEnded() || foundNamed && !named) {
                continue;
            }
            several = found != null && found.progress() != part.progress() && foundNamed == named
                    || several && foundNamed == named;
            found = part;
            foundNamed = named;
        }
        return several ? null : found;
    }

    /// The same chain without the part, without those that memory has forgotten, and not too long.
    private Part without(Part chain, MessageProgress progress, int part) {
        Part[] kept = new Part[MOST_SHARING - 1];
        int count = 0;
        for (Part each = chain; each != null; each = each.older()) {
            boolean waits = !each.isFor(progress, part) && !each.isEnded() && isCurrent(each);
            if (waits && count < kept.length) {
                kept[count++] = each;
            } else if (waits) {
                dropped.add(each.progress());
            }
        }
        Part result = null;
        while (count > 0) {
            Part each = kept[--count];
            result = new Part(each.progress(), each.part(), result);
        }
        return result;
    }

    /// Forgets the oldest messages that are too many and of which nothing waits to be sent. Only between batches:
    /// what a batch has changed is not stored yet, and the store must know a progress as well as memory before
    /// memory may forget it.
    void trim() {
        dropped.stream().filter(progress -> !progress.hasPending()).forEach(this::forget);
        dropped.clear();
        int tries = MOST_TRIES;
        for (Iterator<Part> oldest = parts.values().iterator();
                parts.size() > capacity && tries > 0 && oldest.hasNext(); ) {
            Part chain = oldest.next();
            if (hasPending(chain)) {
                tries--;
            } else {
                oldest.remove();
                for (Part part = chain; part != null; part = part.older()) {
                    forget(part.progress());
                }
            }
        }
    }

    private void forget(MessageProgress progress) {
        MessageId id = progress.message().id();
        if (activeMessages.get(id) == progress) {
            activeMessages.remove(id);
        }
    }

    private static boolean hasPending(Part chain) {
        for (Part part = chain; part != null; part = part.older()) {
            if (part.progress().hasPending()) {
                return true;
            }
        }
        return false;
    }

    /// A part of the progress with this id has had its last receipt.
    void end(ReceiptRef reference, MessageProgress progress) {
        Message message = progress.message();
        ended.put(reference, new Addresses(message.to(), message.sender()));
        Part first = parts.get(reference);
        if (first == null) {
            return;
        }
        Part left = without(first, null, 0);
        if (left == null) {
            parts.remove(reference);
        } else {
            parts.put(reference, left);
        }
    }

    int size() {
        return parts.size();
    }
}
