package io.elchi.smpp.session;

import io.elchi.smpp.pdu.BindMode;

/// The states of a session (SMPP 5.0, 2.3). UNBOUND lasts from the first unbind, of either side, to the close.
public enum SessionState {
    OPEN,
    OUTBOUND,
    BOUND_TX,
    BOUND_RX,
    BOUND_TRX,
    UNBOUND,
    CLOSED;

    static SessionState bound(BindMode mode) {
        return switch (mode) {
            case TRANSMITTER -> BOUND_TX;
            case RECEIVER -> BOUND_RX;
            case TRANSCEIVER -> BOUND_TRX;
        };
    }

    public boolean isBound() {
        return this == BOUND_TX || this == BOUND_RX || this == BOUND_TRX;
    }

    /// The ESME may send messages.
    public boolean transmits() {
        return this == BOUND_TX || this == BOUND_TRX;
    }

    /// The message centre may send messages.
    public boolean receives() {
        return this == BOUND_RX || this == BOUND_TRX;
    }
}
