package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.receipt.ReceiptState;
import org.junit.jupiter.api.Test;

class MessageProgressTest {
    @Test
    void theSharesOfAllPartsAreWhatIsPaid() {
        for (int paid = 1; paid <= 10; paid++) {
            for (int total = 1; total <= 10; total++) {
                int sum = 0;
                int least = Integer.MAX_VALUE;
                int most = 0;
                for (int part = 1; part <= total; part++) {
                    int share = MessageProgress.billedParts(part, total, paid);
                    sum += share;
                    least = Math.min(least, share);
                    most = Math.max(most, share);
                }
                assertThat(sum).as("%s parts for %s paid", total, paid).isEqualTo(paid);
                assertThat(most - least).as("spread evenly").isLessThanOrEqualTo(1);
                assertThat(least).isNotNegative();
            }
        }
    }

    @Test
    void whatAReceiptSaidIsReadBackFromItsEvent() {
        ReceiptReport report =
                new ReceiptReport("1", "1", ReceiptState.UNDELIVERABLE, "UNDELIV", "012", null, "", "", "");
        assertThat(report.detail()).isEqualTo("UNDELIV err:012");
        assertThat(ReceiptReport.stat(report.detail())).isEqualTo("UNDELIV");
        assertThat(ReceiptReport.error(report.detail())).isEqualTo("012");
        ReceiptReport without = new ReceiptReport("1", "1", ReceiptState.DELIVERED, "DELIVRD", null, null, "", "", "");
        assertThat(ReceiptReport.stat(without.detail())).isEqualTo("DELIVRD");
        assertThat(ReceiptReport.error(without.detail())).isNull();
    }
}
