package io.elchi.smpp.session;

/// Gets the PDUs of a traced session, beside the log.
@FunctionalInterface
public interface TraceListener {
    /// A PDU came or goes; called on the session's event loop, which must not wait.
    void traced(TracedPdu pdu);
}
