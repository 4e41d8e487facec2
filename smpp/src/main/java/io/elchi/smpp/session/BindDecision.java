package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import java.util.Objects;

/// The decision of a message centre about a bind.
public sealed interface BindDecision {
    /// Bound; the session's requests go to this handler.
    record Accepted(SessionHandler handler) implements BindDecision {
        public Accepted {
            Objects.requireNonNull(handler, "handler");
        }
    }

    /// Not bound, with this command_status; the connection is closed.
    ///
    /// @param countsAsFailure a guess of credentials: counted against the address (see [ServerConfig])
    record Refused(int status, boolean countsAsFailure) implements BindDecision {}

    static BindDecision accept(SessionHandler handler) {
        return new Accepted(handler);
    }

    /// Wrong system_id or wrong password: one answer for both, so that names cannot be found by trying.
    static BindDecision wrongCredentials() {
        return new Refused(CommandStatus.ESME_RINVPASWD.code(), true);
    }

    static BindDecision refuse(CommandStatus status) {
        return new Refused(status.code(), false);
    }
}
