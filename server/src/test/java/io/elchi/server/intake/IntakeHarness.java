package io.elchi.server.intake;

import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Transactions;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import io.elchi.server.routing.Routing;
import io.elchi.server.rules.MessageRules;
import java.time.Duration;
import java.util.List;

/// The intake without threads: what is sent is committed at once, in one group, by the caller.
public final class IntakeHarness {
    static final IntakeProperties PROPERTIES = new IntakeProperties(
            512,
            2,
            4096,
            Duration.ofMinutes(5),
            Duration.ofHours(48),
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofSeconds(15),
            Duration.ZERO);

    private final Intake intake;
    private final AcceptanceTransaction acceptance;

    /// Where it writes and what it asks.
    public record World(
            Transactions transactions,
            Ledger ledger,
            MessageStore store,
            Routing routing,
            ActiveMessages activeMessages,
            Outbound outbound,
            MessageIds ids,
            Clock clock,
            Shards shards,
            Handoff handoff,
            MessageEvents events,
            Idempotency idempotency) {}

    public IntakeHarness(World world, Duration recheckAfter, Metrics metrics) {
        IntakeMetrics counted = new IntakeMetrics(metrics);
        acceptance = new AcceptanceTransaction(
                new AcceptanceTransaction.Stores(
                        world.transactions,
                        world.ledger,
                        world.store,
                        world.idempotency,
                        world.events,
                        new AcceptedMessages(
                                world.shards,
                                world.activeMessages,
                                world.outbound,
                                ElsewhereQueues.NONE,
                                world.handoff)),
                recheckAfter,
                _ -> {},
                counted);
        intake = new Intake(
                new Intake.Modules(
                        new AnyNumber(),
                        new NoLimit(),
                        MessageRules.NONE,
                        _ -> null,
                        world.routing,
                        world.activeMessages,
                        world.outbound),
                PROPERTIES,
                world.clock,
                world.ids,
                new AtOnce(acceptance),
                counted);
    }

    /// Sends what several callers ask in the same moment.
    ///
    /// @param keys of each caller; null: it has none
    public List<List<SendResult>> send(
            List<Caller> callers, List<List<SendRequest>> requests, List<IdempotencyRecord> keys) {
        List<Submission> group = new java.util.ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            group.add(intake.submission(callers.get(i), requests.get(i), "simulated", keys.get(i)));
        }
        acceptance.accept(group.stream().filter(each -> each.wanted() > 0).toList());
        return group.stream().map(Submission::results).toList();
    }

    private record AtOnce(AcceptanceTransaction acceptance) implements Intake.Committer {
        @Override
        public void commit(Submission submission) {
            acceptance.accept(List.of(submission));
        }

        @Override
        public boolean admits(MessageClass messageClass, int coming) {
            return true;
        }
    }

    private static final class AnyNumber implements Numbers {
        @Override
        public Parsed parse(String text, String defaultCountry) {
            return new Parsed.Valid(new Msisdn(Long.parseLong(text)));
        }

        @Override
        public int countryCode(String country) {
            return 0;
        }

        @Override
        public boolean sharesCountryCode(String country) {
            return false;
        }

        @Override
        public Network network(Msisdn number) {
            return Network.UNKNOWN;
        }

        @Override
        public List<Network> networks() {
            return List.of();
        }
    }

    private static final class NoLimit implements RateLimits {
        @Override
        public Verdict take(long account, int perSecond, int parts) {
            return look(account, perSecond, parts);
        }

        @Override
        public Verdict look(long account, int perSecond, int parts) {
            return new Verdict(true, perSecond, perSecond, Duration.ZERO);
        }
    }
}
