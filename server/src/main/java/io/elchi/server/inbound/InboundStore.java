package io.elchi.server.inbound;

import io.elchi.server.db.Tx;
import io.elchi.server.events.NewEvent;
import io.elchi.server.messages.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The port of the store of messages from handsets. It takes part in the caller's transaction.
public interface InboundStore {
    /// What a transaction stored.
    ///
    /// @param events for the owners of complete messages, as far as they subscribe; the caller writes them
    /// @param complete messages that are complete now
    /// @param resent deliver_sm that were stored before
    record Stored(List<NewEvent> events, int complete, int resent) {
        public static final Stored NOTHING = new Stored(List.of(), 0, 0);
    }

    /// Stores what operators sent. What was stored before is left out, and is to be acknowledged all the same.
    Stored store(Tx tx, List<Outcome.Received> received, Instant now) throws SQLException;

    /// The transaction is committed: counts.
    void committed(Stored stored);
}
