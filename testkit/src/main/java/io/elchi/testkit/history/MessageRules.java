package io.elchi.testkit.history;

import io.elchi.testkit.history.Facts.Known;
import io.elchi.testkit.history.Operation.Answer;
import io.elchi.testkit.history.Operation.Listing;
import io.elchi.testkit.history.Operation.Promise;
import io.elchi.testkit.history.Operation.Received;
import io.elchi.testkit.history.Operation.Span;
import io.elchi.testkit.history.Operation.StateRead;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was accepted is there, its states go forward, and lists have it.
final class MessageRules {
    private final Facts facts;
    private final List<String> wrong;
    private final Map<String, Set<String>> strangers = new HashMap<>();

    MessageRules(Facts facts, List<String> wrong) {
        this.facts = facts;
        this.wrong = wrong;
    }

    /// Something that was seen of a message.
    private record Seen(Span span, String state) {}

    void check(boolean atRest) {
        facts.all(StateRead.class).forEach(this::read);
        facts.all(Listing.class).forEach(this::listing);
        facts.all(Received.class)
                .forEach(received -> seen(received.message(), received.account(), received.span(), "an event names"));
        for (Known known : facts.messages().values()) {
            goesForward(known);
            if (atRest && known.end() == null) {
                wrong.add("message " + known.id + " was accepted, and its end was never seen");
            }
        }
        Map<String, Integer> allowed = facts.strangersAllowed();
        strangers.forEach((account, ids) -> {
            if (ids.size() > allowed.getOrDefault(account, 0)) {
                wrong.add(ids.size() + " messages of " + account + " were shown that no answer named, at most "
                        + allowed.getOrDefault(account, 0) + " may be there: " + ids);
            }
        });
    }

    private void read(StateRead read) {
        if (read.answer() == Answer.OK) {
            seen(read.id(), read.account(), read.span(), "a read found");
        }
        Known known = facts.messages().get(read.id());
        if (read.answer() == Answer.REFUSED && known != null && known.acceptedBefore(read.span())) {
            wrong.add("message " + read.id() + " was accepted and is not there");
        }
    }

    /// A message may be seen when somebody may have sent it.
    private void seen(String id, String account, Span span, String who) {
        Known known = facts.messages().get(id);
        if (known == null) {
            strangers.computeIfAbsent(account, _ -> new HashSet<>()).add(id);
        } else if (known.from() > span.end()) {
            wrong.add(who + " message " + id + " before it was sent");
        } else if (!known.account.equals(account)) {
            wrong.add(who + " message " + id + " as one of " + account + ", it is of " + known.account);
        }
    }

    private void listing(Listing list) {
        list.ids().forEach(id -> seen(id, list.account(), list.span(), "a list has"));
        for (Known known : facts.messages().values()) {
            boolean promised = known.account.equals(list.account())
                    && known.acceptedBefore(list.span())
                    && (list.promise() == Promise.ACCEPTED || known.endedBefore(list.span()));
            if (promised && !list.ids().contains(known.id)) {
                wrong.add("a list lacks message " + known.id);
            }
        }
    }

    /// An event tells what was so by then; a read tells what is so. The state of a read is not before anything
    /// that was known when it began.
    private void goesForward(Known known) {
        for (StateRead read : known.reads) {
            for (StateRead earlier : known.reads) {
                compare(known, new Seen(earlier.span(), earlier.state()), read);
            }
            for (Received received : known.received) {
                compare(known, new Seen(received.span(), State.of(received.type())), read);
            }
        }
    }

    private void compare(Known known, Seen earlier, StateRead read) {
        if (!earlier.span.before(read.span())) {
            return;
        }
        boolean back = State.rank(read.state()) < State.rank(earlier.state);
        boolean otherEnd = State.isFinal(earlier.state) && !read.state().equals(earlier.state);
        if (back || otherEnd) {
            wrong.add("message " + known.id + " was " + earlier.state + " and is " + read.state() + " afterwards");
        }
    }
}
