package io.elchi.server.inbound;

import io.elchi.server.db.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
public class InboundConfiguration {
    @Bean
    InboundPrices inboundPrices(Database database) {
        InboundPrices prices = new InboundPrices(database.jdbc(), database.reads());
        prices.follow(database.notifications());
        return prices;
    }

    @Bean
    InboundCdrs inboundCdrs(Database database) {
        return new InboundCdrs(database.reads());
    }

    @Bean
    InboundNumbers inboundNumbers(Database database) {
        return new InboundNumbers(database.jdbc());
    }

    @Bean
    InboundRoutes inboundRoutes(Database database) {
        return new InboundRoutes(database.jdbc(), database.reads(), database.transactions());
    }

    @Bean
    InboundKeywords inboundKeywords(Database database) {
        return new InboundKeywords(database.jdbc(), database.reads());
    }

    @Bean
    ReplyOutbox replyOutbox(Database database) {
        return new ReplyOutbox(database.jdbc(), database.reads());
    }

    @Bean
    InboundSearch inboundSearch(Database database) {
        return new InboundSearch(database.reads());
    }
}
