package io.elchi.server.messages;

import io.elchi.server.core.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One line of a message's timeline.
///
/// @param what `accepted`, `reserved`, `charged`, the kind of an event, or the final state
/// @param part from 1; 0: all
/// @param operatorId 0: no operator had to do with it
/// @param operatorMessageId the operator's id for the part; null when none
/// @param status command_status; -1: none
/// @param detail for people; null when there is nothing to say
/// @param amount what was reserved or charged; null when nothing was
public record TimelineEntry(
        Instant at,
        String what,
        int part,
        long operatorId,
        String operatorMessageId,
        int status,
        String detail,
        Money amount) {
    /// All of a message, in order.
    static List<TimelineEntry> of(MessageView view) {
        Message message = view.message();
        List<TimelineEntry> steps = new ArrayList<>();
        steps.add(of(message.acceptedAt(), "accepted", 0, null));
        long reserved = message.reservedMicros(0) * message.parts();
        steps.add(of(message.acceptedAt(), "reserved", 0, new Money(message.currency(), reserved)));
        List<TimelineEntry> later = new ArrayList<>();
        for (Event event : view.events()) {
            boolean isLater = event instanceof Event.Feedback
                    && view.endedAt() != null
                    && event.at().isAfter(view.endedAt());
            (isLater ? later : steps).add(of(event));
            if (event instanceof Event.Submitted submitted) {
                Money price = new Money(message.currency(), submitted.charge().priceMicros());
                steps.add(of(event.at(), "charged", event.part(), price));
            }
        }
        if (view.endedAt() != null) {
            steps.add(of(view.endedAt(), view.state().text(), 0, null));
        }
        steps.addAll(later);
        return List.copyOf(steps);
    }

    private static TimelineEntry of(Instant at, String what, int part, Money amount) {
        return new TimelineEntry(at, what, part, 0, null, -1, null, amount);
    }

    /// An event without the money that it moved.
    public static TimelineEntry of(Event event) {
        return switch (event) {
            case Event.Submitted e -> of(e, e.smscMessageId(), 0, e.detail());
            case Event.SubmittedAgain e -> of(e, e.smscMessageId(), 0, e.detail());
            case Event.SubmittedLate e -> of(e, e.smscMessageId(), 0, e.detail());
            case Event.Rescheduled e -> of(e, null, -1, e.detail());
            case Event.Feedback e -> of(e, null, -1, e.detail());
            case Event.Refused e -> of(e, null, e.status(), e.detail());
            case Event.Unanswered e -> of(e, null, -1, e.detail());
            case Event.IntermediateReceipt e -> of(e, e.smscMessageId(), -1, e.detail());
            case Event.Receipt e -> of(e, e.smscMessageId(), -1, e.detail());
            case Event.Ended e -> of(e, null, -1, e.detail());
        };
    }

    private static TimelineEntry of(Event event, String operatorMessageId, int status, String detail) {
        return new TimelineEntry(
                event.at(),
                event.kind().text(),
                event.part(),
                event.operatorId(),
                operatorMessageId,
                status,
                detail,
                null);
    }
}
