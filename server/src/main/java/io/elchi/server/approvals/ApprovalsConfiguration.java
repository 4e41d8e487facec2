package io.elchi.server.approvals;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.identity.Users;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class ApprovalsConfiguration {
    @Bean
    Drafts drafts(Database database, Users users, ApprovalsProperties properties, Clock clock) {
        return new Drafts(new DraftStore(database.jdbc(), clock), users, properties);
    }
}
