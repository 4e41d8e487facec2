package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import java.io.IOException;

/// A session did not come to be bound.
public final class BindFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;
    private final int status;

    BindFailedException(CloseReason reason, int status) {
        super(
                reason == CloseReason.BIND_REFUSED
                        ? "bind refused: " + CommandStatus.describe(status)
                        : "no bind: " + reason);
        this.reason = reason;
        this.status = status;
    }

    public CloseReason reason() {
        return reason;
    }

    /// command_status of the refusal, 0 when there was none.
    public int status() {
        return status;
    }
}
