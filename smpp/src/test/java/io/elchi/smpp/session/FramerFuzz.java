package io.elchi.smpp.session;

import io.elchi.smpp.pdu.PduCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. The first two octets decide how the rest, a stream, is cut into
/// pieces; a framer that needs no state says what should come out. The kept inputs are PDUs of vectors/pdus.jsonl,
/// one after the other, whole and spoilt.
public final class FramerFuzz {
    private static final int CAP = 1024;
    private static final int HOW = 2;

    private FramerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < HOW) {
            return;
        }
        SplittableRandom random = new SplittableRandom(input[0] & 0xFF);
        int most = 1 + (input[1] & 0xFF);
        byte[] stream = Arrays.copyOfRange(input, HOW, input.length);
        Framer framer = new Framer(CAP);
        List<byte[]> frames = new ArrayList<>();
        boolean follows = true;
        for (int at = 0; at < stream.length && follows; ) {
            int count = Math.min(stream.length - at, 1 + random.nextInt(most));
            follows = framer.feed(stream, at, count, (octets, offset, length) -> {
                PduCodec.decode(octets, offset, length);
                frames.add(Arrays.copyOfRange(octets, offset, offset + length));
            });
            at += count;
            if (framer.capacity() > CAP) {
                throw new AssertionError("holds " + framer.capacity() + " octets");
            }
        }
        check(stream, frames, follows);
    }

    private static void check(byte[] stream, List<byte[]> frames, boolean follows) {
        int at = 0;
        for (byte[] frame : frames) {
            if (!Arrays.equals(stream, at, at + frame.length, frame, 0, frame.length)
                    || length(stream, at) != frame.length) {
                throw new AssertionError("not the PDU that stands at " + at);
            }
            at += frame.length;
        }
        int left = stream.length - at;
        boolean bad = left >= 4 && (length(stream, at) < 16 || length(stream, at) > CAP);
        boolean whole = left >= 4 && !bad && length(stream, at) <= left;
        if (whole || bad == follows) {
            throw new AssertionError("ends at " + at + " of " + stream.length + ", follows: " + follows);
        }
    }

    private static int length(byte[] stream, int at) {
        return stream[at] << 24 | (stream[at + 1] & 0xFF) << 16 | (stream[at + 2] & 0xFF) << 8 | stream[at + 3] & 0xFF;
    }
}
