package io.elchi.smpp.session;

/// Which side of a session sends a PDU (SMPP 5.0, 1.4).
public enum SessionRole {
    /// External Short Message Entity: the side that binds.
    ESME,
    /// Message Centre, an SMSC: the side that is bound to.
    MC;

    SessionRole peer() {
        return this == ESME ? MC : ESME;
    }
}
