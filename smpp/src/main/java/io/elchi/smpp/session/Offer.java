package io.elchi.smpp.session;

/// The answer to handing a request over: back-pressure as a value. Only [#ACCEPTED] leads to a [Reply].
public enum Offer {
    ACCEPTED,
    /// As many requests are unanswered as the window allows: offer again when one is answered.
    WINDOW_FULL,
    /// The session's state or the bind's mode does not allow this command.
    NOT_ALLOWED,
    /// The request cannot be written as SMPP: a field is too long or has a character it cannot have.
    INVALID,
    /// The session is closing or closed.
    CLOSED
}
