package io.elchi.server.messages;

import io.elchi.server.core.MessageState;

/// The receipts that an SMPP client asked for with registered_delivery (SMPP 3.4, 5.2.17; SMPP 5.0, 4.7.21).
final class ReceiptRequest {
    private static final int FINAL = 0x03;
    private static final int EVERY_STATE = 1;
    private static final int FAILURES = 2;
    /// SMPP 5.0 alone.
    private static final int SUCCESS = 3;
    private static final int INTERMEDIATE = 0x10;

    private ReceiptRequest() {}

    /// Names the login of a message as the endpoint of an event: see [io.elchi.server.events.NewEvent].
    static long endpoint(Message message) {
        return -message.owner().smppLoginId();
    }

    /// Whether a login sent the message and asked for a receipt of this state.
    static boolean wantsFinal(Message message, MessageState state) {
        if (message.owner().smppLoginId() == 0) {
            return false;
        }
        return switch (Math.max(0, message.options().registeredDelivery()) & FINAL) {
            case EVERY_STATE -> true;
            case FAILURES -> state != MessageState.DELIVERED;
            case SUCCESS -> state == MessageState.DELIVERED;
            default -> false;
        };
    }

    /// Whether a login sent the message and asked for intermediate notifications.
    static boolean wantsIntermediate(Message message) {
        return message.owner().smppLoginId() != 0
                && (Math.max(0, message.options().registeredDelivery()) & INTERMEDIATE) != 0;
    }
}
