package io.elchi.server.intake;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.util.List;

/// A message that is made of parts that were stored before. It becomes a message once: its acceptance and the end of
/// its parts are in one transaction.
///
/// @param id that it gets: clients know those of its parts, which were made from it
/// @param claim of who makes it
/// @param rows where its parts are
public record JoinedMessage(MessageId id, Object claim, JoinedRows rows) {
    /// The store of the module that has the parts.
    public interface JoinedRows {
        /// Marks the parts of accepted messages as joined, in the caller's transaction.
        ///
        /// @throws IllegalStateException somebody else makes one of the messages by now
        void joined(Tx tx, List<JoinedMessage> messages) throws SQLException;
    }
}
