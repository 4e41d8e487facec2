package io.elchi.server.connectors;

import io.elchi.server.core.Clock;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.messages.TestNumber;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.WorkQueue;
import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers test messages in the place of an operator, as their [TestNumber]s say. There is no link: nothing leaves
/// this process.
///
/// Receipts that are not sent yet are in its memory alone: messages whose receipt is lost with the process end as
/// those of an operator that sends none.
final class TestOperator {
    private static final Logger LOG = LoggerFactory.getLogger(TestOperator.class);
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final int MOST_A_TURN = 256;
    /// Receipts to come; with more it takes no messages.
    static final int MOST_PENDING = 20_000;

    private final WorkQueue<SubmitTask> queue;
    private final Outcomes outcomes;
    private final SuspendedAccounts accounts;
    private final Clock clock;
    private final PriorityQueue<Due> pending = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Thread thread;
    private volatile boolean stopping;

    private record Due(Instant at, ReceiptReport report) {}

    TestOperator(WorkQueue<SubmitTask> queue, Outcomes outcomes, SuspendedAccounts accounts, Clock clock) {
        this.queue = queue;
        this.outcomes = outcomes;
        this.accounts = accounts;
        this.clock = clock;
        thread = Thread.ofVirtual().name("dispatch-test").start(this::run);
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    private void run() {
        while (!stopping) {
            try {
                turn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("a turn of the test operator failed", e);
                pause();
            }
        }
    }

    /// The cause may be there in the next turn, too.
    private static void pause() {
        try {
            Thread.sleep(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        sendDue();
        int permits = Math.min(MOST_A_TURN, Math.min(outcomes.permits(), MOST_PENDING - pending.size()));
        Duration wait = untilDue();
        if (permits <= 0) {
            Thread.sleep(wait);
            return;
        }
        if (!answer(queue.take(permits, wait))) {
            // The first one has more parts than outcomes have places.
            Thread.sleep(wait);
        }
    }

    /// @return false when there were some and none was answered
    private boolean answer(List<Claimed<SubmitTask>> taken) {
        int next = 0;
        try {
            // A message has an outcome for each part.
            while (next < taken.size()
                    && outcomes.permits() >= taken.get(next).item().message().parts()) {
                Claimed<SubmitTask> claimed = taken.get(next++);
                claimed.done();
                answer(claimed.item());
            }
        } finally {
            taken.subList(next, taken.size()).reversed().forEach(Claimed::giveBack);
        }
        return next > 0 || taken.isEmpty();
    }

    private Duration untilDue() {
        Due next = pending.peek();
        if (next == null) {
            return TIMEOUT;
        }
        Duration left = Duration.between(clock.now(), next.at);
        // One that is due and could not be sent is tried again after a moment.
        return left.isNegative() || left.isZero()
                ? Duration.ofMillis(10)
                : left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
    }

    private void sendDue() {
        Instant now = clock.now();
        while (!pending.isEmpty() && !pending.peek().at.isAfter(now) && outcomes.maySend()) {
            ReceiptReport report = pending.peek().report;
            if (!outcomes.offer(new Outcome.Receipt(RouteCandidate.TEST_OPERATOR, report, () -> {}, now))) {
                return;
            }
            pending.poll();
        }
    }

    private void answer(SubmitTask task) {
        Message message = task.message();
        Instant now = clock.now();
        if (task.isStale()) {
            return;
        }
        if (message.expired(now)) {
            outcomes.report(new Outcome.Expired(task, 0, now));
            return;
        }
        if (SuspendedWork.holdOrCancel(task, message.parts(), now, accounts, queue, outcomes)) {
            return;
        }
        TestNumber number = TestNumber.of(message.to());
        for (int part = 1; part <= message.parts(); part++) {
            boolean wanted = task.part() == 0 ? task.progress().isPending(part) : task.part() == part;
            if (wanted) {
                answer(task, part, number, now);
            }
        }
    }

    private void answer(SubmitTask task, int part, TestNumber number, Instant now) {
        Message message = task.message();
        int status = number.commandStatus();
        if (status != 0) {
            String why = CommandStatus.describe(status);
            outcomes.report(new Outcome.Refused(task, part, message.parts(), status, false, why, now));
            return;
        }
        String id = "test-" + message.id() + "-" + part;
        outcomes.report(new Outcome.Submitted(task, part, message.parts(), id, id, false, now));
        Instant at = now;
        for (TestNumber.TestReceipt step : number.receipts()) {
            at = at.plus(step.after());
            pending.add(new Due(at, receipt(id, step, at, message)));
        }
    }

    private static ReceiptReport receipt(String id, TestNumber.TestReceipt step, Instant at, Message message) {
        String word = step.state().word();
        return new ReceiptReport(
                id,
                id,
                step.state(),
                word,
                step.error(),
                at,
                message.to().digits(),
                message.sender(),
                "id:" + id + " stat:" + word + " err:" + step.error());
    }
}
