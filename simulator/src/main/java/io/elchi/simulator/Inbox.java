package io.elchi.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The newest received messages, for people and tests to look through.
final class Inbox {
    private final AtomicReferenceArray<Received> ring;
    private final AtomicLong next = new AtomicLong();

    Inbox(int capacity) {
        ring = new AtomicReferenceArray<>(capacity);
    }

    void add(Received message) {
        ring.set((int) (next.getAndIncrement() % ring.length()), message);
    }

    /// What to look for; a null matches all.
    ///
    /// @param number part of the destination or source address
    /// @param text part of the text, case ignored
    record Query(String number, String text, Instant since, int limit) {
        boolean matches(Received message) {
            return (number == null
                            || message.to().contains(number)
                            || message.from().contains(number))
                    && (text == null || lower(message.text()).contains(lower(text)))
                    && (since == null || !message.time().isBefore(since));
        }

        private static String lower(String value) {
            return value.toLowerCase(Locale.ROOT);
        }
    }

    /// The newest first.
    List<Received> find(Query query) {
        List<Received> found = new ArrayList<>();
        long end = next.get();
        for (long at = end - 1; at >= Math.max(0, end - ring.length()) && found.size() < query.limit(); at--) {
            Received message = ring.get((int) (at % ring.length()));
            if (message != null && query.matches(message)) {
                found.add(message);
            }
        }
        return found;
    }
}
