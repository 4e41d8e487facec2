package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.Lease;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.InFlight;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.Routing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the room.
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {
    private static final double QUARTER = 0.25;
    private static final double SIXTY_FOURTH = 1.0 / 64;

    @Bean
    Intake.Rooms intakeRooms(
            Numbers numbers,
            RateLimits limits,
            Compliance compliance,
            Routing routing,
            InFlight inFlight,
            Outbound outbound,
            Lease messagePath) {
        return new Intake.Rooms(numbers, limits, compliance, routing, inFlight, outbound, messagePath);
    }

    @Bean
    Acceptance.Stores acceptanceStores(
            Database database, Ledger ledger, MessageStore messages, Idempotency idempotency) {
        return new Acceptance.Stores(database.transactions(), ledger, messages, idempotency);
    }

    @Bean
    IntakeMetrics intakeMetrics(Metrics metrics) {
        return new IntakeMetrics(metrics);
    }

    @Bean(destroyMethod = "close")
    GroupCommit groupCommit(
            IntakeProperties properties,
            Acceptance.Stores stores,
            MessagesProperties messages,
            Intake.Rooms rooms,
            WorkQueue<Outcome> outcomes,
            IntakeMetrics counted,
            Metrics metrics) {
        Acceptance acceptance = new Acceptance(
                stores, messages.lookAfter(), rooms.inFlight(), rooms.outbound(), Thread::sleep, counted);
        // What operators said and is not settled yet is our own lag, and urgent messages wait in it like others: so it
        // is
        // kept short.
        Admission.Room lag = Admission.Room.of(outcomes::size, outcomes.capacity(), 1, QUARTER, SIXTY_FOURTH);
        Admission.Room memory =
                Admission.Room.of(rooms.inFlight()::size, rooms.inFlight().capacity(), 1, 3 * QUARTER, 2 * QUARTER);
        GroupCommit commit = new GroupCommit(properties, acceptance, new Debt(rooms.outbound()::waiting), lag, memory);
        metrics.gauge(Metric.INTAKE_WAITING, commit::waiting);
        commit.start();
        return commit;
    }

    @Bean
    Intake intake(
            Intake.Rooms rooms,
            IntakeProperties properties,
            Clock clock,
            MessageIds ids,
            GroupCommit commit,
            IntakeMetrics metrics,
            Health health) {
        health.watch("intake", commit::isAlive);
        return new Intake(rooms, properties, clock, ids, commit, metrics);
    }
}
