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
import java.util.List;

/// Sends one operator's messages: takes from its queue what lines, pace and the outcomes' room allow, and hands it to
/// the lines. One thread calls [#turn]; answers come on the lines' own threads ([Answers]).
///
/// While no line is bound, messages that waited long enough go to their next operator.
final class Dispatcher {
    private static final int MOST_A_TURN = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofMillis(200);

    private final WorkQueue<Dispatch> queue;
    private final Lines lines;
    private final Outcomes outcomes;
    private final Clock clock;
    private final OperatorMetrics metrics;
    private final ArrayDeque<PartSubmit> ready = new ArrayDeque<>();
    private volatile Pacer pacer;
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
            Pacer pacer,
            LinkOptions options) {
        this.queue = queue;
        this.lines = lines;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.clock = clock;
        this.pacer = pacer;
        this.options = options;
        downSince = clock.now();
    }

    /// New settings hold from the next turn on. With the pace that there was, a rest goes on.
    ///
    /// @param perSecond parts; 0: no limit
    void use(int perSecond, LinkOptions newOptions) {
        if (!pacer.isFor(perSecond, newOptions.throttleDelay())) {
            pacer = new Pacer(clock, perSecond, newOptions.throttleDelay());
        }
        options = newOptions;
    }

    Pacer pacer() {
        return pacer;
    }

    LinkOptions options() {
        return options;
    }

    /// Sends what may be sent now; waits for something to send, or for room, at most so long.
    void turn(Duration patience) throws InterruptedException {
        if (lines.isEmpty()) {
            withoutLines(patience);
            return;
        }
        downSince = null;
        if (outcomes.room() <= 0 || !sendReady()) {
            awaitRoom(patience);
            return;
        }
        int room = Math.min(Math.min(lines.room(), pacer.room()), Math.min(outcomes.room(), MOST_A_TURN));
        if (room <= 0) {
            awaitRoom(patience);
            return;
        }
        send(queue.take(room, patience));
    }

    private void send(List<Delivery<Dispatch>> taken) {
        int next = 0;
        boolean room = !lines.isEmpty();
        while (room && next < taken.size()) {
            Delivery<Dispatch> delivery = taken.get(next++);
            delivery.done();
            write(delivery.item());
            // Before the next one is written, so that it is written for a line that has room.
            room = sendReady() && lines.room() > 0;
        }
        // What has no room now stays in the queue: what goes before it may come meanwhile.
        giveBack(taken.subList(next, taken.size()));
    }

    /// In the order in which they were.
    private static void giveBack(List<Delivery<Dispatch>> taken) {
        taken.reversed().forEach(Delivery::giveBack);
    }

    private void awaitRoom(Duration patience) throws InterruptedException {
        Duration pause = pacer.untilRoom();
        Duration wait = pause.isZero() || pause.compareTo(patience) > 0 ? patience : pause;
        if (pause.isZero() && outcomes.room() > 0) {
            PartSubmit first = ready.peekFirst();
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
        Line line = lines.next();
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

    /// Hands over what is written.
    ///
    /// @return whether all of it is handed over
    private boolean sendReady() {
        while (!ready.isEmpty()) {
            if (pacer.room() <= 0) {
                return false;
            }
            PartSubmit next = ready.peekFirst();
            if (isOver(next)) {
                ready.pollFirst();
                continue;
            }
            Answers answers = new Answers(next, this, clock.now());
            Offer offer = next.line().offer(next.submit(), answers);
            if (offer == Offer.WINDOW_FULL) {
                return false;
            }
            ready.pollFirst();
            if (offer == Offer.ACCEPTED) {
                pacer.take();
                metrics.sent(next.dispatch().message(), clock.now());
            } else {
                notTaken(next, offer);
            }
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
            moveOn(delivery.item(), now);
        }
        if (!taken.isEmpty()) {
            lines.awaitRoom(null, Math.min(STALL.toNanos(), patience.toNanos()));
        }
    }

    private void moveOn(Dispatch dispatch, Instant now) {
        Message message = dispatch.message();
        if (dispatch.isStale()) {
            return;
        }
        if (message.expired(now)) {
            outcomes.report(new Outcome.Expired(dispatch, 0, now));
            return;
        }
        Duration patience = message.messageClass() == MessageClass.OTP ? options.otpFailover() : options.failover();
        Instant waiting = downSince.isAfter(message.acceptedAt()) ? downSince : message.acceptedAt();
        Instant end = waiting.plus(patience);
        boolean hasOther = dispatch.hop() + 1 < message.hops().size();
        if (hasOther && !now.isBefore(end)) {
            outcomes.report(new Outcome.Refused(dispatch, dispatch.part(), 0, -1, true, "no session is bound", now));
        } else {
            Instant look = hasOther && end.isBefore(message.validUntil()) ? end : message.validUntil();
            Duration wait = Duration.between(now, look);
            queue.again(dispatch, lane(message), wait.compareTo(LOOK) < 0 ? wait : LOOK);
        }
    }
}
