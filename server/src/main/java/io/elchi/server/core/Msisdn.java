package io.elchi.server.core;

import java.util.Optional;

/// A telephone number of E.164: 7 to 15 digits with the country code first, no leading zero.
///
/// @param number its digits, as a number
public record Msisdn(long number) {
    private static final long MIN = 1_000_000L;
    private static final long MAX = 999_999_999_999_999L;

    /// @throws IllegalArgumentException if it has fewer than 7 or more than 15 digits
    public Msisdn {
        if (number < MIN || number > MAX) {
            throw new IllegalArgumentException("an E.164 number has 7 to 15 digits, not " + number);
        }
    }

    /// The number of a query: digits with the country code, with or without a `+`. One that is not escaped arrives
    /// as a blank.
    public static Optional<Msisdn> ofQuery(String text) {
        String digits = text.startsWith("+") || text.startsWith(" ") ? text.substring(1) : text;
        return digits.matches("[1-9][0-9]{6,14}") ? Optional.of(new Msisdn(Long.parseLong(digits))) : Optional.empty();
    }

    /// As SMPP and the tables want it: `998901234567`.
    public String digits() {
        return Long.toString(number);
    }

    /// As people want it: `+998901234567`.
    @Override
    public String toString() {
        return "+" + number;
    }
}
