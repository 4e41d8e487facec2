package io.elchi.server.messages;

import io.elchi.server.core.AddressBlock;
import io.elchi.server.core.Failure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests without a valid key, by address, for one minute. A flood costs counters: only so many addresses
/// are told apart. Addresses of IPv6 are counted by their /64, which one client has for itself.
final class RefusedAddresses {

    private final int maxAddresses;
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();
    private long minute;

    /// @param maxAddresses that are told apart in one minute
    RefusedAddresses(int maxAddresses) {
        this.maxAddresses = maxAddresses;
    }

    /// Never waits.
    void count(InetAddress from) {
        String network = network(from);
        LongAdder count = counts.get(network);
        if (count == null && counts.size() < maxAddresses) {
            count = counts.computeIfAbsent(network, _ -> new LongAdder());
        }
        (count == null ? others : count).increment();
    }

    private static String network(InetAddress from) {
        String block = AddressBlock.of(from).getHostAddress();
        return from instanceof Inet6Address ? block + "/64" : block;
    }

    /// What was counted before a minute.
    ///
    /// @param requests by address
    record Minute(Map<String, Long> requests, List<RefusalLog.RefusedRequest> entries) {
        private static final Minute NOTHING = new Minute(Map.of(), List.of());
    }

    /// The counts of the minutes before this one; they are counted no more. To be called by one thread.
    ///
    /// @param now in minutes
    Minute before(long now, Instant at) {
        if (now == minute) {
            return Minute.NOTHING;
        }
        minute = now;
        Map<String, Long> requests = new HashMap<>();
        List<RefusalLog.RefusedRequest> entries = new ArrayList<>();
        // A count that another thread adds to meanwhile may lose some of it; it is of no account.
        for (String network : List.copyOf(counts.keySet())) {
            long count = counts.remove(network).sum();
            requests.put(network, count);
            entries.add(entry(at, count + " requests from " + network));
        }
        long rest = others.sumThenReset();
        if (rest > 0) {
            entries.add(entry(at, rest + " requests from other addresses"));
        }
        return new Minute(requests, entries);
    }

    private static RefusalLog.RefusedRequest entry(Instant at, String detail) {
        return new RefusalLog.RefusedRequest(0, at, 0, 0, Failure.UNAUTHORIZED.code(), null, detail, null, null, null);
    }
}
