package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Vectors;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Every receipt that the tests of other projects have.
class ReceiptVectorsTest {
    private static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    /// Texts that are not simply what follows `text:`.
    private static final Map<String, String> TEXTS = Map.of(
            "txt:This is a sample mes", "",
            "text: stat:DELIVRD", "",
            "Text:DLVRD TO MOBILE\0", "DLVRD TO MOBILE");

    /// Whose ids are hexadecimal in the TLV and decimal in the text.
    private static final Set<String> TWO_FORMS =
            Set.of("v0075", "v0106", "v0114", "v0115", "v0161", "v0344", "v0345", "v0346");

    @TestFactory
    Stream<DynamicTest> everyLine() {
        return Vectors.receipts().stream().map(line -> {
            String text = line.get("text").asString();
            return DynamicTest.dynamicTest(text, () -> check(line, text));
        });
    }

    private static void check(JsonNode line, String text) {
        Receipt receipt = Receipt.parse(text, TASHKENT);
        assertThat(receipt.raw()).isEqualTo(text);
        assertThat(receipt.id()).isEqualTo(string(line, "id"));
        assertThat(receipt.stat()).isEqualTo(string(line, "stat"));
        assertThat(receipt.state().word()).isEqualTo(receipt.stat().equals("DND_REJECTED") ? "" : string(line, "stat"));
        assertThat(receipt.err()).isEqualTo(string(line, "err"));
        assertThat(receipt.sub()).isEqualTo(number(string(line, "sub")));
        assertThat(receipt.dlvrd()).isEqualTo(number(string(line, "dlvrd")));
        assertThat(receipt.submitted()).isEqualTo(date(string(line, "submit_date")));
        assertThat(receipt.done()).isEqualTo(date(string(line, "done_date")));
        assertThat(receipt.text()).isEqualTo(textOf(text));
        assertThat(receipt.isConvincing()).isEqualTo(receipt.state() != ReceiptState.OTHER);
    }

    private static String string(JsonNode line, String field) {
        return line.get(field).isNull() ? "" : line.get(field).asString();
    }

    private static int number(String digits) {
        return digits.matches("[0-9]+") ? Integer.parseInt(digits) : -1;
    }

    private static Optional<Instant> date(String digits) {
        if (!digits.matches("[0-9]+")) {
            return Optional.empty();
        }
        String full = digits.length() == 14 ? digits : (digits.startsWith("70") ? "19" : "20") + digits;
        String seconds = full.length() == 14 ? full : full + "00";
        return Optional.of(LocalDateTime.parse(seconds, DateTimeFormatter.ofPattern("yyyyMMddHHmmss"))
                .toInstant(TASHKENT));
    }

    private static String textOf(String receipt) {
        for (Map.Entry<String, String> special : TEXTS.entrySet()) {
            if (receipt.endsWith(special.getKey())) {
                return special.getValue();
            }
        }
        int text = receipt.replace("Text:", "text:").indexOf("text:");
        return text < 0 ? "" : receipt.substring(text + 5);
    }

    /// The receipts among the PDUs: text in message_payload, TLVs alone, both with ids in different forms. Key of
    /// the message, key of the text, state and error.
    @Test
    void thePdusWithTheirTlvs() {
        Map<String, String> reports = new TreeMap<>();
        for (JsonNode pdu : Vectors.pdus()) {
            JsonNode fields = pdu.get("fields");
            boolean receipt = pdu.get("command").asString().equals("deliver_sm")
                    && ReceiptPolicy.isMarked(fields.get("esm_class").asInt())
                    && fields.get("data_coding").asInt() == 0;
            if (receipt) {
                DeliveryReport report = report(pdu);
                reports.put(
                        pdu.get("id").asString(),
                        report.id().key() + " " + report.textId().key() + " " + report.state() + " " + report.err());
            }
        }
        assertThat(reports)
                .containsEntry("v0029", "3005 3005 DELIVERED 000")
                .containsEntry("v0038", "94251430923 94251430923 ACCEPTED 107")
                .containsEntry("v0058", "110830142754556182180110 110830142754556182180110 DELIVERED 000")
                .containsEntry("v0075", "1891273321 1891273321 DELIVERED 000")
                .containsEntry("v0106", "436949 436949 DELIVERED 000")
                .containsEntry("v0110", "4d19c83c 4d19c83c DELIVERED 0000")
                .containsEntry("v0114", "416342074 416342074 DELIVERED 000")
                .containsEntry("v0115", "416342074 416342074 DELIVERED 000")
                .containsEntry("v0161", "489708364 489708364 DELIVERED 000")
                .containsEntry("v0162", "795920026 795920026 DELIVERED 000")
                .containsEntry("v0344", "439041101 439041101 DELIVERED 000")
                .containsEntry("v0345", "439041101  UNDELIVERABLE 034")
                .containsEntry("v0346", "439041101 439041101 ACCEPTED 000")
                .hasSize(15);
        String hex = "6a3ed98a66444e8abac3acd9bba8656f";
        String uuid = "bc59b8aa-2fd2-4035-8113-19301e050079";
        assertThat(reports)
                .containsEntry("v0103", hex + " " + hex + " UNDELIVERABLE 000")
                .containsEntry("v0105", uuid + " " + uuid + " DELIVERED 000");
    }

    private static DeliveryReport report(JsonNode pdu) {
        boolean twoForms = TWO_FORMS.contains(pdu.get("id").asString());
        ReceiptPolicy policy = ReceiptPolicy.standard().withIds(twoForms ? IdMode.hexThenDecimal() : IdMode.same());
        Map<String, byte[]> tlvs = new TreeMap<>();
        pdu.get("tlvs")
                .forEach(tlv -> tlvs.put(
                        tlv.get("tag").asString(),
                        HexFormat.of().parseHex(tlv.get("hex").asString())));
        byte[] octets = HexFormat.of()
                .parseHex(pdu.get("fields").get("short_message_hex").asString());
        byte[] payload = octets.length > 0 ? octets : tlvs.getOrDefault("0x0424", octets);
        String id = Receipt.characters(tlvs.getOrDefault("0x001e", new byte[0]), false);
        byte[] state = tlvs.getOrDefault("0x0427", new byte[] {-1});
        return policy.read(
                        pdu.get("fields").get("esm_class").asInt(),
                        Receipt.characters(payload, false),
                        ReceiptTlvs.of(id, state[0], tlvs.getOrDefault("0x0423", new byte[0])))
                .orElseThrow();
    }
}
