package io.elchi.server.connectors.dispatch;

/// What follows a refusal of a part.
public enum ReplyAction {
    /// The operator has too much: pause the link, and send it again.
    THROTTLE,
    /// Something is wrong there for now: send it again, a few times.
    RETRY,
    /// Not here: another operator may take it.
    NEXT,
    /// Nowhere: the message itself is to blame.
    FAIL
}
