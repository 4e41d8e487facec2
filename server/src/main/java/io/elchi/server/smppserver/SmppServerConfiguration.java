package io.elchi.server.smppserver;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventReader;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.OctetEncryption;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.observe.Metrics;
import io.elchi.server.traces.PduRecorder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the sessions of clients.
@Configuration(proxyBeanMethods = false)
public class SmppServerConfiguration {
    @Bean
    MessageRequests messageRequests(
            Intake intake,
            MessageStore messages,
            ScheduledMessages scheduled,
            RefusalLog refusals,
            MessageIds ids,
            SubmitOrigins origins,
            PartEndings endings) {
        return new MessageRequests(
                new MessageRequests.Stores(messages, scheduled, endings), intake, refusals, ids, origins);
    }

    @Bean
    SubmitOrigins submitOrigins() {
        return new SubmitOrigins();
    }

    @Bean
    PartEnds partEnds(SmppDirectory logins, Accounts accounts) {
        return new PartEnds(logins, accounts);
    }

    @Bean
    PartEncryption partEncryption(OctetEncryption octets, AccountSettings accounts) {
        return new PartEncryption(octets, accounts);
    }

    @Bean
    PartEndings partEndings(
            Database database,
            EventLog log,
            Clock clock,
            SmppPartsProperties properties,
            PartEnds ends,
            PartEncryption encryption,
            Metrics metrics) {
        return new PartEndings(database, log, clock, properties, ends, encryption, metrics);
    }

    @Bean
    PartSets partSets(
            Database database,
            EventLog log,
            MessageIds ids,
            Clock clock,
            SmppPartsProperties properties,
            PartEndings endings,
            PartEncryption encryption) {
        return new PartSets(database, log, ids, clock, properties, endings, encryption);
    }

    @Bean
    PartUpkeep partUpkeep(
            Database database,
            PartEndings endings,
            PartSets sets,
            PartUpkeep.Callers callers,
            Intake intake,
            Clock clock,
            Metrics metrics) {
        return new PartUpkeep(database, endings, sets, callers, intake, clock, metrics);
    }

    @Bean
    PartUpkeep.Callers partCallers(SmppDirectory logins, Accounts accounts) {
        return new PartUpkeep.Callers(logins, accounts);
    }

    /// What becomes of parts that are joined.
    record Joining(PartSets sets, PartEndings endings) {}

    @Bean
    Joining joining(PartSets sets, PartEndings endings) {
        return new Joining(sets, endings);
    }

    @Bean
    SubmitQueue.Parts submitQueueParts(
            PartUpkeep.Callers callers,
            Intake intake,
            RateLimits limits,
            RefusalLog refusals,
            MessageRequests messages,
            Joining joining,
            Clock clock) {
        return new SubmitQueue.Parts(
                callers.logins(),
                callers.accounts(),
                intake,
                limits,
                refusals,
                messages,
                joining.sets(),
                joining.endings(),
                new AtomicLong(),
                new LongAdder(),
                clock);
    }

    @Bean
    Deliveries.Parts deliveryParts(
            SmppDirectory logins,
            Binds binds,
            EventReader events,
            EventLog log,
            Database database,
            SubmitOrigins origins,
            Clock clock) {
        return new Deliveries.Parts(logins, binds, events, log, database.transactions(), origins, clock);
    }

    @Bean(destroyMethod = "")
    Deliveries deliveries(Deliveries.Parts parts, PduRecorder pdus, SmppServerProperties properties, Metrics metrics) {
        return new Deliveries(parts, pdus, properties.deliveryExpiry(), metrics);
    }

    /// The server starts and stops it in its turn.
    @Bean(destroyMethod = "")
    ClientServer clientServer(
            SmppServerProperties properties,
            SmppDirectory logins,
            Accounts accounts,
            Binds binds,
            SubmitQueue.Parts queue,
            Deliveries deliveries,
            Metrics metrics) {
        return new ClientServer(properties, new BindCheck.Parts(logins, accounts, binds, queue, deliveries), metrics);
    }
}
