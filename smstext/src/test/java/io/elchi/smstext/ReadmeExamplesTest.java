package io.elchi.smstext;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.coding.DataCoding;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Added;
import io.elchi.smstext.parts.Added.Outcome;
import io.elchi.smstext.parts.Explanation;
import io.elchi.smstext.parts.Part;
import io.elchi.smstext.parts.PartKey;
import io.elchi.smstext.parts.Piece;
import io.elchi.smstext.parts.Reassembly;
import io.elchi.smstext.parts.ReassemblyLimits;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.Slot;
import io.elchi.smstext.parts.TextPolicy;
import io.elchi.smstext.receipt.DeliveryReport;
import io.elchi.smstext.receipt.IdMode;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptFormat;
import io.elchi.smstext.receipt.ReceiptPolicy;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.smstext.receipt.ReceiptTlvs;
import io.elchi.smstext.receipt.ReceiptedMessageId;
import io.elchi.smstext.time.SmppTime;
import io.elchi.smstext.time.ValidityForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples of README.md, run; and the proof that they are these.
class ReadmeExamplesTest {
    private final List<String> sent = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private void send(int dataCoding, int esmClass, byte[] shortMessage) {
        sent.add(dataCoding + " " + esmClass + " " + shortMessage.length);
    }

    private void refuse(String why) {
        refused.add(why);
    }

    @Test
    void segments() {
        segment("O\u02bbzbekiston", 7);
        assertThat(sent).containsExactly("0 0 11");
        segment("a".repeat(5000), 7);
        assertThat(refused).containsExactly("takes 33 parts");
    }

    private void segment(String text, int reference) {
        TextPolicy policy = TextPolicy.standard().withSmart(true).withMaxParts(10);
        Segmenter segmenter = new Segmenter(policy);
        switch (segmenter.segment(text, reference)) {
            case Segmented.Parts parts -> {
                for (Part part : parts.list()) {
                    send(parts.dataCoding(), parts.esmClass(), part.shortMessage());
                }
            }
            case Segmented.TooManyParts tooMany -> refuse("takes " + tooMany.needed() + " parts");
            case Segmented.TooLong tooLong -> refuse("is longer than " + tooLong.capacity());
            case Segmented.Unencodable unencodable ->
                refuse("has characters that " + unencodable.alphabet() + " lacks");
        }
    }

    @Test
    void explains() {
        Explanation explanation = new Segmenter(TextPolicy.standard()).explain("O\u02bbzbekiston: " + "a".repeat(100));
        assertThat(explanation.misfits()).containsExactly(new Misfit(1, 0x02bb));
        assertThat(explanation.partsExact()).isEqualTo(2);
        assertThat(explanation.partsSmart()).isEqualTo(1);
    }

    @Test
    void reassembles() {
        byte[] octets = {5, 0, 3, 7, 1, 1, 'h', 'i'};
        assertThat(reassemble(InstantSource.system(), 0, true, octets, 1)).contains("hi");
        assertThat(reassemble(InstantSource.system(), 0, false, new byte[] {'h', 'i'}, 1))
                .contains("hi");
    }

    private Optional<String> reassemble(
            InstantSource clock, int dataCoding, boolean udhi, byte[] octets, long position) {
        String source = "998901234567";
        String destination = "7070";
        LinkCoding link = LinkCoding.standard();
        Reassembly<PartKey, Long> reassembly =
                new Reassembly<>(clock, new ReassemblyLimits(Duration.ofMinutes(5), 10_000, 10_000_000));
        UserData data = UserData.read(dataCoding, udhi, octets);
        Optional<Slot> slot = Slot.of(data.header());
        if (slot.isEmpty()) {
            return link.text(List.of(data));
        }
        Added<PartKey, Long> added =
                reassembly.add(PartKey.of(source, destination, slot.get()), slot.get(), data, position);
        return switch (added.outcome()) {
            case Outcome.Complete<PartKey, Long> whole ->
                link.text(whole.pieces().stream().map(Piece::data).toList());
            case Outcome.Waiting<PartKey, Long> _ -> Optional.empty();
            case Outcome.Duplicate<PartKey, Long> _ -> Optional.empty();
        };
    }

    @Test
    void reads() {
        byte[] octets = "id:0439041101 stat:DELIVRD err:000".getBytes(StandardCharsets.US_ASCII);
        int dataCoding = 0;
        int esmClass = 4;
        ReceiptPolicy policy =
                ReceiptPolicy.standard().withIds(IdMode.hexThenDecimal()).withClock(ZoneOffset.ofHours(5));
        String text = Receipt.characters(octets, dataCoding == DataCoding.UCS2);
        Optional<DeliveryReport> report = policy.read(esmClass, text, ReceiptTlvs.of("1A2B3C4D", 2));
        ReceiptedMessageId sent = policy.ids().inResponse("1a2b3c4d");
        assertThat(report.orElseThrow().id().key()).isEqualTo(sent.key()).isEqualTo("439041101");
    }

    @Test
    void writes() {
        Instant submitted = Instant.parse("2026-11-24T01:01:00Z");
        Instant done = Instant.parse("2026-11-24T01:02:00Z");
        Receipt receipt =
                Receipt.of("0123456789", ReceiptState.DELIVERED, submitted, done, "000", "Your code is 493817.");
        String written = ReceiptFormat.standard().write(receipt);
        assertThat(written).startsWith("id:0123456789 sub:001 dlvrd:001 submit date:2611240101 done date:2611240102");
    }

    @Test
    void times() {
        Instant now = Instant.parse("2026-11-24T13:00:00Z");
        SmppTime asked = SmppTime.parse("000000010000000R");
        Optional<Instant> until = asked.at(now, ZoneOffset.UTC);
        String oneMinute = ValidityForm.RELATIVE
                .write(Duration.ofMinutes(1), now, ZoneOffset.UTC)
                .text();
        assertThat(until).contains(Instant.parse("2026-11-24T14:00:00Z"));
        assertThat(oneMinute).isEqualTo("000000000100000R");
    }

    /// Line breaks and indentation are the formatter's business.
    @Test
    void theExamplesOfTheReadmeAreTheseOnes() throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/io/elchi/smstext/ReadmeExamplesTest.java")));
        List<String> examples = new ArrayList<>();
        for (String block : Files.readString(Path.of("README.md")).split("```java\n")) {
            examples.add(block.split("```", 2)[0]);
        }
        examples.removeFirst();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
        assertThat(examples).allSatisfy(example -> assertThat(source).contains(squeezed(example)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
