package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Pdu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PDU trace of one session, switched at run time (smpp.md 54): one line a PDU, fields without passwords and
/// message text, to the logger `io.elchi.smpp.trace` at INFO. Off, it costs one read.
final class Trace {
    private static final Logger LOG = LoggerFactory.getLogger("io.elchi.smpp.trace");

    private final SmppSession session;
    private volatile boolean on;

    Trace(SmppSession session) {
        this.session = session;
    }

    void on(boolean wanted) {
        on = wanted;
    }

    void in(Frame frame, byte[] octets, int offset, int length) {
        if (on) {
            line(
                    "<-",
                    frame.status(),
                    frame.sequence(),
                    frame.pdu(),
                    MaskedHex.of(frame.pdu(), octets, offset, length));
        }
    }

    void out(int status, int sequence, Pdu pdu, byte[] octets, int offset, int length) {
        if (on) {
            line("->", status, sequence, pdu, MaskedHex.of(pdu, octets, offset, length));
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
