package io.elchi.smstext.udh;

/// A defect of a user data header that was read.
public enum UdhDefect {
    /// The message has no octet for the length of the header.
    NO_LENGTH,
    /// UDHL points beyond the end of the message: all of it counts as header.
    LENGTH_BEYOND_MESSAGE,
    /// An element's length points beyond the end of the header: the rest is not read.
    ELEMENT_BEYOND_HEADER,
    /// A known element has the wrong number of octets; kept raw.
    ELEMENT_OF_WRONG_LENGTH,
    /// A concatenation with total 0, or with a sequence outside 1 to total: to be ignored by 9.2.3.24.1; kept raw.
    SENSELESS_CONCATENATION
}
