package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.elchi.testkit.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Every PDU that other projects' tests hold, against what tshark and three libraries read in it.
class VectorsTest {
    /// Well-formed PDUs that we write in another form, with the reason.
    private static final Map<String, String> NOT_CANONICAL =
            Map.of("v0107", "a negative bind_transceiver_resp with an empty system_id, which we send as a header only");

    /// tshark shows these fields for data_sm, which has none of them on the wire.
    private static final Set<String> NOT_IN_DATA_SM =
            Set.of("schedule_delivery_time", "validity_period", "protocol_id");

    @Test
    void noneIsMissing() {
        assertThat(Vectors.pdus()).hasSize(194);
    }

    @TestFactory
    Stream<DynamicTest> pdus() {
        return Vectors.pdus().stream().map(vector -> dynamicTest(name(vector), () -> check(vector)));
    }

    private static void check(JsonNode vector) {
        switch (text(vector, "kind")) {
            case "decode" -> wellFormed(vector);
            case "lenient" -> lenient(vector);
            case "malformed" -> malformed(vector);
            case "noncompliant" -> RoundTrip.check(octets(vector));
            case "stream" -> firstOfStream(vector);
            case "incomplete" ->
                assertThat(octets(vector).length)
                        .isLessThan(vector.get("command_length").asInt());
            default -> fail("unknown kind " + text(vector, "kind"));
        }
    }

    private static void wellFormed(JsonNode vector) {
        byte[] octets = octets(vector);
        Frame frame = PduCodec.decode(octets);
        sameHeader(vector, frame);
        sameFields(vector, frame.pdu());
        assertThat(frame.defects()).allMatch(Defect::tolerated);
        assertThat(octets.length).isEqualTo(vector.get("command_length").asInt());
        byte[] encoded = PduCodec.encode(frame);
        if (NOT_CANONICAL.containsKey(text(vector, "id"))) {
            assertThat(encoded).isNotEqualTo(octets);
            assertThat(PduCodec.decode(encoded)).isEqualTo(frame);
        } else {
            assertThat(encoded)
                    .asHexString()
                    .isEqualTo(HexFormat.of().withUpperCase().formatHex(octets));
        }
    }

    private static void lenient(JsonNode vector) {
        Frame frame = PduCodec.decode(octets(vector));
        sameHeader(vector, frame);
        sameFields(vector, frame.pdu());
        assertThat(frame.defects()).isNotEmpty();
        assertThat(frame.refusal(Set.of(Defect.Kind.FIELD_TOO_LONG))).isZero();
        RoundTrip.check(octets(vector));
    }

    private static void malformed(JsonNode vector) {
        Frame frame = PduCodec.decode(octets(vector));
        sameHeader(vector, frame);
        assertThat(frame.defects()).isNotEmpty();
        if (frame.pdu() instanceof Response) {
            assertThat(frame.refusal()).isZero();
        } else {
            assertThat(frame.refusal()).isNotZero();
        }
        RoundTrip.check(octets(vector));
    }

    private static void firstOfStream(JsonNode vector) {
        byte[] octets = octets(vector);
        int length = vector.get("command_length").asInt();
        assertThat(octets.length).isGreaterThan(length);
        Frame frame = PduCodec.decode(octets, 0, length);
        sameHeader(vector, frame);
        sameFields(vector, frame.pdu());
        assertThat(frame.defects()).isEmpty();
    }

    private static void sameHeader(JsonNode vector, Frame frame) {
        assertThat(frame.pdu()).isNotInstanceOf(UnknownPdu.class);
        assertThat(frame.pdu().command()).isEqualTo(text(vector, "command"));
        assertThat(Integer.toUnsignedLong(frame.commandId())).isEqualTo(Long.decode(text(vector, "command_id")));
        assertThat(Integer.toUnsignedLong(frame.status()))
                .isEqualTo(vector.get("status").asLong());
        assertThat(Integer.toUnsignedLong(frame.sequence()))
                .isEqualTo(vector.get("seq").asLong());
    }

    private static void sameFields(JsonNode vector, Pdu pdu) {
        Map<String, Object> ours = SpecFields.of(pdu);
        for (Map.Entry<String, JsonNode> field : vector.get("fields").properties()) {
            String name = field.getKey();
            if (pdu instanceof DataSm && NOT_IN_DATA_SM.contains(name)) {
                continue;
            }
            assertThat(ours.get(name)).as(name).isEqualTo(value(field.getValue()));
        }
        List<Tlv> tlvs = new ArrayList<>();
        for (JsonNode tlv : vector.get("tlvs")) {
            tlvs.add(new Tlv(Integer.decode(text(tlv, "tag")), Octets.ofHex(text(tlv, "hex"))));
        }
        assertThat(pdu.tlvs()).containsExactlyElementsOf(tlvs);
    }

    private static Object value(JsonNode node) {
        if (node.isInt()) {
            return node.asInt();
        }
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(each -> values.add(value(each)));
            return values;
        }
        if (node.isObject()) {
            List<Object> values = new ArrayList<>();
            List.of("ton", "npi", "addr", "err").stream()
                    .filter(node::has)
                    .forEach(name -> values.add(value(node.get(name))));
            return values;
        }
        return node.asString();
    }

    private static byte[] octets(JsonNode vector) {
        return HexFormat.of().parseHex(text(vector, "hex"));
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).asString();
    }

    private static String name(JsonNode vector) {
        return text(vector, "id") + " " + text(vector, "kind") + " " + text(vector, "command");
    }
}
