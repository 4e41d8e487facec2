package io.elchi.server.connectors.http;

import io.elchi.server.core.AddressBlock;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts requests without a right token by their addresses. It forgets the oldest address when there are many.
/// Thread-safe.
public final class WrongTokens {
    /// Wrong tokens of an address in a minute; further ones get another answer.
    public static final int MOST_A_MINUTE = 60;

    /// Addresses that are remembered.
    public static final int MOST_ADDRESSES = 10_000;

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Map<InetAddress, Counted> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Counted> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private static final class Counted {
        private final long since;
        private int count;

        private Counted(long since) {
            this.since = since;
        }
    }

    /// @param nanos a clock like [System#nanoTime]
    public WrongTokens(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Counts one.
    ///
    /// @return whether there were too many in this minute
    synchronized boolean isTooMany(InetAddress from) {
        InetAddress block = AddressBlock.of(from);
        long now = nanos.getAsLong();
        Counted counted = counts.get(block);
        if (counted == null || now - counted.since >= MINUTE_NANOS) {
            counts.remove(block);
            counted = new Counted(now);
            counts.put(block, counted);
        }
        return ++counted.count > MOST_A_MINUTE;
    }
}
