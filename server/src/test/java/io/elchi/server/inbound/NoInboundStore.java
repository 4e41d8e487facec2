package io.elchi.server.inbound;

import io.elchi.server.db.Tx;
import io.elchi.server.messages.Outcome;
import java.time.Instant;
import java.util.List;

/// Where a test has no messages from handsets.
public final class NoInboundStore implements InboundStore {
    @Override
    public Stored store(Tx tx, List<Outcome.Received> received, Instant now) {
        if (!received.isEmpty()) {
            throw new UnsupportedOperationException("no messages from handsets here");
        }
        return Stored.NOTHING;
    }

    @Override
    public boolean holds(StoredPart part) {
        return false;
    }

    @Override
    public void committed(Stored stored) {
        // Nothing is counted.
    }
}
