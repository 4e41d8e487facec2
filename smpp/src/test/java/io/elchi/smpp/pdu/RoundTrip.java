package io.elchi.smpp.pdu;

/// The invariant that holds for any octets at all: decoding does not throw, and what it gives either cannot be
/// sent or is itself again after encoding and decoding.
final class RoundTrip {
    private RoundTrip() {}

    static void check(byte[] octets) {
        if (octets.length < PduCodec.HEADER_LENGTH) {
            return;
        }
        Frame first = PduCodec.decode(octets);
        first.refusal();
        if (first.toString().isEmpty() || first.defects().size() > PduCodec.MAX_DEFECTS) {
            throw new AssertionError("no text, or too many defects: " + first);
        }
        if (first.pdu() instanceof Response && first.refusal() != 0) {
            throw new AssertionError("refuses a response: " + first);
        }
        byte[] encoded;
        try {
            encoded = PduCodec.encode(first);
        } catch (PduEncodeException refused) {
            if (first.defects().isEmpty()) {
                throw new AssertionError("accepts without a defect what it does not send: " + first, refused);
            }
            return;
        }
        Frame second = PduCodec.decode(encoded);
        boolean same = second.pdu().equals(first.pdu())
                && second.status() == first.status()
                && second.sequence() == first.sequence();
        if (!same) {
            throw new AssertionError("changes on the way: " + first + " / " + second);
        }
    }
}
