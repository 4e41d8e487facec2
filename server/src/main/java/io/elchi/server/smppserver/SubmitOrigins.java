package io.elchi.server.smppserver;

import io.elchi.server.core.MessageId;
import java.util.concurrent.atomic.AtomicLongArray;

/// Which session of this process submitted a message, for its receipts: the last ones alone, and nothing after a
/// restart.
///
/// Each message has one place by its id. Another one that comes to the same place takes it. Of a bind the lowest bits
/// are kept, of an id some random ones: who asks compares the result with sessions of the message's own login.
final class SubmitOrigins {
    /// Half a minute of 4,000 messages a second; one MiB.
    private static final int PLACES = 131_072;

    private static final int BIND_BITS = 24;
    private static final long BINDS = (1L << BIND_BITS) - 1;

    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    void submitted(MessageId id, long bindId) {
        places.setOpaque(place(id), id.low() << BIND_BITS | bindId & BINDS);
    }

    /// Whether this session submitted the message, as far as that is known.
    boolean isFrom(MessageId id, long bindId) {
        return places.getOpaque(place(id)) == (id.low() << BIND_BITS | bindId & BINDS);
    }

    /// By bits that are not in the place's value.
    private static int place(MessageId id) {
        return (int) (id.low() >>> (Long.SIZE - BIND_BITS) ^ id.high()) & PLACES - 1;
    }
}
