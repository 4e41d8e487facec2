package io.elchi.smpp.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Limits binds before their password is checked: sessions per system_id, wrong passwords and connections that are
/// not
/// bound per address. Bounded:
/// the address that failed longest ago is forgotten first.
final class BindGuard {
    private static final int MAX_ADDRESSES = 10_000;

    /// Of all connections, the part that one address may have without a bind.
    private static final int SHARE = 4;

    private final int maxBinds;
    private final int maxUnbound;
    private final Map<InetAddress, Integer> unbound = new HashMap<>();
    private final int maxFailures;
    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> binds = new HashMap<>();
    private final LinkedHashMap<InetAddress, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, long since) {}

    BindGuard(ServerConfig config, LongSupplier nanoTime) {
        maxBinds = config.maxBindsPerSystemId();
        maxUnbound = Math.max(1, config.maxConnections() / SHARE);
        maxFailures = config.maxFailedBinds();
        windowNanos = config.failedBindWindow().toNanos();
        this.nanoTime = nanoTime;
    }

    /// A connection; one that may stay is to be given back with [#boundOrClosed].
    ///
    /// @return whether the address has not too many that are not bound
    boolean connect(InetAddress at) {
        InetAddress from = block(at);
        lock.lock();
        try {
            int now = unbound.getOrDefault(from, 0);
            if (now >= maxUnbound) {
                return false;
            }
            unbound.put(from, now + 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void boundOrClosed(InetAddress at) {
        InetAddress from = block(at);
        lock.lock();
        try {
            unbound.computeIfPresent(from, (_, now) -> now == 1 ? null : now - 1);
        } finally {
            lock.unlock();
        }
    }

    /// Takes one of the places of this system_id; give it back with [#leave].
    boolean enter(String systemId) {
        lock.lock();
        try {
            int now = binds.getOrDefault(systemId, 0);
            if (now >= maxBinds) {
                return false;
            }
            binds.put(systemId, now + 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(String systemId) {
        lock.lock();
        try {
            binds.computeIfPresent(systemId, (_, now) -> now == 1 ? null : now - 1);
        } finally {
            lock.unlock();
        }
    }

    void failed(InetAddress at) {
        InetAddress address = block(at);
        lock.lock();
        try {
            Failures before = failures.remove(address);
            boolean fresh = before == null || nanoTime.getAsLong() - before.since >= windowNanos;
            failures.put(
                    address,
                    fresh ? new Failures(1, nanoTime.getAsLong()) : new Failures(before.count + 1, before.since));
            if (failures.size() > MAX_ADDRESSES) {
                failures.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Too many wrong guesses from here, too recently.
    boolean isShut(InetAddress at) {
        InetAddress address = block(at);
        lock.lock();
        try {
            Failures known = failures.get(address);
            return known != null && known.count >= maxFailures && nanoTime.getAsLong() - known.since < windowNanos;
        } finally {
            lock.unlock();
        }
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
