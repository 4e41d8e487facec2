package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smstext.time.DateLayout;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptFormatTest {
    private static final Receipt RECEIPT = Receipt.of(
            "0123456789",
            ReceiptState.DELIVERED,
            Instant.parse("2026-11-24T01:01:59Z"),
            Instant.parse("2026-11-24T01:02:03Z"),
            "000",
            "Your code is 493817. Do not tell it to anybody.");

    @Test
    void appendixB() {
        assertThat(ReceiptFormat.standard().write(RECEIPT))
                .isEqualTo("id:0123456789 sub:001 dlvrd:001 submit date:2611240101 done date:2611240102 stat:DELIVRD"
                        + " err:000 text:Your code is 493817.");
    }

    @Test
    void asAClientWantsIt() {
        ReceiptFormat format = ReceiptFormat.standard()
                .withFields(List.of(ReceiptField.STAT, ReceiptField.ID, ReceiptField.DONE_DATE, ReceiptField.TEXT))
                .withDates(DateLayout.FULL_YEAR)
                .withClock(ZoneOffset.ofHours(5))
                .withTextCharacters(4);
        assertThat(format.write(RECEIPT)).isEqualTo("stat:DELIVRD id:0123456789 done date:20261124060203 text:Your");
        assertThat(format.withDates(DateLayout.SECONDS).withTextCharacters(0).write(RECEIPT))
                .isEqualTo("stat:DELIVRD id:0123456789 done date:261124060203 text:");
        assertThatThrownBy(() -> format.withTextCharacters(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsOfAnOperatorPassThrough() {
        Receipt receipt = RECEIPT.withStat("DND_REJECTED");
        assertThat(receipt.state()).isEqualTo(ReceiptState.OTHER);
        assertThat(ReceiptFormat.standard().write(receipt)).contains(" stat:DND_REJECTED err:000 ");
        assertThat(receipt.withStat("expired").state()).isEqualTo(ReceiptState.EXPIRED);
    }

    @Test
    void whatIsMissingIsZero() {
        assertThat(ReceiptFormat.standard().write(Receipt.parse("id:1 stat:DND_REJECTED", ZoneOffset.UTC)))
                .isEqualTo("id:1 sub:000 dlvrd:000 submit date:0000000000 done date:0000000000 stat:DND_REJECTED"
                        + " err:000 text:");
    }

    @Test
    void nothingBreaksOutOfItsField() {
        Receipt receipt = Receipt.of(
                "1 stat:DELIVRD",
                ReceiptState.UNDELIVERABLE,
                Instant.EPOCH,
                Instant.EPOCH,
                "1\n2",
                "\u041f\ud83d\ude00\nok");
        assertThat(ReceiptFormat.standard().write(receipt))
                .isEqualTo("id:1 sub:001 dlvrd:000 submit date:7001010000 done date:7001010000 stat:UNDELIV err:1"
                        + " text:???ok");
    }
}
