package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.RouteDecision;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// An intake for the warm-up of a process that starts. Its messages take the way of all messages up to the commit,
/// through the same code and the same connections; there the transaction is rolled back. They are of an account
/// that does not exist, are in no operator's queue, and are counted by no metric.
public final class WarmUpIntake implements AutoCloseable {
    /// The code for tests (ISO 4217).
    private static final String CURRENCY = "XTS";
    /// Of no account; those of accounts are above 0.
    private static final long ACCOUNT = -1;

    private static final long OPERATOR = -1;
    /// As many as a decision about two operators has.
    private static final int DECISION_OCTETS = 24;
    private static final int RATE = 1_000_000;
    private static final Duration RECHECK = Duration.ofMinutes(1);
    private static final long FUNDS = 1_000_000L * Money.MICROS_PER_UNIT;

    private final GroupCommit commit;
    private final Intake intake;
    private final Metrics metrics = new Metrics();

    /// The parts that it is made of.
    record Parts(
            Intake.Modules modules,
            AcceptanceTransaction.Stores stores,
            IntakeProperties properties,
            Clock clock,
            MessageIds ids) {
        WarmUpIntake open() {
            return new WarmUpIntake(this);
        }
    }

    private WarmUpIntake(Parts parts) {
        ActiveMessages active = new ActiveMessages(Integer.MAX_VALUE);
        Outbound outbound = new Outbound(new Nowhere(active));
        IntakeMetrics counted = new IntakeMetrics(metrics);
        AcceptedMessages dropped =
                new AcceptedMessages(Shards.alone(OPERATOR), active, outbound, ElsewhereQueues.NONE, null);
        AcceptanceTransaction acceptance =
                new AcceptanceTransaction(rollingBack(parts.stores, dropped), RECHECK, Thread::sleep, counted);
        commit = new GroupCommit(parts.properties, acceptance, new BacklogThrottle(outbound::waiting, () -> 0));
        commit.start();
        intake = new Intake(
                modules(parts.modules, active, outbound), parts.properties, parts.clock, parts.ids, commit, counted);
    }

    private static AcceptanceTransaction.Stores rollingBack(
            AcceptanceTransaction.Stores stores, AcceptedMessages dropped) {
        return new AcceptanceTransaction.Stores(
                new RollingBack(stores),
                stores.ledger(),
                stores.messages(),
                stores.idempotency(),
                stores.events(),
                dropped);
    }

    /// What the real modules answer counts for nothing: the account has no sender id, no route and no price.
    private static Intake.Modules modules(Intake.Modules real, ActiveMessages active, Outbound outbound) {
        RouteCandidate nobody = new RouteCandidate(OPERATOR, new long[] {1}, 1, CURRENCY);
        byte[] decision = new byte[DECISION_OCTETS];
        return new Intake.Modules(
                real.numbers(),
                real.limits(),
                real.rules().withoutAsking(),
                question -> {
                    real.compliance().violation(question);
                    return null;
                },
                query -> {
                    real.routing().decide(query);
                    return new RouteDecision.Routed(List.of(nobody), decision);
                },
                active,
                outbound);
    }

    /// Who sends.
    public Caller caller() {
        Account account = new Account(
                ACCOUNT,
                0,
                Account.Type.CLIENT,
                "warm-up",
                null,
                null,
                Account.Standing.ACTIVE,
                CURRENCY,
                RATE,
                10,
                1,
                null,
                0,
                List.of(new Payer(ACCOUNT, CURRENCY)));
        return new Caller(account, Credential.apiKey(0), Set.of(Permission.SMS_SEND));
    }

    public Intake intake() {
        return intake;
    }

    @Override
    public void close() {
        commit.close();
        metrics.close();
    }

    /// Transactions that do everything and leave nothing.
    private record RollingBack(AcceptanceTransaction.Stores stores) implements Transactions {
        /// Ends the transaction.
        private static final class Done extends RuntimeException {
            private static final long serialVersionUID = 1;

            Done() {
                super("the transaction of a warm-up is rolled back", null, false, false);
            }
        }

        @Override
        public <T> T run(Work<T> work) {
            Object[] result = new Object[1];
            try {
                stores.transactions().run(tx -> {
                    stores.ledger().open(tx, ACCOUNT, new Money(CURRENCY, FUNDS));
                    result[0] = work.in(tx);
                    throw new Done();
                });
            } catch (Done ignored) {
                // As it must end.
            }
            @SuppressWarnings("unchecked") // the work's own
            T typed = (T) result[0];
            return typed;
        }
    }

    /// Queues that drop what they are given, and the message with it.
    private record Nowhere(ActiveMessages active) implements OutboundQueues<SubmitTask>, WorkQueue<SubmitTask> {
        @Override
        public WorkQueue<SubmitTask> of(long operatorId) {
            return this;
        }

        @Override
        public void forEach(BiConsumer<Long, WorkQueue<SubmitTask>> action) {
            // Nothing waits.
        }

        @Override
        public boolean offer(SubmitTask task, Lane lane) {
            active.remove(task.message().id());
            return true;
        }

        @Override
        public boolean offerLater(SubmitTask task, Lane lane, Duration delay) {
            return offer(task, lane);
        }

        @Override
        public void again(SubmitTask task, Lane lane, Duration delay) {
            offer(task, lane);
        }

        @Override
        public List<Claimed<SubmitTask>> take(int max, Duration atMost) {
            return List.of();
        }

        @Override
        public List<SubmitTask> remove(Predicate<SubmitTask> fits, int most) {
            return List.of();
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public void clear() {
            // Nothing waits.
        }

        @Override
        public void forEachFirst(Consumer<SubmitTask> action) {
            // Nothing waits.
        }

        @Override
        public int sizeOf(long account) {
            return 0;
        }

        @Override
        public int capacity() {
            return Integer.MAX_VALUE;
        }
    }

    /// Opens one for a warm-up.
    @FunctionalInterface
    public interface Opening {
        WarmUpIntake open();
    }
}
