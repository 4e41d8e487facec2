package io.elchi.smstext.receipt;

import java.util.Optional;

/// The TLVs of a receipt, in plain values: this library knows no PDU.
///
/// @param receiptedMessageId receipted_message_id (0x001E) without its NUL; empty if it is missing
/// @param messageState message_state (0x0427); -1 if it is missing
/// @param networkError network_error_code (0x0423)
public record ReceiptTlvs(String receiptedMessageId, int messageState, Optional<NetworkError> networkError) {
    /// None of them: SMPP 3.3, and many others.
    public static final ReceiptTlvs NONE = new ReceiptTlvs("", -1, Optional.empty());

    /// @param networkErrorCode the octets of the TLV, or none
    public static ReceiptTlvs of(String receiptedMessageId, int messageState, byte... networkErrorCode) {
        return new ReceiptTlvs(receiptedMessageId, messageState, NetworkError.read(networkErrorCode));
    }
}
