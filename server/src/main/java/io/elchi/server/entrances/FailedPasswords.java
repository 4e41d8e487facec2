package io.elchi.server.entrances;

import io.elchi.server.core.AddressBlock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Wrong passwords within a minute: of each address, and of each login at an address from which it was right before.
/// Such a login goes on while others make its address shut, and has tries of its own.
final class FailedPasswords {
    private static final int MOST_ADDRESSES = 10_000;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int TURNS = 64;

    private final int most;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    /// The longest ago first.
    private final LinkedHashMap<InetAddress, Since> failures = new LinkedHashMap<>();
    /// Logins that were right from an address, and their failures since; the oldest first.
    private final LinkedHashMap<LoginPlace, Since> known = new LinkedHashMap<>();
    private final ReentrantLock[] turns = new ReentrantLock[TURNS];

    /// How many, since when.
    private record Since(int count, long nanos) {}

    private record LoginPlace(String systemId, InetAddress block) {}

    FailedPasswords(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        Arrays.setAll(turns, _ -> new ReentrantLock());
    }

    /// Held for the check of a login that is not known at its address: those of one address are checked one after the
    /// other, so that a burst has no more tries than the limit.
    Lock turn(InetAddress from) {
        return turns[Math.floorMod(AddressBlock.of(from).hashCode(), TURNS)];
    }

    boolean isKnown(String systemId, InetAddress from) {
        LoginPlace place = new LoginPlace(systemId, AddressBlock.of(from));
        lock.lock();
        try {
            return known.containsKey(place);
        } finally {
            lock.unlock();
        }
    }

    void wasRight(String systemId, InetAddress from) {
        LoginPlace place = new LoginPlace(systemId, AddressBlock.of(from));
        lock.lock();
        try {
            if (known.putIfAbsent(place, new Since(0, nanos.getAsLong())) == null && known.size() > MOST_ADDRESSES) {
                known.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    void wasWrong(String systemId, InetAddress from) {
        InetAddress address = AddressBlock.of(from);
        lock.lock();
        try {
            failures.putLast(address, another(failures.remove(address)));
            if (failures.size() > MOST_ADDRESSES) {
                failures.pollFirstEntry();
            }
            known.computeIfPresent(new LoginPlace(systemId, address), (_, before) -> another(before));
        } finally {
            lock.unlock();
        }
    }

    private Since another(Since before) {
        return before == null || before.count == 0 || isOver(before)
                ? new Since(1, nanos.getAsLong())
                : new Since(before.count + 1, before.nanos);
    }

    /// Whether no password of this login is looked at from this address.
    boolean isShut(String systemId, InetAddress from) {
        InetAddress address = AddressBlock.of(from);
        lock.lock();
        try {
            Since own = known.get(new LoginPlace(systemId, address));
            Since all = own == null ? failures.get(address) : own;
            return all != null && all.count >= most && !isOver(all);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(Since since) {
        return nanos.getAsLong() - since.nanos >= MINUTE_NANOS;
    }
}
