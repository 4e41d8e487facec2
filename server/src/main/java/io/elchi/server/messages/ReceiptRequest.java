package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.util.List;

/// The receipts that an SMPP client asked for with registered_delivery (SMPP 3.4, 5.2.17; SMPP 5.0, 4.7.21).
public final class ReceiptRequest {
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
        return wantsFinal(Math.max(0, message.options().registeredDelivery()), state);
    }

    /// Whether this registered_delivery asks for a receipt of the state.
    public static boolean wantsFinal(int registered, MessageState state) {
        return switch (registered & FINAL) {
            case EVERY_STATE -> true;
            case FAILURES -> state != MessageState.DELIVERED;
            case SUCCESS -> state == MessageState.DELIVERED;
            default -> false;
        };
    }

    /// Whether this registered_delivery asks for intermediate notifications.
    public static boolean wantsIntermediate(int registered) {
        return (registered & INTERMEDIATE) != 0;
    }

    /// A registered_delivery that asks for all that these ask for.
    static int all(List<Integer> registered) {
        boolean failures = registered.stream().anyMatch(each -> wantsFinal(each, MessageState.UNDELIVERED));
        boolean success = registered.stream().anyMatch(each -> wantsFinal(each, MessageState.DELIVERED));
        int asked = failures && success ? EVERY_STATE : failures ? FAILURES : success ? SUCCESS : 0;
        return asked | (registered.stream().anyMatch(ReceiptRequest::wantsIntermediate) ? INTERMEDIATE : 0);
    }

    /// Whether a login sent the message and asked for intermediate notifications.
    static boolean wantsIntermediate(Message message) {
        return message.owner().smppLoginId() != 0
                && wantsIntermediate(Math.max(0, message.options().registeredDelivery()));
    }
}
