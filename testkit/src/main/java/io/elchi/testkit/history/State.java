package io.elchi.testkit.history;

import java.util.Set;

/// The order of a message's states and of its events.
final class State {
    private static final String PREFIX = "message.";
    private static final Set<String> FINAL =
            Set.of("delivered", "undelivered", "expired", "rejected", "unknown", "canceled");

    private State() {}

    static boolean isFinal(String state) {
        return state != null && FINAL.contains(state);
    }

    /// How far the message is: 0 accepted, 1 at an operator, 2 at its end.
    static int rank(String state) {
        return switch (state) {
            case "accepted", "queued" -> 0;
            case "submitted", "intermediate" -> 1;
            default -> {
                if (!isFinal(state)) {
                    throw new IllegalArgumentException("no message has the state " + state);
                }
                yield 2;
            }
        };
    }

    /// That an event tells of; null: it is of no message.
    static String of(String type) {
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : null;
    }

    /// The types that tell of an end.
    static Set<String> finalTypes() {
        return FINAL.stream().map(PREFIX::concat).collect(java.util.stream.Collectors.toSet());
    }
}
