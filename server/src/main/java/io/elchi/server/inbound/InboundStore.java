package io.elchi.server.inbound;

import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.core.MessageId;
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
    /// @param incomplete messages that were ended without all their parts, since another one has their reference
    /// @param resent deliver_sm that were stored before
    /// @param suppressed answers that are not sent
    /// @param charge what the caller books; null: nobody pays
    /// @param written one of the rows that it wrote; null: none
    record Stored(
            List<NewEvent> events,
            int complete,
            int incomplete,
            int resent,
            int suppressed,
            InboundCharge charge,
            StoredPart written) {
        public static final Stored NOTHING = new Stored(List.of(), 0, 0, 0, 0, null, null);
    }

    /// What complete messages cost.
    ///
    /// @param batch of the ledger, which their records name
    /// @param movements one for each account
    record InboundCharge(long batch, List<Movement> movements) {}

    /// The row of a part.
    ///
    /// @param at when it came
    record StoredPart(MessageId message, int part, Instant at) {}

    /// Stores what operators sent. What was stored before is left out, and is to be acknowledged all the same.
    Stored store(Tx tx, List<Outcome.Received> received, Instant now) throws SQLException;

    /// Whether a row is in the tables; to be asked when the end of a commit is not known.
    boolean holds(StoredPart part);

    /// The transaction is committed: counts.
    void committed(Stored stored);
}
