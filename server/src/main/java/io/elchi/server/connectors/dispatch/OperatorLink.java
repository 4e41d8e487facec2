package io.elchi.server.connectors.dispatch;

import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.Links;
import java.io.IOException;
import java.time.Instant;

/// A link that runs, of whatever protocol. It gives its sessions to its operator while messages can be sent over
/// them. A change of its settings is a new one.
public interface OperatorLink {
    LinkSettings settings();

    /// Starts to connect, in the background.
    void start() throws IOException;

    /// Writes what it sends and gets to the log until then; null: not at all.
    void trace(Instant until);

    /// Ends the session, if it has it, so that it is bound anew.
    void rebind(Links.SessionRebind wanted);

    LinkStatus status();

    /// @param limitedBy what the operator's sending waited for; null while that is not known
    LinkSessions sessions(String limitedBy);

    /// Takes nothing more, waits for missing replies for a while, and ends.
    void stop() throws InterruptedException;
}
