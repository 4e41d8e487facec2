package io.elchi.server.connectors.dispatch;

import io.elchi.server.routing.OperatorOptions;
import io.elchi.smstext.receipt.IdForm;
import io.elchi.smstext.receipt.IdMode;
import io.elchi.smstext.receipt.ReceiptPolicy;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.ZoneOffset;
import java.util.Locale;

/// How the receipts of one operator are read, and how their ids compare with those in submit_sm_resp. All links of
/// an operator share it, because a receipt may arrive on another link than the one that sent the message.
///
/// @param clock of the operator's dates
public record ReceiptReading(ReceiptPolicy policy, IdMode ids, ZoneOffset clock) {
    public static ReceiptReading of(OperatorOptions options) {
        IdMode ids = new IdMode(
                IdForm.valueOf(options.responseId().name()),
                IdForm.valueOf(options.receiptId().name()),
                IdForm.valueOf(options.receiptTlvId().name()));
        ZoneOffset clock = ZoneOffset.of(options.receiptClock());
        ReceiptPolicy policy =
                ReceiptPolicy.standard().withIds(ids).withClock(clock).withSniff(options.sniffReceipts());
        for (String word : options.receiptWords()) {
            String[] sides = word.split("=", 2);
            policy = policy.withWord(
                    sides[0].strip(), ReceiptState.valueOf(sides[1].strip().toUpperCase(Locale.ROOT)));
        }
        return new ReceiptReading(policy, ids, clock);
    }
}
