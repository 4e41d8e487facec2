package io.elchi.smstext.receipt;

/// An operator's id of a message, in a submit_sm_resp or in a receipt.
///
/// @param raw as it came, for people and logs
/// @param key what two writings of the same id have in common, by [IdForm]; empty if there is no id
public record ReceiptedMessageId(String raw, String key) {
    /// No id at all.
    public static final ReceiptedMessageId NONE = new ReceiptedMessageId("", "");

    /// Whether a receipt can be found by it. A submit_sm_resp without an id is accepted all the same, but no
    /// receipt will ever match: worth an alert.
    public boolean isMatchable() {
        return !key.isEmpty();
    }
}
