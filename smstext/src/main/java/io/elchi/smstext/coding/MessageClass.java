package io.elchi.smstext.coding;

/// Message classes of 3GPP TS 23.038, section 4: bits 1..0.
public enum MessageClass {
    /// Immediate display, "flash".
    CLASS_0,
    /// ME specific.
    CLASS_1,
    /// (U)SIM specific.
    CLASS_2,
    /// TE specific.
    CLASS_3;

    private static final MessageClass[] BY_BITS = values();

    static MessageClass of(int dataCoding) {
        return BY_BITS[dataCoding & 3];
    }
}
