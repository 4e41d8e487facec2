package io.elchi.testkit.history;

import io.elchi.testkit.history.Facts.Known;
import io.elchi.testkit.history.Operation.Received;
import io.elchi.testkit.history.Operation.StateRead;
import io.elchi.testkit.history.Operation.Subscribe;
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
    private final Map<String, PerMessage> perMessage = new HashMap<>();

    /// What one subscriber received about one message.
    private static final class PerMessage {
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
        for (Received received : facts.all(Received.class)) {
            PerMessage seen =
                    perMessage.computeIfAbsent(key(received.subscriber(), received.message()), _ -> new PerMessage());
            if (seen.events.add(received.event())) {
                received(seen, received);
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

    private void received(PerMessage seen, Received received) {
        String state = State.of(received.type());
        String text = received.subscriber() + " received " + received.type() + " of message " + received.message();
        if (seen.end != null) {
            wrong.add(text + " after its end, " + seen.end);
        } else if (State.rank(state) < seen.rank) {
            wrong.add(text + " after a later one");
        } else if (!state.equals("intermediate") && seen.types.contains(received.type())) {
            wrong.add(text + " a second time, with another id");
        }
        seen.types.add(received.type());
        seen.rank = Math.max(seen.rank, State.rank(state));
        seen.end = State.isFinal(state) ? state : seen.end;
    }

    /// The end that events have is the one that reads show.
    private void agrees(Known known) {
        for (Received received : known.received) {
            String end = State.of(received.type());
            for (StateRead read : known.reads) {
                if (State.isFinal(end) && State.isFinal(read.state()) && !end.equals(read.state())) {
                    wrong.add("message " + known.id + " is " + read.state() + ", and an event says that it is " + end);
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
            PerMessage seen = perMessage.getOrDefault(key(subscribe.subscriber(), known.id), new PerMessage());
            if (allEnds && seen.end == null) {
                wrong.add(subscribe.subscriber() + " never received the end of message " + known.id);
            }
            if (subscribe.types().contains(ACCEPTED) && !seen.types.contains(ACCEPTED)) {
                wrong.add(subscribe.subscriber() + " never received the acceptance of message " + known.id + "");
            }
        }
    }
}
