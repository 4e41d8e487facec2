package io.elchi.smpp.session;

/// The reason for the end of a session.
public enum CloseReason {
    /// We unbound.
    UNBOUND,
    /// The peer unbound.
    UNBOUND_BY_PEER,
    /// We closed without unbind.
    CLOSED,
    /// The peer closed the connection, or the network did.
    DISCONNECTED,
    /// Our bind, or the peer's, was refused.
    BIND_REFUSED,
    /// No bind within the session_init timer.
    SESSION_INIT_TIMEOUT,
    /// No bind_resp within the response timer.
    BIND_TIMEOUT,
    /// Too many enquire_link in a row were not answered.
    ENQUIRE_LINK_TIMEOUT,
    /// Nothing but enquire_link within the inactivity timer.
    INACTIVE,
    /// The peer did not read what we wrote for too long.
    STALLED,
    /// command_length outside its bounds: the stream cannot be followed any more.
    BAD_FRAME,
    /// Too many commands that the state does not allow.
    VIOLATIONS,
    /// The TLS handshake failed.
    TLS_FAILED,
    /// An error of the socket or of ours.
    FAILED
}
