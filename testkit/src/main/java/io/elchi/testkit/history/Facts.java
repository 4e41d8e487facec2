package io.elchi.testkit.history;

import io.elchi.testkit.history.Operation.Accept;
import io.elchi.testkit.history.Operation.Answer;
import io.elchi.testkit.history.Operation.Asked;
import io.elchi.testkit.history.Operation.Received;
import io.elchi.testkit.history.Operation.Span;
import io.elchi.testkit.history.Operation.StateRead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What follows from a history at once: the messages, when each may and must have been accepted, and what was seen
/// of it.
final class Facts {
    private final List<Operation> operations;
    private final Map<Class<?>, List<?>> byType = new HashMap<>();
    private final Map<String, Known> messages = new LinkedHashMap<>();
    private final List<Maybe> maybe = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();

    /// A message that a client knows of.
    static final class Known {
        final String id;
        final String account;
        final long reserved;
        /// It was not there before.
        private long from = Long.MAX_VALUE;
        /// It was there from then on.
        private long by = Long.MAX_VALUE;

        final List<StateRead> reads = new ArrayList<>();
        final List<Received> received = new ArrayList<>();

        private Known(String id, String account, long reserved) {
            this.id = id;
            this.account = account;
            this.reserved = reserved;
        }

        long from() {
            return from;
        }

        boolean acceptedBefore(Span span) {
            return by < span.begin();
        }

        /// Its last known state; null: none was seen.
        String end() {
            return Stream.concat(
                            reads.stream().map(StateRead::state),
                            received.stream().map(each -> State.of(each.type())))
                    .filter(State::isFinal)
                    .findFirst()
                    .orElse(null);
        }

        /// Whether somebody saw before that it has its end.
        boolean endedBefore(Span span) {
            return reads.stream()
                            .anyMatch(each ->
                                    State.isFinal(each.state()) && each.span().before(span))
                    || received.stream()
                            .anyMatch(each -> State.isFinal(State.of(each.type()))
                                    && each.span().before(span));
        }
    }

    /// A request of which nobody knows whether it was done.
    record Maybe(String account, long from, Asked asked) {}

    private Facts(Collection<Operation> history) {
        operations = history.stream()
                .sorted(Comparator.comparingLong(each -> each.span().begin()))
                .toList();
    }

    static Facts of(Collection<Operation> history) {
        Facts facts = new Facts(history);
        Map<String, List<Accept>> requests = new LinkedHashMap<>();
        int keyless = 0;
        for (Accept accept : facts.all(Accept.class)) {
            String key = accept.key() == null ? "\n" + ++keyless : accept.account() + "\n" + accept.key();
            requests.computeIfAbsent(key, _ -> new ArrayList<>()).add(accept);
        }
        requests.values().forEach(facts::request);
        for (StateRead read : facts.all(StateRead.class)) {
            Known known = facts.messages.get(read.id());
            if (known != null && read.answer() == Answer.OK) {
                known.reads.add(read);
            }
        }
        for (Received received : facts.all(Received.class)) {
            Known known = facts.messages.get(received.message());
            if (known != null) {
                known.received.add(received);
            }
        }
        return facts;
    }

    /// In the order in which they began.
    @SuppressWarnings("unchecked")
    <T extends Operation> List<T> all(Class<T> type) {
        return (List<T>) byType.computeIfAbsent(
                type, _ -> operations.stream().filter(type::isInstance).toList());
    }

    /// By id.
    Map<String, Known> messages() {
        return messages;
    }

    List<Maybe> maybe() {
        return maybe;
    }

    /// What clients were answered and cannot be true together.
    List<String> contradictions() {
        return contradictions;
    }

    /// Messages of an account that may be there although no answer named them.
    Map<String, Integer> strangersAllowed() {
        Map<String, Integer> allowed = new HashMap<>();
        maybe.forEach(each -> allowed.merge(each.account, each.asked.messages(), Integer::sum));
        return allowed;
    }

    /// One request and its repetitions.
    private void request(List<Accept> tries) {
        List<Accept> done =
                tries.stream().filter(each -> each.answer() == Answer.OK).toList();
        long from = tries.stream()
                .filter(each -> each.answer() != Answer.REFUSED)
                .mapToLong(each -> each.span().begin())
                .min()
                .orElse(Long.MAX_VALUE);
        Accept one = tries.getFirst();
        if (done.isEmpty()) {
            if (from < Long.MAX_VALUE) {
                maybe.add(new Maybe(one.account(), from, one.asked()));
            }
            return;
        }
        Accept first = done.getFirst();
        for (Accept other : done) {
            if (!other.messages().keySet().equals(first.messages().keySet())) {
                contradictions.add("the key " + one.key() + " was answered with "
                        + first.messages().keySet() + " and with "
                        + other.messages().keySet());
            }
        }
        long by = done.stream().mapToLong(each -> each.span().end()).min().orElseThrow();
        first.messages().forEach((id, reserved) -> {
            if (messages.containsKey(id)) {
                contradictions.add("two requests were answered with the message " + id);
            }
            Known known = new Known(id, one.account(), reserved);
            known.from = from;
            known.by = by;
            messages.put(id, known);
        });
    }
}
