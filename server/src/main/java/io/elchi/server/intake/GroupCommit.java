package io.elchi.server.intake;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects concurrent submissions into few transactions. A few threads commit in turn: while some wait for the
/// disk, the next batch grows, so batches are as large as the load and nobody waits for a fixed time. Urgent
/// submissions go first, and when all those threads are in a commit a thread of their own takes them at once: a
/// large batch takes long.
final class GroupCommit implements Intake.Committer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final double MOST = 7.0 / 8;
    private static final double HALF = 0.5;
    private static final double LITTLE = 1.0 / 32;

    private final IntakeProperties properties;
    private final AcceptanceTransaction acceptance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition urgentArrived = lock.newCondition();
    private final CommitQueue waiting = new CommitQueue();
    private final BacklogThrottle backlog;
    private long pausedUntil = System.nanoTime();
    private final Admission admission;
    private final List<Thread> committers = new CopyOnWriteArrayList<>();
    private volatile int waitingMessages;
    private int idle;
    private boolean closed;

    /// @param backlog what is done with what was accepted, and how far behind it is
    /// @param behind the capacities that a message comes to afterwards
    GroupCommit(
            IntakeProperties properties,
            AcceptanceTransaction acceptance,
            BacklogThrottle backlog,
            Admission.Capacity... behind) {
        this.backlog = backlog;
        this.properties = properties;
        this.acceptance = acceptance;
        Admission.Capacity[] capacities = Arrays.copyOf(behind, behind.length + 1);
        capacities[behind.length] =
                Admission.Capacity.of(() -> waitingMessages, properties.maxWaiting(), 1, MOST, HALF, LITTLE);
        admission = new Admission(capacities);
    }

    void start() {
        for (int i = 0; i < properties.commitsAtATime(); i++) {
            committers.add(Thread.ofPlatform().name("intake-commit-" + i).start(() -> commitAll(this::next)));
        }
        committers.add(Thread.ofPlatform().name("intake-commit-otp").start(() -> commitAll(this::nextUrgent)));
    }

    @Override
    public boolean admits(MessageClass messageClass, int coming) {
        return admission.admits(messageClass, coming);
    }

    /// Waits until the submission has its results; overloaded and closed are results too.
    @Override
    public void commit(Submission submission) throws InterruptedException {
        if (!enqueue(submission)) {
            return;
        }
        try {
            if (!submission.await(properties.commitTimeout()) && withdraw(submission)) {
                submission.refuse(Refusal.after(Failure.UNAVAILABLE, Duration.ofSeconds(1)));
            }
        } catch (InterruptedException e) {
            // Nobody waits for it any more: what is not begun is not done.
            withdraw(submission);
            throw e;
        }
        // What is being committed gets its results, whatever they are.
        while (!submission.await(properties.commitTimeout())) {
            LOG.warn("a commit takes longer than {}", properties.commitTimeout());
        }
    }

    /// Whether all threads that commit are alive.
    boolean isAlive() {
        return committers.stream().allMatch(Thread::isAlive);
    }

    private boolean enqueue(Submission submission) {
        lock.lock();
        try {
            if (closed) {
                submission.refuse(Refusal.of(Failure.SHUTTING_DOWN));
                return false;
            }
            // One submission goes in whatever its size: a batch is never larger than the capacity for it.
            if (waitingMessages > 0 && waitingMessages + submission.wanted() > properties.maxWaiting()) {
                submission.refuse(Intake.OVERLOADED);
                return false;
            }
            waiting.add(submission);
            waitingMessages += submission.wanted();
            if (idle == 0 && submission.urgency() == MessageClass.OTP) {
                urgentArrived.signal();
            } else {
                arrived.signal();
            }
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

    /// The next group of a committer.
    private interface Groups {
        /// @return empty when it is over
        List<Submission> next() throws InterruptedException;
    }

    private void commitAll(Groups groups) {
        try {
            for (List<Submission> group = groups.next(); !group.isEmpty(); group = groups.next()) {
                accept(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever happens, the callers get their results. The committer goes on after an exception; an Error ends
    /// it, and the process with it.
    private void accept(List<Submission> group) {
        try {
            acceptance.accept(group);
        } catch (RuntimeException | Error e) {
            LOG.error("a commit of {} submissions failed", group.size(), e);
            group.forEach(submission -> submission.refuse(Refusal.of(Failure.INTERNAL)));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /// Waiting submissions, up to a commit's size.
    private List<Submission> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean paused = awaitWork();
            List<Submission> group = take(paused);
            if (!waiting.isEmpty()) {
                arrived.signal();
            }
            if (!paused) {
                pausedUntil = System.nanoTime() + backlog.pause().toNanos();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /// The OTPs that come while no other committer could take them.
    private List<Submission> nextUrgent() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Submission first = waiting.first();
                if (idle == 0 && first != null && first.urgency() == MessageClass.OTP) {
                    return take(true);
                }
                urgentArrived.await();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Submission> take(boolean onlyUrgent) {
        List<Submission> group = new ArrayList<>();
        int messages = 0;
        for (Submission first = waiting.first(); first != null; first = waiting.first()) {
            boolean fits = group.isEmpty() || messages + first.wanted() <= properties.commitMessages();
            if (!fits || onlyUrgent && first.urgency() != MessageClass.OTP) {
                break;
            }
            waiting.remove(first);
            messages += first.wanted();
            group.add(first);
        }
        waitingMessages -= messages;
        return group;
    }

    /// OTPs never wait for the sake of what was accepted before.
    ///
    /// @return whether only they may be taken
    private boolean awaitWork() throws InterruptedException {
        while (!closed) {
            Submission first = waiting.first();
            long pause = pausedUntil - System.nanoTime();
            if (first != null && pause <= 0) {
                return false;
            }
            if (first != null && first.urgency() == MessageClass.OTP) {
                return true;
            }
            idle++;
            try {
                if (first == null) {
                    arrived.await();
                } else {
                    arrived.awaitNanos(pause);
                }
            } finally {
                idle--;
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
            urgentArrived.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (Thread committer : committers) {
                committer.join(properties.commitTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
