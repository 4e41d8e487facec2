package io.elchi.server.http;

import io.elchi.server.core.RefusedException;
import io.elchi.server.observe.Correlation;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;
import org.springframework.web.servlet.HandlerMapping;

/// The first valve for every request: it sets the correlation id and the client's address, refuses requests that
/// no path could answer, and counts the answer.
final class EdgeValve extends ValveBase {
    static final String CORRELATION_ATTRIBUTE = EdgeValve.class.getName() + ".correlation";
    /// The route that the answer is counted for.
    static final String ROUTE_ATTRIBUTE = EdgeValve.class.getName() + ".route";

    private final ClientAddress addresses;
    private final RequestCounts counts;
    private final boolean certificates;
    private final OtherForms others;

    /// @param certificates whether clients may show certificates
    /// Requests whose queries are of another form.
    ///
    /// @param prefixes of paths at the public port
    record OtherForms(Set<Connector> entrances, List<String> prefixes) {
        private boolean include(Request request) {
            if (entrances.contains(request.getConnector())) {
                return true;
            }
            for (String prefix : prefixes) {
                if (request.getRequestURI().startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    EdgeValve(ClientAddress addresses, RequestCounts counts, boolean certificates, OtherForms others) {
        super(true);
        this.certificates = certificates;
        this.others = others;
        this.addresses = addresses;
        this.counts = counts;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        long started = System.nanoTime();
        String given = request.getHeader(FastPathValve.CORRELATION_HEADER);
        String correlationId = Correlation.acceptable(given) ? given : Correlation.fresh();
        request.setAttribute(CORRELATION_ATTRIBUTE, correlationId);
        response.setHeader(FastPathValve.CORRELATION_HEADER, correlationId);
        try (MDC.MDCCloseable _ = Correlation.of(correlationId);
                MDC.MDCCloseable _ = certificates ? ClientCertificate.logged(request) : null) {
            FastResponse refusal = refusal(request, response, correlationId);
            if (refusal == null) {
                getNext().invoke(request, response);
            } else {
                FastPathValve.write(response, refusal);
            }
        } finally {
            counts.count(route(request), response.getStatus(), System.nanoTime() - started);
        }
    }

    /// null: somebody further in answers.
    private FastResponse refusal(Request request, Response response, String correlationId) {
        if (response.isError()) {
            return Problem.answer(ProblemReport.refusal(response.getStatus()), correlationId);
        }
        try {
            if (addresses.knowsProxies()) {
                InetAddress peer = InetAddress.ofLiteral(request.getRemoteAddr());
                List<String> values = Collections.list(request.getHeaders(addresses.headerName()));
                request.setRemoteAddr(addresses.of(peer, values).getHostAddress());
            }
            if (!others.include(request)) {
                Query.names(request.getQueryString());
            }
            return null;
        } catch (RefusedException e) {
            return Problem.answer(e.refusal(), correlationId);
        }
    }

    private static String route(Request request) {
        Object route = request.getAttribute(ROUTE_ATTRIBUTE);
        if (route == null) {
            route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        }
        return route == null || route.equals("/**") ? RequestCounts.NONE : route.toString();
    }
}
