package io.elchi.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The newest received messages, for people and tests to look through.
final class Inbox {
    private final int capacity;
    private final ArrayDeque<Received> messages = new ArrayDeque<>();

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Received message) {
        if (messages.size() == capacity) {
            messages.poll();
        }
        messages.add(message);
    }

    synchronized void clear() {
        messages.clear();
    }

    /// A filter; null matches all.
    ///
    /// @param number part of the destination or source address
    /// @param text part of the text, case ignored
    /// @param after numbers above this one only, the oldest first; without it the newest come first
    record Query(String number, String text, Instant since, Long after, int limit) {
        boolean matches(Received message) {
            return (number == null
                            || message.to().contains(number)
                            || message.from().contains(number))
                    && (text == null || lower(message.text()).contains(lower(text)))
                    && (since == null || !message.time().isBefore(since))
                    && (after == null || message.number() > after);
        }

        private static String lower(String value) {
            return value.toLowerCase(Locale.ROOT);
        }
    }

    synchronized List<Received> find(Query query) {
        List<Received> found = new ArrayList<>();
        if (query.after() != null) {
            all().stream().filter(query::matches).limit(query.limit()).forEach(found::add);
            return found;
        }
        for (Iterator<Received> newest = messages.descendingIterator();
                newest.hasNext() && found.size() < query.limit(); ) {
            Received message = newest.next();
            if (query.matches(message)) {
                found.add(message);
            }
        }
        return found;
    }

    /// In the order of their numbers, which may differ from the order of arrival here by what several sessions did
    /// at once.
    synchronized List<Received> all() {
        List<Received> all = new ArrayList<>(messages);
        all.sort(Comparator.comparingLong(Received::number));
        return all;
    }

    synchronized Map<String, Integer> perDestination() {
        Map<String, Integer> counts = new TreeMap<>();
        messages.forEach(message -> counts.merge(message.to(), 1, Integer::sum));
        return counts;
    }
}
