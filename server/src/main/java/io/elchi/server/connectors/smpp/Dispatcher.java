package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.messages.Dispatch;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.queue.Delivery;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.session.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Sends one operator's messages: takes from its queue what lines, pace and the outcomes' room allow, and hands it
/// to the lines. One thread calls [#turn]; answers come on the lines' own threads ([Answers]).
///
/// While no line is bound, or the operator throttles, messages that waited long enough go to their next operator.
final class Dispatcher {
    private static final int MOST_A_TURN = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofMillis(200);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final WorkQueue<Dispatch> queue;
    private final Lines lines;
    private final Outcomes outcomes;
    private final Clock clock;
    private final OperatorMetrics metrics;
    private final ArrayDeque<PartSubmit> ready = new ArrayDeque<>();
    /// Lines with parts in `ready` that they cannot take now.
    private final Set<Line> blocked = new HashSet<>();
    private final ThrottledPeriod throttled = new ThrottledPeriod();
    private volatile LinkOptions options;
    private volatile Instant downSince;

    /// A part that is written and waits for its line.
    ///
    /// @param total submit_sm of its message on this line
    record PartSubmit(Dispatch dispatch, int part, int total, SubmitSm submit, Line line) {}

    Dispatcher(
            WorkQueue<Dispatch> queue,
            Lines lines,
            Outcomes outcomes,
            OperatorMetrics metrics,
            Clock clock,
            LinkOptions options) {
        this.queue = queue;
        this.lines = lines;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.clock = clock;
        this.options = options;
        downSince = clock.now();
    }

    /// New settings of the operator hold from the next turn on.
    void use(LinkOptions newOptions) {
        options = newOptions;
    }

    /// Sends what may be sent now; waits for something to send, or for room, at most so long.
    void turn(Duration patience) throws InterruptedException {
        if (lines.isEmpty()) {
            withoutLines(patience);
            return;
        }
        downSince = null;
        if (outcomes.room() <= 0) {
            awaitRoom(patience);
            return;
        }
        sendReady();
        int room = Math.min(lines.room(blocked), Math.min(outcomes.room(), MOST_A_TURN));
        if (room <= 0) {
            if (!leaveThrottled()) {
                awaitRoom(patience);
            }
            return;
        }
        List<Delivery<Dispatch>> taken = queue.take(room, ready.isEmpty() ? patience : Duration.ZERO);
        send(taken);
        if (taken.isEmpty() && !ready.isEmpty()) {
            awaitRoom(patience);
        }
    }

    private void send(List<Delivery<Dispatch>> taken) {
        int next = 0;
        boolean room = !lines.isEmpty();
        while (room && next < taken.size()) {
            Delivery<Dispatch> delivery = taken.get(next++);
            delivery.done();
            write(delivery.item());
            // Before the next one is written, so that it is written for a line that has room.
            sendReady();
            room = lines.room(blocked) > 0;
        }
        // What has no room now stays in the queue: what goes before it may come meanwhile.
        giveBack(taken.subList(next, taken.size()));
    }

    /// In the order in which they were.
    private static void giveBack(List<Delivery<Dispatch>> taken) {
        taken.reversed().forEach(Delivery::giveBack);
    }

    private void awaitRoom(Duration patience) throws InterruptedException {
        if (outcomes.room() <= 0) {
            Thread.sleep(patience);
            return;
        }
        PartSubmit first = ready.peekFirst();
        Duration pause =
                first == null ? lines.untilPace() : first.line().pacer().untilRoom();
        Duration wait = pause.isZero() || pause.compareTo(patience) > 0 ? patience : pause;
        if (first != null && lines.room(blocked) > 0 && wait.compareTo(MOMENT) > 0) {
            // Other lines have room: a message for them may come meanwhile.
            wait = MOMENT;
        }
        if (pause.isZero()) {
            lines.awaitRoom(first == null ? null : first.line(), wait.toNanos());
        } else {
            Thread.sleep(wait);
        }
    }

    /// Writes a message for the line that has its turn.
    private void write(Dispatch dispatch) {
        Message message = dispatch.message();
        if (dispatch.isStale()) {
            return;
        }
        Instant now = clock.now();
        if (dispatch.part() == 0 && message.expired(now)) {
            outcomes.report(new Outcome.Expired(dispatch, 0, now));
            return;
        }
        Line line = lines.next(blocked);
        if (line == null) {
            queue.again(dispatch, lane(message), Duration.ZERO);
            return;
        }
        List<SubmitSm> submits;
        try {
            submits = line.write(message);
        } catch (IllegalArgumentException e) {
            outcomes.report(new Outcome.Refused(dispatch, dispatch.part(), 0, -1, true, e.getMessage(), now));
            return;
        }
        int total = submits.size();
        for (int part = 1; part <= total; part++) {
            boolean wanted = dispatch.part() == 0 ? dispatch.flight().isPending(part) : dispatch.part() == part;
            if (wanted) {
                ready.addLast(new PartSubmit(dispatch, part, total, submits.get(part - 1), line));
            }
        }
        List<Integer> asked = dispatch.part() == 0 ? dispatch.flight().pendingParts() : List.of(dispatch.part());
        for (int part : asked) {
            if (part > total) {
                String why = "the link splits the text otherwise than the one before it";
                outcomes.report(new Outcome.Refused(dispatch, part, part, -1, true, why, now));
            }
        }
    }

    /// Hands over what is written, as far as its lines take it.
    private void sendReady() {
        blocked.clear();
        for (Iterator<PartSubmit> parts = ready.iterator(); parts.hasNext(); ) {
            PartSubmit next = parts.next();
            if (isOver(next)) {
                parts.remove();
            } else if (next.line().pacer().rests()) {
                // It waits in the queue: another line may have room for it.
                parts.remove();
                again(next, Duration.ZERO);
            } else if (!blocked.contains(next.line()) && offer(next)) {
                parts.remove();
            } else {
                blocked.add(next.line());
            }
        }
    }

    /// @return false when the line cannot take it now
    private boolean offer(PartSubmit next) {
        Line line = next.line();
        if (line.pacer().room() <= 0) {
            return false;
        }
        Offer offer = line.offer(next.submit(), new Answers(next, this, clock.now()));
        if (offer == Offer.WINDOW_FULL) {
            return false;
        }
        if (offer == Offer.ACCEPTED) {
            line.pacer().take();
            metrics.sent(next.dispatch().message(), clock.now());
        } else {
            notTaken(next, offer);
        }
        return true;
    }

    /// A part may wait long for its line: for room, for the pace, for the end of a rest.
    private boolean isOver(PartSubmit part) {
        Dispatch dispatch = part.dispatch();
        if (dispatch.flight().hop() != dispatch.hop() || !dispatch.flight().isPending(part.part())) {
            return true;
        }
        Instant now = clock.now();
        if (!dispatch.message().expired(now)) {
            return false;
        }
        outcomes.report(new Outcome.Expired(one(part), part.total(), now));
        return true;
    }

    /// Asks for this part alone.
    private static Dispatch one(PartSubmit part) {
        Dispatch dispatch = part.dispatch();
        return part.total() == 1
                ? dispatch
                : new Dispatch(dispatch.flight(), dispatch.hop(), part.part(), dispatch.attempt());
    }

    /// It cannot be written as SMPP: no line of this operator will take it.
    void invalid(PartSubmit part, String why) {
        outcomes.report(new Outcome.Refused(part.dispatch(), part.part(), part.total(), -1, true, why, clock.now()));
    }

    private void notTaken(PartSubmit part, Offer offer) {
        if (offer == Offer.INVALID) {
            invalid(part, "cannot be written");
            return;
        }
        // The session is closing: another line, or this one when it is bound again.
        again(part, Duration.ZERO);
    }

    /// Sends a part again after a while.
    void again(PartSubmit part, Duration delay) {
        queue.again(one(part), lane(part.dispatch().message()), delay);
    }

    /// Sends a part once more, and counts it as a try.
    void retry(PartSubmit part, Duration delay) {
        Dispatch dispatch = part.dispatch();
        queue.again(
                new Dispatch(dispatch.flight(), dispatch.hop(), part.part(), dispatch.attempt() + 1),
                lane(dispatch.message()),
                delay);
    }

    Outcomes outcomes() {
        return outcomes;
    }

    OperatorMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    void roomAgain() {
        lines.roomAgain();
    }

    private static Lane lane(Message message) {
        return new Lane(message.messageClass(), message.accountId(), message.weight());
    }

    /// Nothing can be sent: what was written goes back, what waited long enough goes to its next operator.
    private void withoutLines(Duration patience) throws InterruptedException {
        if (downSince == null) {
            downSince = clock.now();
        }
        while (!ready.isEmpty()) {
            again(ready.pollFirst(), Duration.ZERO);
        }
        List<Delivery<Dispatch>> taken = queue.take(MOST_A_TURN, patience);
        if (!lines.isEmpty()) {
            giveBack(taken);
            return;
        }
        Instant now = clock.now();
        for (Delivery<Dispatch> delivery : taken) {
            delivery.done();
            moveOn(delivery.item(), new Cause(downSince, "no session is bound", LOOK), now);
        }
        if (!taken.isEmpty()) {
            lines.awaitRoom(null, Math.min(STALL.toNanos(), patience.toNanos()));
        }
    }

    /// The operator took a part.
    void accepted(Instant now) {
        throttled.accepted(now);
    }

    /// The operator refused a part because it has too much.
    ///
    /// @return whether it waited so long that the next operator has its turn
    boolean throttled(PartSubmit part, Instant now) {
        throttled.throttled(now);
        Instant end = failoverAt(part.dispatch(), throttled.since());
        return end != null && !now.isBefore(end);
    }

    /// Nothing can be sent because the operator has too much: messages that waited long enough go to their next
    /// operator.
    ///
    /// @return whether there was something to look at
    private boolean leaveThrottled() throws InterruptedException {
        Instant since = throttled.since();
        Instant now = clock.now();
        if (since == null || !lines.allRest() || now.isBefore(since.plus(options.otpFailover()))) {
            return false;
        }
        List<Delivery<Dispatch>> taken = queue.take(MOST_A_TURN, Duration.ZERO);
        Duration rest = lines.untilPace();
        Cause cause = new Cause(since, "the operator throttles", rest.compareTo(LOOK) < 0 ? rest : LOOK);
        for (Delivery<Dispatch> delivery : taken) {
            delivery.done();
            moveOn(delivery.item(), cause, now);
        }
        return !taken.isEmpty();
    }

    /// When a message goes to its next operator, if it has waited since then; null when there is none, or when the
    /// operator has some of its parts.
    private Instant failoverAt(Dispatch dispatch, Instant since) {
        Message message = dispatch.message();
        if (dispatch.hop() + 1 >= message.hops().size() || dispatch.flight().sentAt() != null) {
            return null;
        }
        Duration patience = message.messageClass() == MessageClass.OTP ? options.otpFailover() : options.failover();
        return (since.isAfter(message.acceptedAt()) ? since : message.acceptedAt()).plus(patience);
    }

    /// Why messages leave an operator.
    ///
    /// @param since when they began to wait
    /// @param look after this time at the latest they are looked at again
    private record Cause(Instant since, String why, Duration look) {}

    private void moveOn(Dispatch dispatch, Cause cause, Instant now) {
        Message message = dispatch.message();
        if (dispatch.isStale()) {
            return;
        }
        if (message.expired(now)) {
            outcomes.report(new Outcome.Expired(dispatch, 0, now));
            return;
        }
        Instant end = failoverAt(dispatch, cause.since());
        if (end != null && !now.isBefore(end)) {
            outcomes.report(new Outcome.Refused(dispatch, dispatch.part(), 0, -1, true, cause.why(), now));
        } else {
            Instant look = end != null && end.isBefore(message.validUntil()) ? end : message.validUntil();
            Duration wait = Duration.between(now, look);
            queue.again(dispatch, lane(message), wait.compareTo(cause.look()) < 0 ? wait : cause.look());
        }
    }
}
