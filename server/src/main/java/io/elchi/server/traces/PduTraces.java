package io.elchi.server.traces;

import io.elchi.smpp.session.TracedPdu;
import java.time.Instant;

/// Where sessions give the PDUs of traces. No method waits.
public interface PduTraces {
    /// Keeps nothing.
    PduTraces NONE = new PduTraces() {
        @Override
        public void begin(PduTrace trace) {}

        @Override
        public void end(PduTrace trace) {}

        @Override
        public void add(TracedEntry entry) {}
    };

    /// A PDU of a session.
    ///
    /// @param session its name in the log
    record TracedEntry(PduTrace trace, String session, Instant at, TracedPdu pdu, PduIds ids) {}

    /// This process traces from now on.
    void begin(PduTrace trace);

    /// Somebody ended the trace before its time.
    void end(PduTrace trace);

    void add(TracedEntry entry);
}
