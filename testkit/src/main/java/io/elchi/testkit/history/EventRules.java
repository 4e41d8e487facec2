package io.elchi.testkit.history;

import io.elchi.testkit.history.Facts.Known;
import io.elchi.testkit.history.Operation.StateRead;
import io.elchi.testkit.history.Operation.Subscribe;
import io.elchi.testkit.history.Operation.Told;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Events come in the order of a message's states, each at least once, and none after its end. One that comes
/// again has the same id.
final class EventRules {
    private static final String ACCEPTED = "message.accepted";

    private final Facts facts;
    private final List<String> wrong;
    private final Map<String, Received> received = new HashMap<>();

    /// What one subscriber was told of one message.
    private static final class Received {
        private final Set<String> types = new HashSet<>();
        private final Set<String> events = new HashSet<>();
        private int rank;
        private String end;
    }

    EventRules(Facts facts, List<String> wrong) {
        this.facts = facts;
        this.wrong = wrong;
    }

    void check(boolean atRest) {
        for (Told told : facts.all(Told.class)) {
            Received seen = received.computeIfAbsent(key(told.subscriber(), told.message()), _ -> new Received());
            if (seen.events.add(told.event())) {
                told(seen, told);
            }
        }
        facts.messages().values().forEach(this::agrees);
        if (atRest) {
            facts.all(Subscribe.class).forEach(this::complete);
        }
    }

    private static String key(String subscriber, String message) {
        return subscriber + "\n" + message;
    }

    private void told(Received seen, Told told) {
        String state = State.of(told.type());
        String text = told.subscriber() + " was told " + told.type() + " of message " + told.message();
        if (seen.end != null) {
            wrong.add(text + " after its end, " + seen.end);
        } else if (State.rank(state) < seen.rank) {
            wrong.add(text + " after a later one");
        } else if (!state.equals("intermediate") && seen.types.contains(told.type())) {
            wrong.add(text + " a second time, with another id");
        }
        seen.types.add(told.type());
        seen.rank = Math.max(seen.rank, State.rank(state));
        seen.end = State.isFinal(state) ? state : seen.end;
    }

    /// The end that events tell is the one that reads show.
    private void agrees(Known known) {
        for (Told told : known.told) {
            String end = State.of(told.type());
            for (StateRead read : known.reads) {
                if (State.isFinal(end) && State.isFinal(read.state()) && !end.equals(read.state())) {
                    wrong.add("message " + known.id + " is " + read.state() + ", and an event told that it is " + end);
                    return;
                }
            }
        }
    }

    /// Who subscribed before a message was sent got the event of its end, and that of its acceptance when it
    /// wanted it.
    private void complete(Subscribe subscribe) {
        boolean allEnds = subscribe.types().containsAll(State.finalTypes());
        for (Known known : facts.messages().values()) {
            if (!known.account.equals(subscribe.account())
                    || known.from() <= subscribe.span().end()) {
                continue;
            }
            Received seen = received.getOrDefault(key(subscribe.subscriber(), known.id), new Received());
            if (allEnds && seen.end == null) {
                wrong.add(subscribe.subscriber() + " was never told the end of message " + known.id);
            }
            if (subscribe.types().contains(ACCEPTED) && !seen.types.contains(ACCEPTED)) {
                wrong.add(subscribe.subscriber() + " was never told that message " + known.id + " was accepted");
            }
        }
    }
}
