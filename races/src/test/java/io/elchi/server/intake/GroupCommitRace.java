package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.observe.Metrics;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Three callers, of which one sends an OTP, and a close in between: every caller gets its results, and nothing is
/// left behind. The database is away, so that the results need no tables.
public final class GroupCommitRace {
    private GroupCommitRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        Transactions away = new Transactions() {
            @Override
            public <T> T run(Work<T> work) {
                throw new NotCommittedException(new SQLTransientException("away"));
            }
        };
        IntakeProperties properties = new IntakeProperties(
                2,
                1,
                100,
                Duration.ofMinutes(5),
                Duration.ofHours(48),
                Duration.ofDays(7),
                Duration.ofDays(7),
                Duration.ofSeconds(15),
                Duration.ZERO);
        AcceptanceTransaction acceptance = new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(away, null, null, null, null, null),
                Duration.ofMinutes(2),
                _ -> {},
                new IntakeMetrics(new Metrics()));
        GroupCommit commit = new GroupCommit(properties, acceptance, new BacklogThrottle(() -> 0, () -> 0));
        commit.start();
        List<Submission> submissions = List.of(
                submission(MessageClass.TRANSACTIONAL, 1),
                submission(MessageClass.OTP, 2),
                submission(MessageClass.PROMOTIONAL, 3));
        List<Thread> threads = new ArrayList<>();
        for (Submission submission : submissions) {
            threads.add(new Thread(() -> commit(commit, submission)));
        }
        threads.add(new Thread(commit::close));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Submission submission : submissions) {
            check(submission.results() != null && submission.results().size() == 1, "each has its result");
        }
        check(commit.waiting() == 0, "nothing waits: " + commit.waiting());
    }

    private static void commit(GroupCommit commit, Submission submission) {
        try {
            commit.commit(submission);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Submission submission(MessageClass messageClass, int number) {
        Message message = new Message(
                new MessageId(number, 0),
                new Message.Owner(1, 1, 1),
                new Message.Recipient(new Msisdn(998_901_234_567L), null, null, null, false),
                "Bank",
                new Content.Text("x", Encoding.GSM7, 1),
                messageClass,
                new Message.Quote(
                        "UZS",
                        RouteCandidate.NONE,
                        List.of(new RouteCandidate(1, new long[] {1}, 1, "UZS")),
                        new byte[0]),
                new Message.ClientData(null, "c", null),
                new Message.Times(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)),
                0,
                DeliveryOptions.NONE);
        Ledger.Claim claim = new Ledger.Claim(new long[] {1}, new long[] {1});
        return new Submission(1, List.of(PricedMessage.ready(message, claim)), null);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
