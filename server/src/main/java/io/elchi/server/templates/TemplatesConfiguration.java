package io.elchi.server.templates;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class TemplatesConfiguration {
    @Bean
    TemplateStore templates(Database database) {
        TemplateStore store = new TemplateStore(database.jdbc(), database.reads());
        store.follow(database.notifications());
        return store;
    }
}
