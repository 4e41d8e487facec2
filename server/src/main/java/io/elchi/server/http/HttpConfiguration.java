package io.elchi.server.http;

import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.catalina.core.StandardHost;
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
    /// Of some 50 KB each (reckoned from their buffers), kept for as many requests at a time; beyond that each request
    /// makes and drops one.
    private static final int PROCESSORS = 1_024;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> httpServer(
            HttpProperties properties, List<HotHandler> handlers, Metrics metrics) {
        return factory -> {
            factory.setPort(properties.port());
            factory.setAddress(address(properties.address()));
            HotDoor door = new HotDoor(handlers, properties.maxBody(), metrics);
            factory.addEngineValves(door);
            factory.setProtocol(DoormanProtocol.class.getName());
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReport.class.getName()));
            factory.addConnectorCustomizers(connector -> {
                DoormanProtocol protocol = (DoormanProtocol) connector.getProtocolHandler();
                protocol.setMaxConnections(properties.maxConnections());
                protocol.setProcessorCache(PROCESSORS);
                protocol.place(door.doorman());
            });
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
