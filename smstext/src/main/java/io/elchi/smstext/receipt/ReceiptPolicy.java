package io.elchi.smstext.receipt;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rules for reading the receipts of one link.
///
/// @param ids how the operator writes ids
/// @param clock the offset of the clock that it writes dates by
/// @param sniff whether a deliver_sm without receipt bits may be a receipt by its text or its TLVs. Some operators
///     leave the bits out; with those that do not, leave this off: a subscriber can write such a text
/// @param words states that the operator words in its own way, in capitals
public record ReceiptPolicy(IdMode ids, ZoneOffset clock, boolean sniff, Map<String, ReceiptState> words) {
    /// Words seen in the wild whose sense is not in doubt: of Kannel's source, and of jookies/jasmin#447.
    private static final Map<String, ReceiptState> KNOWN_WORDS = Map.of(
            "ACKED", ReceiptState.ENROUTE,
            "BUFFERD", ReceiptState.ENROUTE,
            "BUFFRED", ReceiptState.ENROUTE,
            "FAILED", ReceiptState.UNDELIVERABLE);

    private static final ReceiptPolicy STANDARD = new ReceiptPolicy(IdMode.same(), ZoneOffset.UTC, false, KNOWN_WORDS);

    /// SMSC delivery receipt, SME delivery acknowledgement, intermediate notification: bits 2, 3 and 5 of
    /// esm_class (SMPP 3.4, 5.2.12), as Kannel tests them.
    private static final int RECEIPT_BITS = 0x2c;

    public ReceiptPolicy {
        words = Map.copyOf(words);
    }

    /// Ids in one form, dates in UTC, no sniffing, a few words beyond the specification.
    public static ReceiptPolicy standard() {
        return STANDARD;
    }

    public ReceiptPolicy withIds(IdMode ids) {
        return new ReceiptPolicy(ids, clock, sniff, words);
    }

    public ReceiptPolicy withClock(ZoneOffset clock) {
        return new ReceiptPolicy(ids, clock, sniff, words);
    }

    public ReceiptPolicy withSniff(boolean sniff) {
        return new ReceiptPolicy(ids, clock, sniff, words);
    }

    /// One more word, in any case.
    public ReceiptPolicy withWord(String word, ReceiptState state) {
        Map<String, ReceiptState> more = new TreeMap<>(words);
        more.put(capitals(word), state);
        return new ReceiptPolicy(ids, clock, sniff, more);
    }

    static String capitals(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /// Whether esm_class marks a receipt or an intermediate notification.
    public static boolean isMarked(int esmClass) {
        return (esmClass & RECEIPT_BITS) != 0;
    }

    /// What a deliver_sm or data_sm reports; empty if it is no receipt but a message from a subscriber. Never
    /// fails.
    ///
    /// @param text short_message, or message_payload where that is empty: see [Receipt#characters]. Empty if both
    ///     are
    public Optional<DeliveryReport> read(int esmClass, String text, ReceiptTlvs tlvs) {
        boolean marked = isMarked(esmClass);
        if (!marked && !sniff) {
            return Optional.empty();
        }
        Receipt receipt = Receipt.parse(text, clock);
        boolean convincing = marked || receipt.isConvincing() || isConvincing(tlvs);
        return convincing ? Optional.of(DeliveryReport.of(receipt, tlvs, ids, words)) : Optional.empty();
    }

    private static boolean isConvincing(ReceiptTlvs tlvs) {
        return !tlvs.receiptedMessageId().isEmpty() && tlvs.messageState() >= 0;
    }
}
