package io.elchi.server.messages;

import io.elchi.server.core.MessageState;

/// Which of two final states of parts is the message's.
final class FinalStates {
    private FinalStates() {}

    static MessageState worse(MessageState one, MessageState other) {
        return badness(other) > badness(one) ? other : one;
    }

    private static int badness(MessageState state) {
        return switch (state) {
            case DELIVERED -> 0;
            case UNKNOWN -> 1;
            case EXPIRED -> 2;
            case UNDELIVERED -> 3;
            case REJECTED -> 4;
            case CANCELED -> 5;
            case ACCEPTED, QUEUED, SUBMITTED -> throw new IllegalArgumentException(state + " is not final");
        };
    }
}
