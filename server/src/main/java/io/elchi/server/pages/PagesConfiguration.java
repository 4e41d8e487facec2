package io.elchi.server.pages;

import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class PagesConfiguration {
    @Bean
    PagesController pagesController() {
        return new PagesController(new WebApplication("console"), new WebApplication("portal"), new SecureRandom());
    }
}
