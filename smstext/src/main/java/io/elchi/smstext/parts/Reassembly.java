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

/// Parts back into messages: in any order, repeated, over several binds, with 8 or 16 bit references or SAR parameters.
///
/// Nothing is lost: every part leaves in a complete message, or among those released, or is a duplicate. A whole
/// message is remembered until its time is over, so that late duplicates do not wait for company again. Time and
/// memory are bounded by [ReassemblyLimits]; call [#expire] from time to time, for [#add] is not called when traffic
/// stops.
///
/// Safe for use by several threads: calls exclude each other and are short.
///
/// @param <K> the key of a message, such as [PartKey]
/// @param <T> what the caller attaches to a part
public final class Reassembly<K, T> {
    private final InstantSource clock;
    private final ReassemblyLimits limits;
    // In the order of their first parts, hence of their ends.
    private final LinkedHashMap<K, Entry<T>> entries = new LinkedHashMap<>();
    private long octets;

    public Reassembly(InstantSource clock, ReassemblyLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /// Takes a part in.
    public synchronized Added<K, T> add(K key, Slot slot, UserData data, T origin) {
        Instant now = clock.instant();
        List<Incomplete<K, T>> released = new ArrayList<>();
        expire(now, released);
        Piece<T> piece = new Piece<>(slot, data, origin);
        Entry<T> entry = entries.get(key);
        if (entry != null && entry.has(piece)) {
            return new Added<>(new Outcome.Duplicate<>(), released);
        }
        if (entry != null && entry.contradicts(slot)) {
            entries.remove(key);
            release(key, entry, Reason.SUPERSEDED, released);
            entry = null;
        }
        if (entry == null) {
            entry = new Entry<>(slot.total(), now.plus(limits.age()));
            entries.put(key, entry);
        }
        octets += entry.put(piece);
        Outcome<K, T> outcome;
        if (entry.missing == 0) {
            outcome = new Outcome.Complete<>(key, List.copyOf(entry.pieces));
            octets -= entry.forget();
        } else {
            outcome = new Outcome.Waiting<>(entry.missing);
        }
        evict(released);
        return new Added<>(outcome, released);
    }

    /// Takes out what has waited too long.
    public synchronized List<Incomplete<K, T>> expire() {
        List<Incomplete<K, T>> released = new ArrayList<>();
        expire(clock.instant(), released);
        return List.copyOf(released);
    }

    /// Messages that are waited for or remembered.
    public synchronized int size() {
        return entries.size();
    }

    /// Payload octets held.
    public synchronized long octets() {
        return octets;
    }

    private void expire(Instant now, List<Incomplete<K, T>> released) {
        Iterator<Map.Entry<K, Entry<T>>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<K, Entry<T>> entry = oldest.next();
            if (entry.getValue().end.isAfter(now)) {
                return;
            }
            oldest.remove();
            release(entry.getKey(), entry.getValue(), Reason.EXPIRED, released);
        }
    }

    private void evict(List<Incomplete<K, T>> released) {
        while (entries.size() > limits.messages() || octets > limits.octets()) {
            Map.Entry<K, Entry<T>> oldest = entries.pollFirstEntry();
            release(oldest.getKey(), oldest.getValue(), Reason.EVICTED, released);
        }
    }

    private void release(K key, Entry<T> entry, Reason reason, List<Incomplete<K, T>> released) {
        if (entry.missing > 0) {
            List<Piece<T>> pieces =
                    entry.pieces.stream().filter(piece -> piece != null).toList();
            released.add(new Incomplete<>(key, entry.total, pieces, reason));
            octets -= entry.forget();
        }
    }

    private static final class Entry<T> {
        private final int total;
        private final Instant end;
        private final int[] hashes;
        private final boolean[] present;
        private List<Piece<T>> pieces;
        private int missing;
        private long held;

        Entry(int total, Instant end) {
            this.total = total;
            this.end = end;
            this.hashes = new int[total];
            this.present = new boolean[total];
            this.pieces = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                pieces.add(null);
            }
            this.missing = total;
        }

        boolean has(Piece<T> piece) {
            int index = piece.slot().sequence() - 1;
            if (total != piece.slot().total() || !present[index]) {
                return false;
            }
            return missing > 0
                    ? pieces.get(index).data().equals(piece.data())
                    : hashes[index] == piece.data().hashCode();
        }

        boolean contradicts(Slot slot) {
            return total != slot.total() || present[slot.sequence() - 1];
        }

        long put(Piece<T> piece) {
            int index = piece.slot().sequence() - 1;
            present[index] = true;
            hashes[index] = piece.data().hashCode();
            pieces.set(index, piece);
            missing--;
            int size = piece.data().header().length() + piece.data().payload().length;
            held += size;
            return size;
        }

        long forget() {
            long freed = held;
            held = 0;
            pieces = List.of();
            return freed;
        }
    }
}
