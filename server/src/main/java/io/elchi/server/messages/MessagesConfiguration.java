package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.core.KeyEncryption;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.DbProperties;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.PlatformAccount;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.messages.store.ContentCipher;
import io.elchi.server.messages.store.ContentKeys;
import io.elchi.server.messages.store.PgAbandonedReceipts;
import io.elchi.server.messages.store.PgFigures;
import io.elchi.server.messages.store.PgMessageList;
import io.elchi.server.messages.store.PgMessageSearch;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.messages.store.PgQueueMoves;
import io.elchi.server.messages.store.PgRefusals;
import io.elchi.server.messages.store.PgReveals;
import io.elchi.server.messages.store.PgWaitingQueues;
import io.elchi.server.messages.store.RefusedKeyEvents;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.DeadLetters;
import io.elchi.server.queue.OutboundQueues;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class MessagesConfiguration {
    /// null, and so no bean: there is no key.
    @Bean
    KeyEncryption keyEncryption(ContentProperties properties, DbProperties folder, Database database)
            throws IOException {
        return ContentKeys.encryption(properties, folder.dataFolder(), database);
    }

    @Bean
    ContentCipher contentCipher(
            ObjectProvider<KeyEncryption> encryption, ContentProperties properties, Database database) {
        return ContentKeys.cipher(encryption.getIfAvailable(), properties, database);
    }

    @Bean
    OctetEncryption octetEncryption(ContentCipher cipher) {
        return cipher.octets();
    }

    @Bean
    MessageStore messageStore(Database database, AccountSettings accounts, ContentCipher cipher) {
        return new PgMessageStore(database.jdbc(), database.reads(), accounts, cipher);
    }

    @Bean
    MessageSearch messageSearch(Database database, ContentCipher cipher) {
        return new PgMessageSearch(database.reads(), cipher);
    }

    @Bean
    MessageList messageList(Database database, ContentCipher cipher) {
        return new PgMessageList(database.reads(), cipher);
    }

    @Bean
    Reveals reveals(Database database) {
        return new PgReveals(database.jdbc());
    }

    @Bean
    QueueMoves queueMoves(Database database) {
        return new PgQueueMoves(database.jdbc());
    }

    @Bean
    WaitingQueues waitingQueues(Database database) {
        return new PgWaitingQueues(database.reads());
    }

    @Bean
    AbandonedReceipts abandonedReceipts(Database database) {
        return new PgAbandonedReceipts(database);
    }

    @Bean
    Figures figures(Database database, Clock clock, MessagesProperties properties) {
        return new PgFigures(
                database,
                clock,
                Duration.ofDays(properties.figureMinuteDays()),
                Duration.ofDays(properties.figureHourDays()));
    }

    @Bean
    FigureReports figureReports(Figures figures, Clock clock) {
        return new FigureReports(figures, clock);
    }

    @Bean
    RefusalLog.Store refusalStore(Database database) {
        return new PgRefusals(database.jdbc(), database.reads());
    }

    @Bean
    RefusalLog.Repeated refusedKeys(
            Database database,
            AccountEvents events,
            Subscriptions subscriptions,
            PlatformAccount platform,
            Clock clock) {
        return new RefusedKeyEvents(database.transactions(), events, subscriptions, platform, clock);
    }

    @Bean
    RefusalLog refusalLog(
            RefusalLog.Store store,
            Clock clock,
            MessagesProperties properties,
            RefusalLog.Repeated repeated,
            Metrics metrics) {
        return new RefusalLog(store, clock, properties.refusalsPerMinute(), repeated, metrics);
    }

    @Bean
    Retention retention(
            Database database,
            Clock clock,
            MessagesProperties properties,
            MessageStore messages,
            ContentCipher cipher,
            DeadLetters deadLetters) {
        DayPartitions partitions = new DayPartitions(
                database,
                clock,
                "messages",
                List.of("messages", "events", "cdr_sms"),
                DayPartitions.Key.MESSAGE_ID,
                properties.retentionDays());
        DayPartitions refusals = new DayPartitions(
                database, clock, "messages", List.of("refusals"), DayPartitions.Key.TIME, properties.refusalDays());
        refusals.maintain();
        // Messages cannot be stored without their partitions; the rest can wait for the job.
        partitions.maintain(oldestUnfinished(messages));
        return () -> {
            refusals.maintain();
            Instant oldest = oldestUnfinished(messages);
            partitions.maintain(oldest);
            cipher.destroyKeys(oldest);
            Instant received = clock.now().minus(Duration.ofDays(properties.receivedDays()));
            messages.forgetReceived(received);
            deadLetters.forget(received);
        };
    }

    /// A day with an unfinished message is kept: money is reserved for it, and the row is all that knows of it.
    private static Instant oldestUnfinished(MessageStore messages) {
        List<MessageId> oldest = messages.unfinished(new MessageId(0, 0), 1);
        return oldest.isEmpty() ? Instant.MAX : oldest.getFirst().time();
    }

    @Bean
    OperatorStates operatorStates() {
        return new OperatorStates();
    }

    @Bean
    WaitReasons waitReasons(
            ActiveMessages activeMessages, SuspendedAccounts accounts, OperatorStates operators, Clock clock) {
        return new WaitReasons(activeMessages, accounts, operators, clock);
    }

    @Bean
    MessageEvents messageEvents(EventLog log, Subscriptions subscriptions, Metrics metrics) {
        return new MessageEvents(log, subscriptions, metrics);
    }

    @Bean
    Feedbacks feedbacks(Database database, MessageStore store, Clock clock) {
        return new Feedbacks(database.transactions(), store, clock);
    }

    @Bean
    Outbound outbound(OutboundQueues<SubmitTask> queues, ElsewhereQueues elsewhere) {
        return new Outbound(queues, elsewhere);
    }
}
