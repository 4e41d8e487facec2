package io.elchi.server.boot;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.events.PlatformAccount;
import io.elchi.server.http.FastHandler;
import io.elchi.server.http.KeyAuthenticator;
import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.observe.Rates;
import io.elchi.server.queue.DeadLetters;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.ShardStates;
import io.elchi.server.tracking.TrackingProperties;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the modules meet at: queues, what is in progress, ids; and of Spring Boot exactly what is used.
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
public class BootConfiguration {
    @Bean
    MessageIds messageIds(Clock clock) {
        return new MessageIds(
                clock, (RandomGenerator) () -> ThreadLocalRandom.current().nextLong());
    }

    /// Fairness survives a restart: what is read back has its account's weight of now.
    @Bean
    AccountSettings accountSettings(Accounts accounts) {
        return new AccountSettings() {
            @Override
            public int weight(long account) {
                return accounts.account(account).map(Account::weight).orElse(1);
            }

            @Override
            public int contentDays(long account) {
                return accounts.account(account).map(Account::contentDays).orElse(0);
            }
        };
    }

    /// By the snapshot in memory, which follows every change.
    @Bean
    SuspendedAccounts suspendedAccounts(Accounts accounts) {
        return id -> accounts.account(id)
                .map(account -> switch (account.standing()) {
                    case ACTIVE -> SuspendedAccounts.Suspension.NONE;
                    case SUSPENDED -> SuspendedAccounts.Suspension.HOLD;
                    case CANCELING -> SuspendedAccounts.Suspension.CANCEL;
                })
                .orElse(SuspendedAccounts.Suspension.NONE);
    }

    /// The first account of all, which is never removed.
    @Bean
    PlatformAccount platformAccount(AccountStore accounts) {
        AtomicLong known = new AtomicLong();
        return () -> {
            if (known.get() == 0) {
                known.set(accounts.admin().orElse(0L));
            }
            return known.get() == 0 ? OptionalLong.empty() : OptionalLong.of(known.get());
        };
    }

    @Bean
    ActiveMessages activeMessages(TrackingProperties properties) {
        return new ActiveMessages(properties.maxActiveMessages());
    }

    @Bean
    OutboundQueues<SubmitTask> outboundQueues(QueueProperties properties, Clock clock, Metrics metrics) {
        return Queues.localOutbound(
                properties.outbound(),
                clock,
                (operator, queue) -> metrics.gauge(Metric.QUEUE_DEPTH, queue::size, "outbound." + operator));
    }

    @Bean
    WorkQueue<Outcome> outcomes(TrackingProperties properties, Clock clock, Metrics metrics) {
        WorkQueue<Outcome> queue = Queues.local(properties.maxWaiting(), clock);
        metrics.gauge(Metric.QUEUE_DEPTH, queue::size, "outcomes");
        return queue;
    }

    /// A process without routes has no shards, and sends to none.
    @Bean
    ElsewhereQueues elsewhereQueues(
            Shards shards, ObjectProvider<ShardStates> states, ObjectProvider<OperatorHealth> operators) {
        ShardStates known = states.getIfAvailable();
        return known == null ? ElsewhereQueues.NONE : new ElsewhereShards(shards, known, operators.getObject());
    }

    /// The server stops it in its turn.
    @Bean(destroyMethod = "")
    Handoff handoff(Database database, Metrics metrics) {
        return Queues.postgresHandoff(database, metrics);
    }

    @Bean
    DeadLetters deadLetters(Database database) {
        return Queues.postgresDeadLetters(database);
    }

    @Bean
    Rates rates(Metrics metrics, Clock clock) {
        return new Rates(metrics, clock, List.of(Metric.ACCEPTED, Metric.SUBMITTED_PARTS, Metric.DELIVERED));
    }

    @Bean
    FastHandler liveHandler(Health health) {
        return ObserveHandlers.live(health);
    }

    @Bean
    FastHandler readyHandler(Health health, KeyAuthenticator keys) {
        return ObserveHandlers.ready(health, keys);
    }

    @Bean
    FastHandler metricsHandler(Metrics metrics) {
        return ObserveHandlers.metrics(metrics);
    }
}
