package io.elchi.server.entrances;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Wrong passwords of each address within a minute.
final class FailedPasswords {
    private static final int MOST_ADDRESSES = 10_000;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int most;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    /// The longest ago first.
    private final LinkedHashMap<InetAddress, Since> failures = new LinkedHashMap<>();

    /// How many, since when.
    private record Since(int count, long nanos) {}

    FailedPasswords(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    void add(InetAddress from) {
        InetAddress address = block(from);
        lock.lock();
        try {
            Since before = failures.remove(address);
            failures.putLast(
                    address,
                    before == null || isOver(before)
                            ? new Since(1, nanos.getAsLong())
                            : new Since(before.count + 1, before.nanos));
            if (failures.size() > MOST_ADDRESSES) {
                failures.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether there are too many from this address.
    boolean isShut(InetAddress from) {
        InetAddress address = block(from);
        lock.lock();
        try {
            Since known = failures.get(address);
            return known != null && known.count >= most && !isOver(known);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(Since since) {
        return nanos.getAsLong() - since.nanos >= MINUTE_NANOS;
    }

    /// The first 64 bits of an IPv6 address: networks are given to customers in blocks of that size.
    private static InetAddress block(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, octets.length / 2, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }
}
