package io.elchi.server.intake;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.util.Map;

/// The address at which a client of another protocol wants the results of its message, in that protocol's form. It is
/// stored in the transaction of the acceptance.
///
/// @param rows where it is stored
/// @param endpoint that the events of the message name: see [io.elchi.server.messages.CallbackEndpoint]
/// @param loginId the SMPP login that sent the message
/// @param protocol as `rows` calls it
/// @param url checked by the protocol
/// @param posts whether parameters are posted as a form, rather than added to the query
/// @param wanted the results that are wanted, as the protocol numbers them
public record CallbackRequest(
        CallbackRows rows,
        long endpoint,
        long accountId,
        long loginId,
        String protocol,
        String url,
        boolean posts,
        int wanted) {
    /// The store of the module that does the callbacks.
    public interface CallbackRows {
        /// Stores those of accepted messages, in the caller's transaction.
        void insert(Tx tx, Map<MessageId, CallbackRequest> requests) throws SQLException;
    }
}
