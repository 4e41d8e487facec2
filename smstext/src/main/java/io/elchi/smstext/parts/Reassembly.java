package io.elchi.smstext.parts;

import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Added.Incomplete;
import io.elchi.smstext.parts.Added.Outcome;
import io.elchi.smstext.parts.Added.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parts back into messages: in any order, repeated, over several binds, with 8 or 16 bit references or SAR
/// parameters.
///
/// Nothing is lost: every part leaves in a complete message, or among those released, or is a duplicate. A whole
/// message is remembered for as long as one may wait, so that late duplicates do not wait for company again; a
/// sender that sends the same text by the same reference within that time is taken to repeat itself. Time and
/// memory are bounded by [ReassemblyLimits]; call [#expire] from time to time, for [#add] is not called when
/// traffic stops.
///
/// Safe for use by several threads: calls exclude each other and are short.
///
/// @param <K> the key of a message, such as [PartKey]
/// @param <T> what the caller attaches to a part
public final class Reassembly<K, T> {
    private final InstantSource clock;
    private final ReassemblyLimits limits;
    // In the order of their first parts, hence of their ends.
    private final LinkedHashMap<K, Waiting<T>> waiting = new LinkedHashMap<>();
    // In the order in which they became whole, hence of their ends.
    private final LinkedHashMap<K, Whole> whole = new LinkedHashMap<>();
    private long octets;

    public Reassembly(InstantSource clock, ReassemblyLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /// Takes a part in.
    public synchronized Added<K, T> add(K key, Slot slot, UserData data, T origin) {
        Instant now = clock.instant();
        List<Incomplete<K, T>> released = new ArrayList<>(0);
        expire(now, released);
        Whole before = whole.get(key);
        if (before != null) {
            if (before.has(slot, data)) {
                return new Added<>(new Outcome.Duplicate<>(), released);
            }
            whole.remove(key);
        }
        Outcome<K, T> outcome = put(key, new Piece<>(slot, data, origin), now, released);
        evict(released);
        return new Added<>(outcome, released);
    }

    private Outcome<K, T> put(K key, Piece<T> piece, Instant now, List<Incomplete<K, T>> released) {
        Waiting<T> message = waiting.get(key);
        if (message != null) {
            if (message.has(piece)) {
                return new Outcome.Duplicate<>();
            }
            if (message.contradicts(piece.slot())) {
                waiting.remove(key);
                release(key, message, Reason.SUPERSEDED, released);
                message = null;
            }
        }
        if (message == null) {
            message = new Waiting<>(piece.slot().total(), now.plus(limits.age()));
            waiting.put(key, message);
        }
        octets += message.put(piece);
        if (message.missing() > 0) {
            return new Outcome.Waiting<>(message.missing());
        }
        waiting.remove(key);
        octets -= message.octets;
        whole.put(key, Whole.of(message.pieces, now.plus(limits.age())));
        return new Outcome.Complete<>(key, List.copyOf(message.pieces));
    }

    /// Takes out what has waited too long.
    public synchronized List<Incomplete<K, T>> expire() {
        List<Incomplete<K, T>> released = new ArrayList<>();
        expire(clock.instant(), released);
        return List.copyOf(released);
    }

    /// Messages that are waited for or remembered.
    public synchronized int size() {
        return waiting.size() + whole.size();
    }

    /// Octets held, headers and payloads.
    public synchronized long octets() {
        return octets;
    }

    private void expire(Instant now, List<Incomplete<K, T>> released) {
        Iterator<Map.Entry<K, Waiting<T>>> oldest = waiting.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<K, Waiting<T>> entry = oldest.next();
            if (entry.getValue().end.isAfter(now)) {
                break;
            }
            oldest.remove();
            release(entry.getKey(), entry.getValue(), Reason.EXPIRED, released);
        }
        while (!whole.isEmpty() && !whole.firstEntry().getValue().end.isAfter(now)) {
            whole.pollFirstEntry();
        }
    }

    /// Remembered messages are dropped before waiting ones.
    private void evict(List<Incomplete<K, T>> released) {
        while (waiting.size() + whole.size() > limits.messages() && !whole.isEmpty()) {
            whole.pollFirstEntry();
        }
        while (waiting.size() > limits.messages() || octets > limits.octets()) {
            Map.Entry<K, Waiting<T>> oldest = waiting.pollFirstEntry();
            release(oldest.getKey(), oldest.getValue(), Reason.EVICTED, released);
        }
    }

    private void release(K key, Waiting<T> message, Reason reason, List<Incomplete<K, T>> released) {
        octets -= message.octets;
        released.add(new Incomplete<>(key, message.total, List.copyOf(message.pieces), reason));
    }

    /// A message with parts missing. It grows with the parts that came, not with the number that the first one
    /// promised.
    private static final class Waiting<T> {
        private final int total;
        private final Instant end;
        /// By their sequence.
        private final List<Piece<T>> pieces = new ArrayList<>(4);
        private long octets;

        Waiting(int total, Instant end) {
            this.total = total;
            this.end = end;
        }

        /// The index of a place, or where it would be as `-index - 1`.
        private int index(Slot slot) {
            int low = 0;
            int high = pieces.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int sequence = pieces.get(middle).slot().sequence();
                if (sequence == slot.sequence()) {
                    return middle;
                }
                if (sequence < slot.sequence()) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -low - 1;
        }

        boolean has(Piece<T> piece) {
            int index = index(piece.slot());
            return total == piece.slot().total()
                    && index >= 0
                    && pieces.get(index).data().equals(piece.data());
        }

        boolean contradicts(Slot slot) {
            return total != slot.total() || index(slot) >= 0;
        }

        int missing() {
            return total - pieces.size();
        }

        long put(Piece<T> piece) {
            pieces.add(-index(piece.slot()) - 1, piece);
            int size = piece.data().header().length() + piece.data().payload().length;
            octets += size;
            return size;
        }
    }

    /// The memory of a complete message: a fingerprint of each part.
    ///
    /// 64 bits, not the hash code of the data: "Aa" and "BB" share that, and a part taken for a duplicate is gone.
    private record Whole(long[] fingerprints, Instant end) {
        private static final long BASIS = 0xcbf29ce484222325L;
        private static final long PRIME = 0x100000001b3L;

        static <T> Whole of(List<Piece<T>> pieces, Instant end) {
            long[] fingerprints = new long[pieces.size()];
            for (int i = 0; i < fingerprints.length; i++) {
                fingerprints[i] = fingerprint(pieces.get(i).data());
            }
            return new Whole(fingerprints, end);
        }

        boolean has(Slot slot, UserData data) {
            return slot.total() == fingerprints.length && fingerprints[slot.sequence() - 1] == fingerprint(data);
        }

        /// FNV-1a.
        private static long fingerprint(UserData data) {
            long hash = (BASIS ^ data.dataCoding()) * PRIME;
            hash = (fold(hash, data.header().raw()) ^ 0x100) * PRIME;
            return fold(hash, data.payload());
        }

        private static long fold(long basis, byte[] octets) {
            long hash = basis;
            for (byte octet : octets) {
                hash = (hash ^ octet & 0xff) * PRIME;
            }
            return hash;
        }
    }
}
