package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.SubscriptionSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What processes without sessions of clients have of the module, too: who looks at them, and who writes events for
/// them.
@Configuration(proxyBeanMethods = false)
public class BindsConfiguration {
    @Bean
    Binds binds(Database database, EventLog log) {
        return new Binds(database, log);
    }

    @Bean
    SubscriptionSource smppSubscriptions(SmppDirectory logins) {
        return (accountId, type) -> type == EventType.INBOUND_RECEIVED && logins.wantsInbound(accountId);
    }
}
