package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import io.elchi.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FramerTest {
    private static final int CAP = 64 * 1024;

    private final List<String> frames = new ArrayList<>();
    private final Framer.Sink sink = (octets, offset, length) -> {
        frames.add(HexFormat.of().formatHex(octets, offset, offset + length));
        return true;
    };

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

    @Test
    void aSinkThatWantsNoMoreGetsNoMore() {
        byte[] two = HexFormat.of().parseHex("00000010000000150000000000000001".repeat(2));
        List<Integer> seen = new ArrayList<>();
        new Framer(CAP).feed(two, 0, two.length, (_, offset, _) -> {
            seen.add(offset);
            return false;
        });
        assertThat(seen).containsExactly(0);
    }
}
