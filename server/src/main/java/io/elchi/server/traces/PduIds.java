package io.elchi.server.traces;

import io.elchi.server.core.MessageId;

/// What a PDU is about.
///
/// @param messageId of ours; null: not known
/// @param part from 1; 0: not known
/// @param operatorMessageId the operator's id, as it is in the PDU; null: none
/// @param receiptKey the same in the form in which receipts are matched; null: none
public record PduIds(MessageId messageId, int part, String operatorMessageId, String receiptKey) {
    public static final PduIds NONE = new PduIds(null, 0, null, null);
}
