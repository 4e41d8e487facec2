package io.elchi.server.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class DocsConfiguration {
    @Bean
    DocsController docsController() {
        return new DocsController(new DocsFiles());
    }
}
