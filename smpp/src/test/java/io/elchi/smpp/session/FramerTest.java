package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.PduGenerator;
import io.elchi.testkit.Seeds;
import io.elchi.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FramerTest {
    private static final int CAP = 64 * 1024;
    private static final Framer.Sink IGNORING = (_, _, _) -> {};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<String> frames = new ArrayList<>();
    private final Framer.Sink sink =
            (octets, offset, length) -> frames.add(HexFormat.of().formatHex(octets, offset, offset + length));

    private static byte[] octets(JsonNode vector) {
        return HexFormat.of().parseHex(vector.get("hex").asString());
    }

    private static boolean whole(JsonNode vector) {
        return octets(vector).length == vector.get("command_length").asInt();
    }

    /// Every whole PDU of the vectors in one stream, cut at random and into single octets: the same PDUs.
    @Test
    void cutsTheSamePdusHoweverTheyArrive() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        Vectors.pdus().stream().filter(FramerTest::whole).forEach(vector -> {
            stream.writeBytes(octets(vector));
            expected.add(vector.get("hex").asString());
        });
        byte[] all = stream.toByteArray();
        assertThat(expected).hasSizeGreaterThan(180);
        Seeds.forEach(200, random -> {
            frames.clear();
            Framer framer = new Framer(CAP);
            int most = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(400);
            for (int at = 0; at < all.length; ) {
                int count = Math.min(all.length - at, 1 + random.nextInt(most));
                assertThat(framer.feed(all, at, count, sink)).isTrue();
                at += count;
            }
            assertThat(frames).isEqualTo(expected);
        });
    }

    /// What a framer makes of a stream that comes in pieces of these sizes: its PDUs decoded, and how it ended.
    private static String outcome(byte[] stream, IntSupplier pieces) {
        Framer framer = new Framer(CAP);
        StringBuilder outcome = new StringBuilder();
        boolean follows = true;
        for (int at = 0; at < stream.length && follows; ) {
            int count = Math.min(stream.length - at, pieces.getAsInt());
            follows = framer.feed(stream, at, count, (octets, offset, length) -> {
                Frame frame = PduCodec.decode(octets, offset, length);
                outcome.append(frame).append(' ').append(frame.pdu().hashCode()).append('\n');
            });
            at += count;
        }
        return outcome + (follows ? "waits" : "ends at " + framer.badLength());
    }

    /// Every vector of every kind, alone: in one piece and in single octets the same.
    @Test
    void everyVectorIsReadTheSameInSingleOctets() {
        for (JsonNode vector : Vectors.pdus()) {
            byte[] octets = octets(vector);
            assertThat(outcome(octets, () -> 1))
                    .as(vector.get("id").asString())
                    .isEqualTo(outcome(octets, () -> octets.length));
        }
    }

    @Test
    void everyGeneratedPduIsReadTheSameInSingleOctets() {
        Seeds.forEach(100, random -> {
            PduGenerator generator = new PduGenerator(random);
            for (Pdu pdu : generator.oneOfEach()) {
                byte[] octets = PduCodec.encode(generator.frame(pdu));
                String whole = outcome(octets, () -> octets.length);
                assertThat(outcome(octets, () -> 1)).isEqualTo(whole);
                assertThat(outcome(octets, () -> random.nextInt(1, 50))).isEqualTo(whole);
                assertThat(whole).endsWith(octets.length > CAP ? "ends at " + octets.length : "waits");
            }
        });
    }

    /// What is promised costs nothing; what has come costs no more than twice the cap while it grows, and no more
    /// than the cap at any time.
    @Test
    void noInputAllocatesMoreThanItsCapAllows() {
        byte[] octet = new byte[1];
        for (int length : new int[] {16, 17, 255, 256, 257, 4096, 65_535, CAP}) {
            Framer framer = new Framer(CAP);
            int most = 0;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < length; i++) {
                octet[0] = (byte) (i < 4 ? length >>> 24 - 8 * i : 0);
                framer.feed(octet, 0, 1, IGNORING);
                most = Math.max(most, framer.capacity() - Math.max(256, 2 * (i + 1)));
            }
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("for a PDU of %s octets", length)
                    .isLessThan(2L * CAP + 1024);
            assertThat(most).as("capacity beyond twice what has come").isLessThanOrEqualTo(0);
            assertThat(framer.capacity()).as("kept for the next one").isLessThanOrEqualTo(4096);
        }
    }

    /// The vectors of kind stream: the first PDU is complete, more octets follow.
    @Test
    void streams() {
        List<JsonNode> streams = Vectors.pdus().stream()
                .filter(vector -> vector.get("kind").asString().equals("stream"))
                .toList();
        assertThat(streams).hasSize(2);
        for (JsonNode vector : streams) {
            frames.clear();
            byte[] octets = octets(vector);
            new Framer(CAP).feed(octets, 0, octets.length, sink);
            int first = 2 * vector.get("command_length").asInt();
            assertThat(frames.getFirst()).isEqualTo(vector.get("hex").asString().substring(0, first));
        }
    }

    /// The vector of kind incomplete: its command_length promises more than came.
    @Test
    void incomplete() {
        JsonNode vector = Vectors.pdus().stream()
                .filter(candidate -> candidate.get("kind").asString().equals("incomplete"))
                .findFirst()
                .orElseThrow();
        byte[] octets = octets(vector);
        Framer framer = new Framer(CAP);
        assertThat(framer.feed(octets, 0, octets.length, sink)).isTrue();
        assertThat(frames).isEmpty();
        byte[] rest = new byte[vector.get("command_length").asInt() - octets.length];
        assertThat(framer.feed(rest, 0, rest.length, sink)).isTrue();
        assertThat(frames).hasSize(1);
    }

    @Test
    void lengthsOutOfBoundsEndTheStream() {
        for (int length : new int[] {0, 15, CAP + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            Framer framer = new Framer(CAP);
            byte[] header = {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length};
            assertThat(framer.feed(header, 0, 3, sink)).isTrue();
            assertThat(framer.feed(header, 3, 1, sink)).as("length %s", length).isFalse();
            assertThat(framer.badLength()).isEqualTo(length);
        }
        assertThat(frames).isEmpty();
    }
}
