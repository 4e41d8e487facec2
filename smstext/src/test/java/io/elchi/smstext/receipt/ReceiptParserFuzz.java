package io.elchi.smstext.receipt;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. The kept inputs are the lines of vectors/receipts.jsonl by
/// number, and formats of operators from ReceiptTest.
public final class ReceiptParserFuzz {
    private ReceiptParserFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Receipts.check(Receipt.characters(input, false));
        Receipts.check(Receipt.characters(input, true));
    }
}
