package io.elchi.smstext.time;

/// The layout of a date and a time of day in bare digits.
public enum DateLayout {
    /// `YYMMDDhhmm`: the receipts of SMPP 3.4, Appendix B.
    MINUTES(10),
    /// `YYMMDDhhmmss`: responses (SMPP 3.4, 7.1.1), and the receipts of many.
    SECONDS(12),
    /// `YYYYMMDDhhmmss`.
    FULL_YEAR(14);

    private final int digits;

    DateLayout(int digits) {
        this.digits = digits;
    }

    /// The number of digits.
    public int digits() {
        return digits;
    }

    /// @throws IllegalArgumentException if the digits are not 10, 12 or 14
    public static DateLayout ofDigits(int digits) {
        for (DateLayout layout : values()) {
            if (layout.digits == digits) {
                return layout;
            }
        }
        throw new IllegalArgumentException("a date has 10, 12 or 14 digits, not " + digits);
    }
}
