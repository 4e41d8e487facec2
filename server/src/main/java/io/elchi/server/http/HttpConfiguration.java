package io.elchi.server.http;

import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Wires the room.
@Configuration(proxyBeanMethods = false)
@Import(SecurityConfiguration.class)
public class HttpConfiguration {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> httpServer(
            HttpProperties properties, List<HotHandler> handlers, Metrics metrics) {
        return factory -> {
            factory.setPort(properties.port());
            factory.setAddress(address(properties.address()));
            factory.addEngineValves(new HotDoor(handlers, properties.maxBody(), metrics));
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReport.class.getName()));
            factory.addConnectorCustomizers(connector -> ((AbstractProtocol<?>) connector.getProtocolHandler())
                    .setMaxConnections(properties.maxConnections()));
        };
    }

    @Bean
    JsonMapperBuilderCustomizer jsonRules() {
        return new JsonRules();
    }

    @Bean
    WebMvcConfigurer pages() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new PageQuery.Resolver());
            }
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("http.address: '" + text + "' is no address", e);
        }
    }
}
