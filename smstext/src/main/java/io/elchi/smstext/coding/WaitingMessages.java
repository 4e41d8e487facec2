package io.elchi.smstext.coding;

/// Kinds of waiting messages (3GPP TS 23.038, section 4: bits 1..0 of the message waiting groups).
public enum WaitingMessages {
    VOICEMAIL,
    FAX,
    ELECTRONIC_MAIL,
    /// Defined in 3GPP TS 23.040 as videomail and others.
    OTHER;

    private static final WaitingMessages[] BY_BITS = values();

    static WaitingMessages of(int dataCoding) {
        return BY_BITS[dataCoding & 3];
    }
}
