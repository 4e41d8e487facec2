package io.elchi.smpp.session;

import java.util.Arrays;

/// Cuts a stream of octets into PDUs by their command_length (SMPP 5.0, 3.2.1), however the octets arrive. A PDU
/// that arrived whole is handed on where it lies; only the rest of a read is copied. A hostile length allocates
/// nothing: the buffer for a cut PDU grows with the octets that have arrived.
final class Framer {
    static final int HEADER = 16;

    private static final int LENGTH_FIELD = 4;
    private static final int FIRST_CAPACITY = 256;
    private static final int CAPACITY_KEPT = 4 * 1024;
    private static final byte[] NO_OCTETS = {};

    /// Takes whole PDUs. The array is valid during the call only.
    interface Sink {
        void frame(byte[] octets, int offset, int length);
    }

    private final int maxOctets;
    private byte[] cut = NO_OCTETS;
    private int have;
    private int badLength;

    Framer(int maxOctets) {
        this.maxOctets = maxOctets;
    }

    /// Takes octets of the stream.
    ///
    /// @return false when a command_length is out of bounds: the stream is lost from here on
    boolean feed(byte[] octets, int offset, int length, Sink sink) {
        int at = offset;
        int end = offset + length;
        while (at < end || have > 0) {
            if (have > 0) {
                int took = complete(octets, at, end);
                at += took;
                int wanted = wanted(cut, 0, have);
                if (wanted < 0) {
                    return false;
                }
                if (have < LENGTH_FIELD || have < wanted) {
                    if (at == end) {
                        return true;
                    }
                    continue;
                }
                whole(wanted, sink);
                continue;
            }
            int wanted = wanted(octets, at, end - at);
            if (wanted < 0) {
                return false;
            }
            if (end - at < LENGTH_FIELD || end - at < wanted) {
                keep(octets, at, end - at);
                return true;
            }
            sink.frame(octets, at, wanted);
            at += wanted;
        }
        return true;
    }

    /// Hands on the PDU that was cut. The buffer of a large one is not kept for the rest of the session.
    private void whole(int length, Sink sink) {
        byte[] octets = cut;
        have = 0;
        if (cut.length > CAPACITY_KEPT) {
            cut = NO_OCTETS;
        }
        sink.frame(octets, 0, length);
    }

    /// Adds to the cut PDU what belongs to it: first up to its length field, then up to its length.
    private int complete(byte[] octets, int at, int end) {
        int target = have < LENGTH_FIELD ? LENGTH_FIELD : wanted(cut, 0, have);
        int took = Math.min(target - have, end - at);
        keep(octets, at, took);
        return took;
    }

    private void keep(byte[] octets, int at, int count) {
        if (have + count > cut.length) {
            int capacity = Math.max(have + count, Math.min(maxOctets, Math.max(FIRST_CAPACITY, 2 * cut.length)));
            cut = Arrays.copyOf(cut, capacity);
        }
        System.arraycopy(octets, at, cut, have, count);
        have += count;
    }

    /// The command_length at this place; 0 when it has not come whole, -1 when it is out of bounds.
    private int wanted(byte[] octets, int at, int available) {
        if (available < LENGTH_FIELD) {
            return 0;
        }
        int length = (octets[at] & 0xFF) << 24
                | (octets[at + 1] & 0xFF) << 16
                | (octets[at + 2] & 0xFF) << 8
                | octets[at + 3] & 0xFF;
        if (length < HEADER || length > maxOctets) {
            badLength = length;
            return -1;
        }
        return length;
    }

    /// The octets held for a cut PDU: never more than the largest one allowed.
    int capacity() {
        return cut.length;
    }

    /// The command_length that ended the stream, for the log.
    int badLength() {
        return badLength;
    }
}
