package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.UnknownPdu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PDU trace of one session, switched at run time (smpp.md 54): one line a PDU, fields without passwords and
/// message text, to the logger `io.elchi.smpp.trace` at INFO, and the same to a listener. Off, it costs one read.
final class Trace {
    private static final Logger LOG = LoggerFactory.getLogger("io.elchi.smpp.trace");

    private final SmppSession session;
    /// null: it is off.
    private volatile TraceListener listener;

    Trace(SmppSession session) {
        this.session = session;
    }

    void to(TraceListener wanted) {
        listener = wanted;
    }

    void in(Frame frame, byte[] octets, int offset, int length) {
        TraceListener now = listener;
        if (now != null) {
            Pdu pdu = frame.pdu();
            String hex = MaskedHex.of(pdu, octets, offset, length);
            line("<-", frame.status(), frame.sequence(), pdu, hex);
            boolean whole = frame.defects().isEmpty() && !(pdu instanceof UnknownPdu);
            Pending<?> answered = pdu instanceof Response ? session.window().find(frame.sequence()) : null;
            report(
                    now,
                    new TracedPdu(
                            false,
                            frame.status(),
                            frame.sequence(),
                            pdu,
                            whole,
                            answered == null ? null : answered.handler,
                            // Fields that are not where they should be may leave a text unmasked.
                            whole ? hex : MaskedHex.header(octets, offset, length)));
        }
    }

    void out(int status, int sequence, Pdu pdu, byte[] octets, int offset, int length) {
        TraceListener now = listener;
        if (now != null) {
            String hex = MaskedHex.of(pdu, octets, offset, length);
            line("->", status, sequence, pdu, hex);
            Pending<?> sent = pdu instanceof Request<?> ? session.window().find(sequence) : null;
            report(now, new TracedPdu(true, status, sequence, pdu, true, sent == null ? null : sent.handler, hex));
        }
    }

    /// A failure of the listener is not the session's.
    private void report(TraceListener now, TracedPdu pdu) {
        try {
            now.traced(pdu);
        } catch (RuntimeException e) {
            LOG.error("{}: the listener of the trace failed", session, e);
        }
    }

    private void line(String way, int status, int sequence, Pdu pdu, String hex) {
        LOG.info(
                "{} {} status=0x{} sequence={} {} {}",
                session,
                way,
                Integer.toHexString(status),
                Integer.toUnsignedString(sequence),
                pdu,
                hex);
    }
}
