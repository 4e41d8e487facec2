package io.elchi.server.http;

import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http2.Http2Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Wires the module.
@Configuration(proxyBeanMethods = false)
@Import(SecurityConfiguration.class)
public class HttpConfiguration {
    /// Of some 50 KB each (reckoned from their buffers), kept for as many requests at a time; beyond that each
    /// request makes and drops one.
    private static final int PROCESSORS = 1_024;
    /// Octets of the request line and all headers.
    private static final int MAX_HEADER = 8_192;
    private static final int MAX_HEADERS = 100;

    @Bean
    ManagementPort managementPort(HttpProperties properties) {
        return new ManagementPort(properties, address(properties.managementAddress()));
    }

    /// What answers at the public port ahead of the servlet filters.
    record PublicPaths(List<FastHandler> handlers, ObjectProvider<CallbackHandler> callback) {
        private List<CallbackHandler> callbacks() {
            return callback.stream().toList();
        }

        private FastPathValve valve(FastPathValve.Edge edge, RequestCounts counts, Metrics metrics) {
            return new FastPathValve(handlers, callbacks(), edge, counts, metrics);
        }

        private EdgeValve.OtherForms otherForms(List<EntrancePort> open) {
            return new EdgeValve.OtherForms(
                    connectors(open),
                    callbacks().stream().map(CallbackHandler::prefix).toList());
        }
    }

    @Bean
    PublicPaths publicPaths(List<FastHandler> handlers, ObjectProvider<CallbackHandler> callback) {
        return new PublicPaths(handlers, callback);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> httpServer(
            HttpProperties properties,
            ManagementPort management,
            ObjectProvider<EntrancePort> entrances,
            PublicPaths paths,
            PublicTls tls,
            Metrics metrics,
            Health health) {
        return factory -> {
            factory.setPort(properties.port());
            factory.setAddress(address(properties.address()));
            ClientAddress addresses = new ClientAddress(properties.trustedProxies(), properties.forwardedHeader());
            RequestCounts counts = new RequestCounts(metrics);
            FastPathValve fastPath = paths.valve(
                    new FastPathValve.Edge(properties.maxBody(), addresses, management.connector()), counts, metrics);
            List<EntrancePort> open =
                    entrances.stream().filter(EntrancePort::isOpen).toList();
            factory.addEngineValves(new EdgeValve(addresses, counts, tls.asksClients(), paths.otherForms(open)));
            open.forEach(each -> factory.addEngineValves(new EntranceValve(each, properties.maxBody())));
            factory.addEngineValves(fastPath);
            factory.setProtocol(LoadSheddingProtocol.class.getName());
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReport.class.getName()));
            LimitedBody.Limits bodies = new LimitedBody.Limits(
                    properties.maxBody(),
                    properties.bodyTimeout(),
                    BodyBudget.ofHeap(properties.bodyMemoryPercent(), metrics));
            LoadSheddingProtocol.Guards guards = new LoadSheddingProtocol.Guards(
                    fastPath.shedder(),
                    limits(properties, addresses, metrics),
                    bodies,
                    properties.headerTimeout(),
                    counts,
                    metrics.count(Metric.HTTP_HANDSHAKES_FAILED));
            factory.addConnectorCustomizers(connector -> {
                LoadSheddingProtocol protocol = limited(connector, properties);
                protocol.setMaxConnections(properties.maxConnections());
                protocol.setProcessorCache(PROCESSORS);
                if (tls.isOn()) {
                    secure(connector, protocol, properties);
                    tls.apply(protocol, metrics, health);
                }
                protocol.place(guards);
                health.watch("http", protocol::isAlive);
                metrics.gauge(Metric.HTTP_CONNECTIONS, protocol::connections, "public");
            });
            LoadSheddingProtocol own = limited(management.connector(), properties);
            own.place(guards.of(management.limits(addresses, metrics)));
            metrics.gauge(Metric.HTTP_CONNECTIONS, own::connections, "management");
            factory.addAdditionalConnectors(management.connector());
            open.forEach(each -> factory.addAdditionalConnectors(
                    entrance(each, properties, guards.of(limits(properties, addresses, metrics)), metrics)));
        };
    }

    private static Set<Connector> connectors(List<EntrancePort> ports) {
        return ports.stream().map(EntrancePort::connector).collect(Collectors.toSet());
    }

    private static ConnectionLimits limits(HttpProperties properties, ClientAddress addresses, Metrics metrics) {
        return new ConnectionLimits(
                properties.maxConnectionsPerAddress(), addresses, metrics.count(Metric.HTTP_CONNECTIONS_REFUSED));
    }

    private static Connector entrance(
            EntrancePort port, HttpProperties properties, LoadSheddingProtocol.Guards guards, Metrics metrics) {
        LoadSheddingProtocol protocol = limited(port.connector(), properties);
        protocol.setAddress(address(port.address()));
        protocol.setMaxConnections(properties.maxConnections());
        protocol.place(guards);
        metrics.gauge(Metric.HTTP_CONNECTIONS, protocol::connections, "entrance");
        return port.connector();
    }

    private static void secure(Connector connector, LoadSheddingProtocol protocol, HttpProperties properties) {
        connector.setScheme("https");
        connector.setSecure(true);
        if (properties.http2()) {
            protocol.addUpgradeProtocol(new Http2Protocol());
        }
    }

    private static LoadSheddingProtocol limited(Connector connector, HttpProperties properties) {
        // No code but ours reads a body, and none reads a form.
        connector.setParseBodyMethods("");
        // So that it is answered like any other method that is not there.
        connector.setAllowTrace(true);
        LoadSheddingProtocol protocol = (LoadSheddingProtocol) connector.getProtocolHandler();
        protocol.setConnectionTimeout((int) properties.headerTimeout().toMillis());
        protocol.setKeepAliveTimeout((int) properties.idleTimeout().toMillis());
        protocol.setMaxHttpRequestHeaderSize(MAX_HEADER);
        protocol.setMaxHeaderCount(MAX_HEADERS);
        // A client with "Expect: 100-continue" gets its answer when its body is read.
        protocol.setContinueResponseTiming("onRead");
        return protocol;
    }

    @Bean
    JsonMapperBuilderCustomizer jsonRules() {
        return new JsonRules();
    }

    @Bean
    ApprovedRequests approvedRequests(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings,
            RequestMappingHandlerAdapter controllers) {
        return new ApprovedRequests(mappings, controllers);
    }

    @Bean
    WatchedReads watchedReads(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings,
            RequestMappingHandlerAdapter controllers,
            OperationPermissions permissions) {
        return new WatchedReads(mappings, controllers, permissions);
    }

    /// @param rule asked for late: it needs the database, and this is made before it
    @Bean
    WebMvcConfigurer pages(ObjectProvider<TwoPersonRule> rule, ObjectProvider<AccessRecord> record) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new PageQuery.Resolver());
                resolvers.add(new Approval.Resolver(rule::getObject));
            }

            /// Else it would read and write any `application/...+json`, problem documents among them.
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.configureMessageConverters(each -> {
                    if (each instanceof JacksonJsonHttpMessageConverter json) {
                        json.setSupportedMediaTypes(List.of(MediaType.APPLICATION_JSON));
                    }
                });
            }

            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new QueryCheck());
                interceptors.addInterceptor(new DeprecationHeaders());
                interceptors.addInterceptor(new RecordedReads(record::getObject));
            }
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("http: '" + text + "' is no address", e);
        }
    }
}
