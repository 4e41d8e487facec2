package io.elchi.smstext.receipt;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What holds for every string that is read as a receipt; the property test and the fuzzer share it.
final class Receipts {
    private static final ReceiptPolicy SNIFFING =
            ReceiptPolicy.standard().withIds(IdMode.hexThenDecimal()).withSniff(true);

    private Receipts() {}

    static void check(String text) {
        Receipt receipt = Receipt.parse(text, ZoneOffset.UTC);
        if (!receipt.raw().equals(text)) {
            throw new AssertionError("the raw text is not kept");
        }
        List<String> values = new ArrayList<>(List.of(receipt.id(), receipt.stat(), receipt.err(), receipt.text()));
        receipt.extras().forEach(extra -> values.addAll(List.of(extra.name(), extra.value())));
        for (String value : values) {
            if (!text.contains(value)) {
                throw new AssertionError("nobody wrote '" + value + "'");
            }
        }
        ReceiptState state = ReceiptState.ofWord(receipt.stat());
        if (state != receipt.state() || receipt.sub() < -1 || receipt.dlvrd() < -1) {
            throw new AssertionError("no sense in " + receipt);
        }
        boolean sniffed = SNIFFING.read(0, text, ReceiptTlvs.NONE).isPresent();
        if (sniffed != receipt.isConvincing()) {
            throw new AssertionError("sniffing and reading disagree about " + receipt);
        }
        DeliveryReport report =
                SNIFFING.read(4, text, ReceiptTlvs.of(text, text.length())).orElseThrow();
        ReceiptFormat.standard().write(report.receipt());
        for (IdForm form : IdForm.values()) {
            String key = form.read(text).key();
            if (!form.read(key).key().equals(key) && form != IdForm.HEX) {
                throw new AssertionError("the key " + key + " of " + form + " has another key");
            }
        }
    }
}
