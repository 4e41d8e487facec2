package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import io.elchi.smstext.receipt.ReceiptState;

/// message_state of our states (SMPP 3.4, 5.2.28).
public final class ReceiptStates {
    private ReceiptStates() {}

    public static ReceiptState of(MessageState state) {
        return switch (state) {
            case ACCEPTED, QUEUED, SUBMITTED -> ReceiptState.ENROUTE;
            case DELIVERED -> ReceiptState.DELIVERED;
            case UNDELIVERED -> ReceiptState.UNDELIVERABLE;
            case EXPIRED -> ReceiptState.EXPIRED;
            case REJECTED -> ReceiptState.REJECTED;
            case UNKNOWN -> ReceiptState.UNKNOWN;
            case CANCELED -> ReceiptState.DELETED;
        };
    }
}
