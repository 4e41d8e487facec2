package io.elchi.smstext.time;

/// A defect of a time that was read.
public enum TimeDefect {
    /// Neither empty, nor 12, nor 16 characters.
    LENGTH,
    /// A character that should be a digit is none.
    NOT_A_DIGIT,
    /// The last character is none of `+`, `-` and `R`.
    NO_SUCH_DIRECTION,
    /// There is no such day, or no such time of day.
    NO_SUCH_DATE,
    /// More quarter hours than any clock on earth is off UTC.
    NO_SUCH_OFFSET
}
