package io.elchi.smstext.alphabet;

/// The unit of an alphabet, and the number of units in 140 octets of user data (3GPP TS 23.040, 9.2.3.24).
public enum Unit {
    /// 7 bit: 160 alone, 153 after a header of 6 octets, 152 after 7. The header takes whole octets; the text
    /// begins on the next septet border.
    SEPTET(8, 7),
    /// 8 bit: 140 alone, 134 after a header of 6 octets, 133 after 7.
    OCTET(1, 1),
    /// 16 bit: 70 alone, 67 after a header of 6 octets, 66 after 7.
    UTF16(1, 2);

    /// Octets of user data in one short message.
    public static final int USER_DATA_OCTETS = 140;

    private final int numerator;
    private final int denominator;

    Unit(int numerator, int denominator) {
        this.numerator = numerator;
        this.denominator = denominator;
    }

    /// Units that one short message holds beside a header.
    ///
    /// @param headerOctets the whole user data header with its length octet; 0 without a header
    public int capacity(int headerOctets) {
        return within(USER_DATA_OCTETS - headerOctets);
    }

    /// Units that so many octets hold.
    public int within(int octets) {
        return Math.max(0, octets) * numerator / denominator;
    }
}
