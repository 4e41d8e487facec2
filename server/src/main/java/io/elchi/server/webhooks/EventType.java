package io.elchi.server.webhooks;

import io.elchi.server.core.MessageState;
import java.util.Arrays;
import java.util.List;

/// The types of events, `message.delivered` and so on: one for each final state.
public final class EventType {
    /// All of them.
    public static final List<String> ALL = Arrays.stream(MessageState.values())
            .filter(MessageState::isFinal)
            .map(EventType::of)
            .toList();

    private EventType() {}

    static String of(MessageState state) {
        return "message." + state.text();
    }
}
