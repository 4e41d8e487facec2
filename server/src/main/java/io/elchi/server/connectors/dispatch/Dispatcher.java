package io.elchi.server.connectors.dispatch;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.SuspendedWork;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.OperatorOptions;
import io.elchi.smpp.session.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Sends one operator's messages: takes as many from its queue as the sessions, the rate limit and the outcomes'
/// permits allow, and offers them to the sessions. One thread calls [#turn]; answers come on the sessions' own
/// threads ([SubmitResults]).
///
/// While no session is bound, or the operator throttles, messages that waited long enough go to their next
/// operator.
public final class Dispatcher {
    private static final int MOST_A_TURN = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofMillis(200);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final WorkQueue<SubmitTask> queue;
    private final BoundSessions sessions;
    private final Outcomes outcomes;
    private final Clock clock;
    private final OperatorMetrics metrics;
    private final ArrayDeque<PartSubmit> ready = new ArrayDeque<>();
    /// Sessions with parts in `ready` that they cannot take now.
    private final Set<BoundSession> blocked = new HashSet<>();
    private final ThrottledPeriod throttled = new ThrottledPeriod();
    private final SuspendedAccounts accounts;
    private final Failover failover;
    private final DispatchWaits waits;
    private volatile OperatorOptions options;
    private volatile OperatorStates.State stopped;
    private volatile Instant downSince;

    /// A part that is written and waits for its session.
    ///
    /// @param total submit_sm of its message on this session
    /// @param submit as the session wrote it
    public record PartSubmit(SubmitTask task, int part, int total, Object submit, BoundSession session) {}

    public Dispatcher(
            WorkQueue<SubmitTask> queue,
            BoundSessions sessions,
            Outcomes outcomes,
            OperatorMetrics metrics,
            Clock clock,
            SuspendedAccounts accounts,
            OperatorOptions options) {
        this.accounts = accounts;
        this.queue = queue;
        this.sessions = sessions;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.clock = clock;
        this.options = options;
        failover = new Failover(queue, outcomes);
        waits = new DispatchWaits(clock.nanos());
        downSince = clock.now();
    }

    /// New options of the operator take effect with the next turn.
    public void use(OperatorOptions newOptions) {
        options = newOptions;
    }

    /// The operator gets nothing from the next turn on. Messages of a suspended one go to their next operator, if
    /// they have one; those of a held one wait.
    ///
    /// @param why SUSPENDED or HELD; null: it may be sent to
    public void stop(OperatorStates.State why) {
        stopped = why;
    }

    public OperatorStates.State state() {
        OperatorStates.State why = stopped;
        if (why != null) {
            return why;
        }
        if (sessions.isEmpty()) {
            return OperatorStates.State.UNREACHABLE;
        }
        return throttled.since() == null ? OperatorStates.State.SENDING : OperatorStates.State.THROTTLING;
    }

    /// Sends what may be sent now; waits for something to send, or for permits, at most so long.
    public void turn(Duration timeout) throws InterruptedException {
        if (sessions.isEmpty() || stopped != null) {
            DispatchWaits.Cause cause = stopped == null ? DispatchWaits.Cause.NOT_BOUND : DispatchWaits.Cause.STOPPED;
            long began = clock.nanos();
            withoutSessions(timeout);
            waits.add(cause, clock.nanos() - began);
            return;
        }
        downSince = null;
        if (outcomes.permits() <= 0) {
            awaitPermits(timeout);
            return;
        }
        sendReady();
        int permits = Math.min(sessions.permits(blocked), Math.min(outcomes.permits(), MOST_A_TURN));
        if (permits <= 0) {
            if (!leaveThrottled()) {
                awaitPermits(timeout);
            }
            return;
        }
        List<Claimed<SubmitTask>> taken = take(permits, ready.isEmpty() ? timeout : Duration.ZERO);
        send(taken);
        if (taken.isEmpty() && !ready.isEmpty()) {
            awaitPermits(timeout);
        }
    }

    private List<Claimed<SubmitTask>> take(int permits, Duration timeout) throws InterruptedException {
        long began = clock.nanos();
        List<Claimed<SubmitTask>> taken = queue.take(permits, timeout);
        waits.add(DispatchWaits.Cause.NOTHING_ASKED, clock.nanos() - began);
        return taken;
    }

    private void send(List<Claimed<SubmitTask>> taken) {
        int next = 0;
        boolean permits = !sessions.isEmpty();
        while (permits && next < taken.size()) {
            Claimed<SubmitTask> claimed = taken.get(next++);
            claimed.done();
            write(claimed.item());
            // Before the next one is written, so that it is written for a session that has permits.
            sendReady();
            permits = sessions.permits(blocked) > 0;
        }
        // What has no permits now stays in the queue: what goes before it may come meanwhile.
        giveBack(taken.subList(next, taken.size()));
    }

    /// In the order in which they were.
    private static void giveBack(List<Claimed<SubmitTask>> taken) {
        taken.reversed().forEach(Claimed::giveBack);
    }

    private void awaitPermits(Duration timeout) throws InterruptedException {
        long began = clock.nanos();
        DispatchWaits.Cause cause = awaitSlot(timeout);
        waits.add(cause, clock.nanos() - began);
    }

    /// @return what it waited for
    private DispatchWaits.Cause awaitSlot(Duration timeout) throws InterruptedException {
        if (outcomes.permits() <= 0) {
            Thread.sleep(timeout);
            return DispatchWaits.Cause.COMMITS;
        }
        PartSubmit first = ready.peekFirst();
        Duration pause =
                first == null ? sessions.untilPace() : first.session().pacer().untilPermits();
        Duration wait = pause.isZero() || pause.compareTo(timeout) > 0 ? timeout : pause;
        if (first != null && sessions.permits(blocked) > 0 && wait.compareTo(MOMENT) > 0) {
            // Other sessions have free slots: a message for them may come meanwhile.
            wait = MOMENT;
        }
        if (pause.isZero()) {
            sessions.awaitPermits(first == null ? null : first.session(), wait.toNanos());
            return DispatchWaits.Cause.OPERATOR_ANSWERS;
        }
        boolean throttles =
                first == null ? sessions.allPaused() : first.session().pacer().isThrottled();
        Thread.sleep(wait);
        return throttles ? DispatchWaits.Cause.OPERATOR_THROTTLES : DispatchWaits.Cause.RATE_LIMIT;
    }

    /// Writes a message for the session that has its turn.
    private void write(SubmitTask task) {
        Message message = task.message();
        if (task.isStale()) {
            return;
        }
        Instant now = clock.now();
        if (task.part() == 0 && message.expired(now)) {
            outcomes.report(new Outcome.Expired(task, 0, now));
            return;
        }
        if (holdOrCancel(task, 0, now)) {
            return;
        }
        BoundSession session = sessions.next(blocked);
        if (session == null) {
            queue.again(task, lane(message), Duration.ZERO);
            return;
        }
        PartWriter.write(task, session, ready, outcomes, now);
    }

    /// Hands over what is written, as far as its sessions take it.
    private void sendReady() {
        blocked.clear();
        for (Iterator<PartSubmit> parts = ready.iterator(); parts.hasNext(); ) {
            PartSubmit next = parts.next();
            if (isOver(next)) {
                parts.remove();
            } else if (next.session().pacer().isThrottled()) {
                // It waits in the queue: another session may have permits for it.
                parts.remove();
                again(next, Duration.ZERO);
            } else if (!blocked.contains(next.session()) && offer(next)) {
                parts.remove();
            } else {
                blocked.add(next.session());
            }
        }
    }

    /// @return false when the session cannot take it now
    private boolean offer(PartSubmit next) {
        BoundSession session = next.session();
        // Asked before each part: a process that was paused must not write the rest of what it had taken.
        if (session.pacer().permits() <= 0 || !outcomes.maySend()) {
            return false;
        }
        Offer offer = session.offer(next, this, clock.now());
        if (offer == Offer.WINDOW_FULL) {
            return false;
        }
        if (offer == Offer.ACCEPTED) {
            session.pacer().take();
            metrics.sent(next.task().message(), clock.now());
        } else {
            notTaken(next, offer);
        }
        return true;
    }

    /// A part may wait long for its session: for permits, for the pace, for the end of a pause.
    private boolean isOver(PartSubmit part) {
        SubmitTask task = part.task();
        if (task.progress().candidate() != task.candidate() || !task.progress().isPending(part.part())) {
            return true;
        }
        Instant now = clock.now();
        if (!task.message().expired(now)) {
            return holdOrCancel(PartWriter.one(part), part.total(), now);
        }
        outcomes.report(new Outcome.Expired(PartWriter.one(part), part.total(), now));
        return true;
    }

    /// Messages of a suspended account wait in the queue, until it is active again or their validity ends; or they
    /// are canceled.
    private boolean holdOrCancel(SubmitTask task, int total, Instant now) {
        return SuspendedWork.holdOrCancel(task, total, now, accounts, queue, outcomes);
    }

    /// It cannot be written as SMPP: no session of this operator will take it.
    public void invalid(PartSubmit part, String why) {
        outcomes.report(new Outcome.Refused(part.task(), part.part(), part.total(), -1, true, why, clock.now()));
    }

    private void notTaken(PartSubmit part, Offer offer) {
        if (offer == Offer.INVALID) {
            invalid(part, "cannot be written");
            return;
        }
        // The session is closing: another session, or this one when it is bound again.
        again(part, Duration.ZERO);
    }

    /// Sends a part again after a while.
    public void again(PartSubmit part, Duration delay) {
        queue.again(PartWriter.one(part), lane(part.task().message()), delay);
    }

    /// Sends a part once more, and counts it as a try.
    public void retry(PartSubmit part, Duration delay) {
        SubmitTask task = part.task();
        queue.again(
                new SubmitTask(
                        task.progress(), task.candidate(), PartWriter.one(part).part(), task.attempt() + 1),
                lane(task.message()),
                delay);
    }

    public OperatorOptions options() {
        return options;
    }

    public DispatchWaits waits() {
        return waits;
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    public OperatorMetrics metrics() {
        return metrics;
    }

    public Clock clock() {
        return clock;
    }

    public void capacityAgain() {
        sessions.capacityAgain();
    }

    public static Lane lane(Message message) {
        return new Lane(
                message.messageClass(), message.accountId(), message.owner().weight());
    }

    /// Nothing can be sent: what was written goes back, what waited long enough goes to its next operator.
    private void withoutSessions(Duration timeout) throws InterruptedException {
        if (downSince == null) {
            downSince = clock.now();
        }
        while (!ready.isEmpty()) {
            again(ready.pollFirst(), Duration.ZERO);
        }
        int most = Math.min(MOST_A_TURN, outcomes.permits());
        if (most == 0) {
            Thread.sleep(timeout);
            return;
        }
        List<Claimed<SubmitTask>> taken = queue.take(most, timeout);
        OperatorStates.State why = stopped;
        if (why == null && !sessions.isEmpty()) {
            giveBack(taken);
            return;
        }
        Instant now = clock.now();
        Failover.Cause cause = why != null
                ? Failover.Cause.stopped(why, now, LOOK)
                : new Failover.Cause(downSince, "no session is bound", LOOK, Failover.Leave.LATER);
        for (Claimed<SubmitTask> claimed : taken) {
            claimed.done();
            SubmitTask task = claimed.item();
            if (accounts.of(task.message().accountId()) != SuspendedAccounts.Suspension.CANCEL
                    || !holdOrCancel(task, 0, now)) {
                failover.moveOn(task, cause, options, now);
            }
        }
        if (!taken.isEmpty() && cause.leave() != Failover.Leave.AT_ONCE) {
            sessions.awaitPermits(null, Math.min(STALL.toNanos(), timeout.toNanos()));
        }
    }

    /// The operator took a part.
    public void accepted(Instant now) {
        throttled.accepted(now);
    }

    /// The operator refused a part because it has too much.
    ///
    /// @return whether it waited so long that the next operator has its turn
    public boolean throttled(PartSubmit part, Instant now) {
        throttled.throttled(now);
        Instant end = Failover.at(part.task(), throttled.since(), options);
        return end != null && !now.isBefore(end);
    }

    /// Nothing can be sent because the operator has too much: messages that waited long enough go to their next
    /// operator.
    ///
    /// @return whether there was something to look at
    private boolean leaveThrottled() throws InterruptedException {
        Instant since = throttled.since();
        Instant now = clock.now();
        if (since == null || !sessions.allPaused() || now.isBefore(since.plus(options.otpFailover()))) {
            return false;
        }
        List<Claimed<SubmitTask>> taken = queue.take(MOST_A_TURN, Duration.ZERO);
        Duration pause = sessions.untilPace();
        Failover.Cause cause = new Failover.Cause(
                since, "the operator throttles", pause.compareTo(LOOK) < 0 ? pause : LOOK, Failover.Leave.LATER);
        for (Claimed<SubmitTask> claimed : taken) {
            claimed.done();
            failover.moveOn(claimed.item(), cause, options, now);
        }
        return !taken.isEmpty();
    }
}
