package io.elchi.server.boot;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.TimelineEntry;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/// Prints a message's steps as they happen.
final class TimelinePrinter {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final MessageStore store;
    private final long account;
    private final Map<Long, String> operators;

    TimelinePrinter(Server server, long account) {
        store = server.part(MessageStore.class);
        this.account = account;
        operators = server.part(OperatorStore.class).operators().stream()
                .collect(Collectors.toMap(Operator::id, Operator::name));
    }

    void print(MessageId id, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        MessageView view = store.view(account, id).orElseThrow();
        Message message = view.message();
        line(message, message.acceptedAt(), "accepted", "id " + id);
        line(message, message.acceptedAt(), "route", route(message));
        line(message, message.acceptedAt(), "reserved", reserved(message));
        int shown = 0;
        while (!view.state().isFinal() && System.nanoTime() < end) {
            shown = events(view, shown);
            Thread.sleep(LOOK_EVERY);
            view = store.view(account, id).orElseThrow();
        }
        events(view, shown);
        if (view.state().isFinal()) {
            line(message, view.endedAt(), view.state().text(), "by the operator's receipt: " + view.smscStatus());
        } else {
            System.out.printf("  (no final state yet: ./elchi message %s shows it later)%n", id);
        }
    }

    private int events(MessageView view, int shown) {
        Message message = view.message();
        for (Event event : view.events().subList(shown, view.events().size())) {
            String operator = operators.getOrDefault(event.operatorId(), "?");
            TimelineEntry entry = TimelineEntry.of(event);
            String text = entry.operatorMessageId() == null ? entry.detail() : "as " + entry.operatorMessageId();
            line(message, entry.at(), entry.what(), operator + " " + text);
            if (event instanceof Event.Submitted submitted) {
                line(
                        message,
                        event.at(),
                        "charged",
                        new Money(message.currency(), submitted.charge().priceMicros()).toString());
            }
        }
        return view.events().size();
    }

    private String route(Message message) {
        return message.candidates().stream()
                        .map(candidate -> operators.get(candidate.operatorId()) + " (costs "
                                + new Money(candidate.costCurrency(), candidate.costMicros()) + ")")
                        .collect(Collectors.joining(", then "))
                + " by priority, then cost";
    }

    private static String reserved(Message message) {
        return new Money(message.currency(), message.reservedMicros(0) * message.parts())
                + (message.upstream().length == 0
                        ? ""
                        : ", and of the reseller above "
                                + new Money(message.currency(), message.reservedMicros(1) * message.parts()));
    }

    private static void line(Message message, Instant at, String what, String detail) {
        long millis = Duration.between(message.acceptedAt(), at).toMillis();
        System.out.printf("  %6d ms  %-10s %s%n", millis, what, detail);
    }
}
