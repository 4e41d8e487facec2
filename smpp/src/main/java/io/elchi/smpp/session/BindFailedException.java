package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import java.io.IOException;

/// A session could not be bound.
public final class BindFailedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 10;

    private final CloseReason reason;
    private final int status;

    /// @param cause what went wrong below SMPP, such as the TLS handshake; null when nothing is known
    BindFailedException(CloseReason reason, int status, Throwable cause) {
        super(
                reason == CloseReason.BIND_REFUSED
                        ? "bind refused: " + CommandStatus.describe(status)
                        : "no bind: " + reason + (cause == null ? "" : ": " + root(cause)),
                cause);
        this.reason = reason;
        this.status = status;
    }

    /// TLS wraps the reason several times.
    private static String root(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; depth < MOST_CAUSES && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    public CloseReason reason() {
        return reason;
    }

    /// command_status of the refusal, 0 when there was none.
    public int status() {
        return status;
    }
}
