package io.elchi.smstext.coding;

/// Bits 3..2 of the general data coding groups (3GPP TS 23.038, section 4).
public enum CharacterSet {
    GSM_7_BIT,
    EIGHT_BIT_DATA,
    UCS2,
    RESERVED;

    private static final CharacterSet[] BY_BITS = values();

    static CharacterSet of(int dataCoding) {
        return BY_BITS[dataCoding >>> 2 & 3];
    }
}
