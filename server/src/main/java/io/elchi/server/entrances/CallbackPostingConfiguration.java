package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.observe.Metrics;
import io.elchi.server.webhooks.WebhooksProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what asks addresses of clients: the role webhooks alone has it.
@Configuration(proxyBeanMethods = false)
public class CallbackPostingConfiguration {
    /// The server stops it in its turn, once.
    @Bean(destroyMethod = "")
    CallbackPosting callbackPosting(
            EntrancesProperties properties,
            WebhooksProperties webhooks,
            Database database,
            EventLog log,
            SmppDirectory logins,
            Lease postingLease,
            Metrics metrics) {
        OutgoingClient client = OutgoingClient.toManyHosts(
                properties.callbacksAtATime(),
                properties.callbacksPerHost(),
                properties.callbackTimeout(),
                webhooks.privateAddresses());
        CallbackStore store = new CallbackStore(database, Clock.SYSTEM);
        CallbackEvents events = new CallbackEvents(
                new CallbackEvents.Parts(log, store, logins, database.transactions()), postingLease, Clock.SYSTEM);
        CallbackRunner runner = new CallbackRunner(
                new CallbackRunner.Parts(
                        events,
                        store,
                        new CallbackSender(client, metrics),
                        database.transactions(),
                        postingLease,
                        Clock.SYSTEM),
                new CallbackPlaces.Limits(
                        properties.callbacksAtATime(), properties.callbacksPerAccount(), properties.callbacksPerHost()),
                metrics);
        return new CallbackPosting(runner, store, client, properties, Clock.SYSTEM, metrics);
    }
}
