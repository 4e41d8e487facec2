package io.elchi.smstext.receipt;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The content of a receipt, from its text and its TLVs together.
///
/// TLVs win, the text fills what they leave open: the order of Kannel's `handle_dlr`. Where we differ:
/// message_state counts without receipted_message_id beside it; one that no specification lists does not beat a
/// known word in the text; and an unknown word is [ReceiptState#OTHER], not a failure.
///
/// @param id of receipted_message_id; of the text if that is missing
/// @param textId of the text; a second chance to match when both are there. [ReceiptedMessageId#NONE] if the text
///     has none
/// @param state what became of the message
/// @param err the error as the operator's own code; of network_error_code, or else of the text; empty if neither
///     has it
/// @param receipt the text
/// @param tlvs the TLVs
public record DeliveryReport(
        ReceiptedMessageId id,
        ReceiptedMessageId textId,
        ReceiptState state,
        String err,
        Receipt receipt,
        ReceiptTlvs tlvs) {

    /// @param words what a link's operator means by words that no specification lists, in capitals
    static DeliveryReport of(Receipt receipt, ReceiptTlvs tlvs, IdMode ids, Map<String, ReceiptState> words) {
        ReceiptedMessageId textId = ids.text().read(receipt.id());
        ReceiptedMessageId tlvId = ids.tlv().read(tlvs.receiptedMessageId());
        ReceiptState state = ReceiptState.ofCode(tlvs.messageState());
        return new DeliveryReport(
                tlvId.isMatchable() ? tlvId : textId,
                textId,
                state == ReceiptState.OTHER ? worded(receipt, words) : state,
                tlvs.networkError().map(NetworkError::err).orElse(receipt.err()),
                receipt,
                tlvs);
    }

    private static ReceiptState worded(Receipt receipt, Map<String, ReceiptState> words) {
        return receipt.state() == ReceiptState.OTHER && !words.isEmpty()
                ? words.getOrDefault(ReceiptPolicy.capitals(receipt.stat()), ReceiptState.OTHER)
                : receipt.state();
    }

    /// Whether TLV and text both name a state, and not the same one. The TLV's is [#state]; an operator that does
    /// this deserves a question.
    public boolean isDisputed() {
        ReceiptState coded = ReceiptState.ofCode(tlvs.messageState());
        return coded != ReceiptState.OTHER && receipt.state() != ReceiptState.OTHER && coded != receipt.state();
    }

    /// When the operator says that the state was reached.
    public Optional<Instant> done() {
        return receipt.done();
    }
}
