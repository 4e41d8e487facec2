package io.elchi.server.intake;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.Shards;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.RouteService;
import io.elchi.server.routing.Routing;
import io.elchi.server.rules.MessageRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {
    private static final double QUARTER = 0.25;
    private static final double SIXTEENTH = 1.0 / 16;
    private static final double SIXTY_FOURTH = 1.0 / 64;

    @Bean
    Intake.Modules intakeModules(
            Numbers numbers,
            RateLimits limits,
            MessageRules rules,
            Compliance compliance,
            Routing routing,
            ActiveMessages activeMessages,
            Outbound outbound) {
        return new Intake.Modules(numbers, limits, rules, compliance, routing, activeMessages, outbound);
    }

    @Bean
    AcceptanceTransaction.Stores acceptanceStores(
            Database database,
            Ledger ledger,
            MessageStore messages,
            Idempotency idempotency,
            MessageEvents events,
            AcceptedMessages accepted) {
        return new AcceptanceTransaction.Stores(
                database.watchedTransactions("acceptance"), ledger, messages, idempotency, events, accepted);
    }

    @Bean
    AcceptedMessages acceptedMessages(
            Shards shards,
            ActiveMessages activeMessages,
            Outbound outbound,
            ElsewhereQueues elsewhere,
            Handoff handoff) {
        return new AcceptedMessages(shards, activeMessages, outbound, elsewhere, handoff);
    }

    /// What operators said and is not settled, here or in the processes that have the shards.
    record IntakeLag(WorkQueue<Outcome> outcomes, ElsewhereQueues elsewhere) {
        int unsettled() {
            return Math.max(outcomes.size(), elsewhere.unsettled());
        }

        int capacity() {
            return outcomes.capacity();
        }
    }

    @Bean
    IntakeLag intakeLag(WorkQueue<Outcome> outcomes, ElsewhereQueues elsewhere) {
        return new IntakeLag(outcomes, elsewhere);
    }

    @Bean
    IntakeMetrics intakeMetrics(Metrics metrics) {
        return new IntakeMetrics(metrics);
    }

    @Bean(destroyMethod = "close")
    GroupCommit groupCommit(
            IntakeProperties properties,
            AcceptanceTransaction.Stores stores,
            MessagesProperties messages,
            Intake.Modules modules,
            IntakeLag lag,
            IntakeMetrics counted,
            Metrics metrics) {
        AcceptanceTransaction acceptance =
                new AcceptanceTransaction(stores, messages.recheckAfter(), Thread::sleep, counted);
        // What operators said and is not settled yet is our own lag, and urgent messages wait in it like others: so it
        // is kept short.
        Admission.Capacity unsettled =
                Admission.Capacity.of(lag::unsettled, lag.capacity(), 1, QUARTER, SIXTEENTH, SIXTY_FOURTH);
        Admission.Capacity memory = Admission.Capacity.of(
                modules.activeMessages()::size,
                modules.activeMessages().capacity(),
                1,
                3 * QUARTER,
                2.5 * QUARTER,
                2 * QUARTER);
        BacklogThrottle throttle = new BacklogThrottle(modules.outbound()::waiting, lag.outcomes()::size);
        GroupCommit commit = new GroupCommit(properties, acceptance, throttle, unsettled, memory);
        metrics.gauge(Metric.INTAKE_WAITING, commit::waiting);
        commit.start();
        return commit;
    }

    @Bean
    WarmUpIntake.Opening warmUpIntake(
            Intake.Modules modules,
            AcceptanceTransaction.Stores stores,
            IntakeProperties properties,
            Clock clock,
            MessageIds ids) {
        return new WarmUpIntake.Parts(modules, stores, properties, clock, ids)::open;
    }

    @Bean
    Previews previews(Intake.Modules modules, IntakeProperties properties, Ledger ledger, Clock clock) {
        return new Previews(modules, properties, ledger, clock);
    }

    @Bean
    ScheduledMessages.Stores scheduledStores(
            Database database, Ledger ledger, MessageStore messages, MessageEvents events) {
        return new ScheduledMessages.Stores(database.transactions(), ledger, messages, events);
    }

    @Bean
    ScheduledMessages scheduled(
            ScheduledMessages.Stores stores, Intake intake, Batches batches, IntakeProperties properties, Clock clock) {
        return new ScheduledMessages(stores, intake, batches, clock, properties.maxScheduleAhead());
    }

    @Bean
    Intake intake(
            Intake.Modules modules,
            IntakeProperties properties,
            Clock clock,
            MessageIds ids,
            GroupCommit commit,
            IntakeMetrics metrics,
            Health health) {
        health.watch("intake", commit::isAlive);
        return new Intake(modules, properties, clock, ids, commit, metrics);
    }

    @Bean
    AccountPrices accountPrices(Numbers numbers, RouteService routes) {
        return new AccountPrices(numbers, routes);
    }
}
