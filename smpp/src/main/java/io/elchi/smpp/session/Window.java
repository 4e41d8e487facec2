package io.elchi.smpp.session;

import java.util.LinkedHashMap;

/// The requests in flight by sequence_number: a ring for the match, a list in the order of sending for the timer.
///
/// Sequence numbers count from 1 to 0x7FFFFFFF and around (SMPP 5.0, 3.2.4). A number whose place in the ring is
/// still taken, by a request that the peer leaves unanswered while it answers later ones, is skipped. Requests
/// whose timer expired are remembered, the last few windows of them. So a late response is recognised and its
/// message_id is not lost. Owned by the event loop.
final class Window {
    private static final int LAST_SEQUENCE = 0x7FFFFFFF;
    private static final int WINDOWS_REMEMBERED = 4;
    private static final int MOST_REMEMBERED = 4_096;

    /// The result of looking up a response's sequence_number.
    enum Match {
        IN_FLIGHT,
        LATE,
        DUPLICATE,
        UNKNOWN
    }

    private final Pending<?>[] ring;
    private final int[] answered;
    private final int mask;
    private final int mostExpired;
    private final LinkedHashMap<Integer, Pending<?>> expired = new LinkedHashMap<>();
    private int next;
    private int size;
    private Pending<?> oldest;
    private Pending<?> newest;

    Window(int limit, int firstSequence) {
        int places = Integer.highestOneBit(Math.max(32, 2 * limit + 16) - 1) << 1;
        ring = new Pending<?>[places];
        answered = new int[places];
        mask = places - 1;
        mostExpired = Math.min(MOST_REMEMBERED, WINDOWS_REMEMBERED * limit);
        next = firstSequence;
    }

    /// Gives the request its sequence_number and its place.
    void add(Pending<?> pending, long nowNanos, long timerNanos) {
        int place;
        do {
            pending.sequence = takeSequence();
            place = pending.sequence & mask;
        } while (ring[place] != null);
        if (!expired.isEmpty()) {
            expired.remove(pending.sequence);
        }
        ring[place] = pending;
        pending.sentNanos = nowNanos;
        pending.deadlineNanos = nowNanos + timerNanos;
        pending.earlier = newest;
        if (newest == null) {
            oldest = pending;
        } else {
            newest.later = pending;
        }
        newest = pending;
        size++;
    }

    /// The next number, for a PDU that has no response too.
    int takeSequence() {
        int taken = next;
        next = next == LAST_SEQUENCE ? 1 : next + 1;
        return taken;
    }

    Match match(int sequence) {
        if (sequence <= 0) {
            return Match.UNKNOWN;
        }
        Pending<?> pending = ring[sequence & mask];
        if (pending != null && pending.sequence == sequence) {
            return Match.IN_FLIGHT;
        }
        if (!expired.isEmpty() && expired.containsKey(sequence)) {
            return Match.LATE;
        }
        return answered[sequence & mask] == sequence ? Match.DUPLICATE : Match.UNKNOWN;
    }

    /// The request in flight with this number; it stays.
    Pending<?> get(int sequence) {
        return ring[sequence & mask];
    }

    /// The request with this number, in flight or expired; it stays. null: none.
    Pending<?> find(int sequence) {
        Pending<?> pending = ring[sequence & mask];
        return pending != null && pending.sequence == sequence ? pending : expired.get(sequence);
    }

    /// Takes an answered request out.
    void remove(Pending<?> pending) {
        int place = pending.sequence & mask;
        ring[place] = null;
        answered[place] = pending.sequence;
        unlink(pending);
    }

    /// Takes out the expired request with this number, which was answered after all.
    Pending<?> takeLate(int sequence) {
        answered[sequence & mask] = sequence;
        return expired.remove(sequence);
    }

    /// Takes out the next request whose time is over; null when there is none.
    Pending<?> expire(long nowNanos) {
        Pending<?> pending = oldest;
        if (pending == null || pending.deadlineNanos - nowNanos > 0) {
            return null;
        }
        ring[pending.sequence & mask] = null;
        unlink(pending);
        expired.put(pending.sequence, pending);
        if (expired.size() > mostExpired) {
            expired.pollFirstEntry();
        }
        return pending;
    }

    /// Takes out the request that was sent first; null when none is in flight. For the end of the session.
    Pending<?> pollOldest() {
        Pending<?> pending = oldest;
        if (pending != null) {
            remove(pending);
        }
        return pending;
    }

    Pending<?> oldest() {
        return oldest;
    }

    int size() {
        return size;
    }

    private void unlink(Pending<?> pending) {
        if (pending.earlier == null) {
            oldest = pending.later;
        } else {
            pending.earlier.later = pending.later;
        }
        if (pending.later == null) {
            newest = pending.earlier;
        } else {
            pending.later.earlier = pending.earlier;
        }
        pending.earlier = null;
        pending.later = null;
        size--;
    }
}
