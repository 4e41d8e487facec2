package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptPolicyTest {
    private static final int RECEIPT = 0x04;
    private static final String TEXT = "id:0439041101 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201"
            + " stat:DELIVRD err:000 text:Hello";

    private final ReceiptPolicy policy = ReceiptPolicy.standard();

    private DeliveryReport read(String text, ReceiptTlvs tlvs) {
        return policy.read(RECEIPT, text, tlvs).orElseThrow();
    }

    @Test
    void theTextAlone() {
        DeliveryReport report = read(TEXT, ReceiptTlvs.NONE);
        assertThat(report.id()).isEqualTo(new ReceiptedMessageId("0439041101", "439041101"));
        assertThat(report.textId()).isEqualTo(report.id());
        assertThat(report.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(report.err()).isEqualTo("000");
        assertThat(report.done()).contains(Instant.parse("2026-11-22T12:01:00Z"));
        assertThat(report.isDisputed()).isFalse();
    }

    @Test
    void tlvsAlone() {
        DeliveryReport report = read("", ReceiptTlvs.of("1A2B3C4D", 5, (byte) 3, (byte) 0, (byte) 0x22));
        assertThat(report.id().key()).isEqualTo("1a2b3c4d");
        assertThat(report.textId()).isSameAs(ReceiptedMessageId.NONE);
        assertThat(report.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(report.err()).isEqualTo("034");
        assertThat(report.done()).isEmpty();
    }

    @Test
    void tlvsGoBeforeTheText() {
        ReceiptPolicy nexmo = policy.withIds(IdMode.hexThenDecimal()).withClock(ZoneOffset.ofHours(5));
        DeliveryReport report = nexmo.read(RECEIPT, TEXT, ReceiptTlvs.of("1a2b3c4e", 5, (byte) 3, (byte) 4, (byte) 0))
                .orElseThrow();
        assertThat(report.id()).isEqualTo(new ReceiptedMessageId("1a2b3c4e", "439041102"));
        assertThat(report.textId()).isEqualTo(new ReceiptedMessageId("0439041101", "439041101"));
        assertThat(report.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(report.err()).isEqualTo("1024");
        assertThat(report.receipt().state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(report.isDisputed()).isTrue();
        assertThat(report.done()).contains(Instant.parse("2026-11-22T07:01:00Z"));
    }

    @Test
    void theTextFillsWhatTlvsLeaveOpen() {
        DeliveryReport onlyId = read(TEXT, new ReceiptTlvs("7", -1, Optional.empty()));
        assertThat(onlyId.id().key()).isEqualTo("7");
        assertThat(onlyId.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(onlyId.err()).isEqualTo("000");
        DeliveryReport onlyState = read(TEXT, ReceiptTlvs.of("", 3));
        assertThat(onlyState.id().key()).isEqualTo("439041101");
        assertThat(onlyState.state()).isEqualTo(ReceiptState.EXPIRED);
        DeliveryReport unlisted = read(TEXT, ReceiptTlvs.of("7", 0x12));
        assertThat(unlisted.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(unlisted.isDisputed()).isFalse();
        assertThat(unlisted.tlvs().messageState()).isEqualTo(0x12);
        DeliveryReport blankId = read(TEXT, ReceiptTlvs.of(" ", 2));
        assertThat(blankId.id().key()).isEqualTo("439041101");
    }

    @Test
    void receiptBitsWithoutAnythingElse() {
        DeliveryReport report = read("what is this", ReceiptTlvs.NONE);
        assertThat(report.id().isMatchable()).isFalse();
        assertThat(report.state()).isEqualTo(ReceiptState.OTHER);
        assertThat(report.receipt().raw()).isEqualTo("what is this");
    }

    @ParameterizedTest
    @CsvSource({"0x04, true", "0x08, true", "0x20, true", "0x44, true", "0x00, false", "0x40, false", "0x03, false"})
    void bitsOfEsmClass(String esmClass, boolean marked) {
        assertThat(ReceiptPolicy.isMarked(Integer.decode(esmClass))).isEqualTo(marked);
        assertThat(policy.read(Integer.decode(esmClass), TEXT, ReceiptTlvs.NONE).isPresent())
                .isEqualTo(marked);
    }

    @Test
    void sniffingIsAskedForAndCareful() {
        ReceiptPolicy sniffing = policy.withSniff(true);
        assertThat(sniffing.read(0, TEXT, ReceiptTlvs.NONE)).isPresent();
        assertThat(sniffing.read(0, "", ReceiptTlvs.of("7", 2))).isPresent();
        assertThat(sniffing.read(0, "", ReceiptTlvs.of("7", -1))).isEmpty();
        assertThat(sniffing.read(0, "STOP", ReceiptTlvs.NONE)).isEmpty();
        assertThat(sniffing.read(0, "id:1 stat:", ReceiptTlvs.NONE)).isEmpty();
        assertThat(sniffing.read(RECEIPT, "STOP", ReceiptTlvs.NONE)).isPresent();
        assertThat(policy.read(0, TEXT, ReceiptTlvs.of("7", 2))).isEmpty();
    }

    @Test
    void wordsOfAnOperator() {
        assertThat(read("id:1 stat:BUFFRED", ReceiptTlvs.NONE).state()).isEqualTo(ReceiptState.ENROUTE);
        assertThat(read("id:1 stat:failed", ReceiptTlvs.NONE).state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(read("id:1 stat:DND_REJECTED", ReceiptTlvs.NONE).state()).isEqualTo(ReceiptState.OTHER);
        ReceiptPolicy told = policy.withWord("dnd_rejected", ReceiptState.REJECTED);
        DeliveryReport report =
                told.read(RECEIPT, "id:1 stat:DND_REJECTED", ReceiptTlvs.NONE).orElseThrow();
        assertThat(report.state()).isEqualTo(ReceiptState.REJECTED);
        assertThat(report.receipt().stat()).isEqualTo("DND_REJECTED");
    }

    @Test
    void networkErrors() {
        assertThat(NetworkError.read(new byte[] {3, 0, 34})).contains(new NetworkError(3, 34));
        assertThat(NetworkError.read(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xfe}))
                .contains(new NetworkError(255, 65534));
        assertThat(NetworkError.read(new byte[] {'0', '3', '4'})).contains(new NetworkError(3, 34));
        assertThat(NetworkError.read(new byte[] {3, 0})).isEmpty();
        assertThat(NetworkError.read(new byte[0])).isEmpty();
        assertThat(new NetworkError(3, 7).err()).isEqualTo("007");
        assertThat(new NetworkError(3, 65534).err()).isEqualTo("65534");
    }
}
