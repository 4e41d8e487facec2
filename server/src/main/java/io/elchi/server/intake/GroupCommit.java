package io.elchi.server.intake;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers what callers send in the same moments into few transactions. A few threads commit in turn: while some wait
/// for the disk, the next batch grows, so batches are as large as the load and nobody waits for a fixed time. Urgent
/// submissions go first.
final class GroupCommit implements Intake.Committer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final double MOST = 7.0 / 8;
    private static final double LITTLE = 1.0 / 32;

    private final IntakeProperties properties;
    private final Acceptance acceptance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Line waiting = new Line();
    private final Debt debt;
    private long restUntil = System.nanoTime();
    private final Admission admission;
    private final List<Thread> committers = new ArrayList<>();
    private volatile int waitingMessages;
    private boolean closed;

    /// @param debt what is done with what was accepted, and how far behind it is
    /// @param behind the rooms that a message comes to afterwards
    GroupCommit(IntakeProperties properties, Acceptance acceptance, Debt debt, Admission.Room... behind) {
        this.debt = debt;
        this.properties = properties;
        this.acceptance = acceptance;
        Admission.Room[] rooms = Arrays.copyOf(behind, behind.length + 1);
        rooms[behind.length] = Admission.Room.of(() -> waitingMessages, properties.maxWaiting(), 1, MOST, LITTLE);
        admission = new Admission(rooms);
    }

    void start() {
        for (int i = 0; i < properties.commitsAtATime(); i++) {
            committers.add(Thread.ofPlatform().name("intake-commit-" + i).start(this::commitAll));
        }
    }

    @Override
    public boolean admits(MessageClass messageClass) {
        return admission.admits(messageClass);
    }

    /// Waits until the submission has its results; overloaded and closed are results too.
    @Override
    public void commit(Submission submission) throws InterruptedException {
        if (!enqueue(submission)) {
            return;
        }
        try {
            if (!submission.await(properties.commitPatience()) && withdraw(submission)) {
                submission.refuse(Refusal.after(Failure.UNAVAILABLE, Duration.ofSeconds(1)));
            }
        } catch (InterruptedException e) {
            // Nobody waits for it any more: what is not begun is not done.
            withdraw(submission);
            throw e;
        }
        // What is being committed gets its results, whatever they are.
        while (!submission.await(properties.commitPatience())) {
            LOG.warn("a commit takes longer than {}", properties.commitPatience());
        }
    }

    private boolean enqueue(Submission submission) {
        lock.lock();
        try {
            if (closed) {
                submission.refuse(Refusal.of(Failure.SHUTTING_DOWN));
                return false;
            }
            // One submission goes in whatever its size: a batch is never larger than the room for it.
            if (waitingMessages > 0 && waitingMessages + submission.wanted() > properties.maxWaiting()) {
                submission.refuse(Intake.OVERLOADED);
                return false;
            }
            waiting.add(submission);
            waitingMessages += submission.wanted();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean withdraw(Submission submission) {
        lock.lock();
        try {
            boolean there = waiting.remove(submission);
            waitingMessages -= there ? submission.wanted() : 0;
            return there;
        } finally {
            lock.unlock();
        }
    }

    /// Messages that wait for their commit.
    int waiting() {
        return waitingMessages;
    }

    private void commitAll() {
        try {
            for (List<Submission> group = next(); !group.isEmpty(); group = next()) {
                accept(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever happens, the callers get their results and the committer goes on.
    private void accept(List<Submission> group) {
        try {
            acceptance.accept(group);
        } catch (RuntimeException | Error e) {
            LOG.error("a commit of {} submissions failed", group.size(), e);
            group.forEach(submission -> submission.refuse(Refusal.of(Failure.INTERNAL)));
        }
    }

    /// What waits, up to a commit's size; empty when it is over.
    private List<Submission> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean resting = awaitWork();
            List<Submission> group = new ArrayList<>();
            int messages = 0;
            for (Submission first = waiting.first(); first != null; first = waiting.first()) {
                boolean fits = group.isEmpty() || messages + first.wanted() <= properties.commitMessages();
                if (!fits || resting && first.urgency() != MessageClass.OTP) {
                    break;
                }
                waiting.remove(first);
                messages += first.wanted();
                group.add(first);
            }
            waitingMessages -= messages;
            if (!waiting.isEmpty()) {
                arrived.signal();
            }
            if (!resting) {
                restUntil = System.nanoTime() + debt.rest().toNanos();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /// OTPs never wait for the sake of what was accepted before.
    ///
    /// @return whether only they may be taken
    private boolean awaitWork() throws InterruptedException {
        while (!closed) {
            Submission first = waiting.first();
            long rest = restUntil - System.nanoTime();
            if (first == null) {
                arrived.await();
            } else if (rest <= 0) {
                return false;
            } else if (first.urgency() == MessageClass.OTP) {
                return true;
            } else {
                arrived.awaitNanos(rest);
            }
        }
        return false;
    }

    /// Takes nothing new, commits what waits, and ends.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (Thread committer : committers) {
                committer.join(properties.commitPatience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
