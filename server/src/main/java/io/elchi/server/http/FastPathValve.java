package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Serves a few paths ahead of the servlet filters: no session, no filter chain, no message conversion. Everything
/// else goes on to Spring, if it came in at the public port.
final class FastPathValve extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger(FastPathValve.class);
    static final String CORRELATION_HEADER = "X-Correlation-Id";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final int USUAL_BODY = 16 * 1024;
    private static final int TOO_MANY = 429;

    private final Map<String, Served> served = new HashMap<>();
    private final List<CallbackHandler> callbacks;
    private final int maxBody;
    private final LoadShedder shedder;
    private final Connector management;

    /// A handler with its route's counts.
    ///
    /// @param methodAndPath as a request's first line has them
    record Served(FastHandler handler, byte[] methodAndPath, RequestCounts counts) {
        void count(int status, long nanos) {
            counts.count(handler.path(), status, nanos);
        }

        boolean isAt(FastHandler.Port port) {
            return handler.port() == FastHandler.Port.BOTH || handler.port() == port;
        }

        boolean takes(String method) {
            return handler.method().equals(method) || handler.method().equals("GET") && "HEAD".equals(method);
        }
    }

    /// Its limits, the reader of addresses, and the management port.
    ///
    /// @param management the connector of the management port; null: there is none
    record Edge(int maxBody, ClientAddress addresses, Connector management) {}

    FastPathValve(
            List<FastHandler> handlers,
            List<CallbackHandler> callbacks,
            Edge edge,
            RequestCounts counts,
            Metrics metrics) {
        super(true);
        this.callbacks = callbacks;
        maxBody = edge.maxBody();
        management = edge.management();
        shedder = new LoadShedder(this, edge.addresses(), metrics.count(Metric.HTTP_SHED), System::nanoTime);
        for (FastHandler handler : handlers) {
            byte[] line = (handler.method() + " " + handler.path()).getBytes(StandardCharsets.US_ASCII);
            served.put(handler.path(), new Served(handler, line, counts));
        }
    }

    /// The load shedder ahead of it.
    LoadShedder shedder() {
        return shedder;
    }

    /// @return null when the request is for none of the public paths, or has too much of a body
    Served served(MinimalHttpRequest request) {
        if (request.bodyLength() > maxBody) {
            return null;
        }
        for (Served each : served.values()) {
            if (request.is(each.methodAndPath) && each.isAt(FastHandler.Port.PUBLIC)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean fromManagement = request.getConnector() == management;
        Served found = served.get(request.getDecodedRequestURI());
        String correlationId = (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE);
        if (found != null && found.isAt(fromManagement ? FastHandler.Port.MANAGEMENT : FastHandler.Port.PUBLIC)) {
            request.setAttribute(EdgeValve.ROUTE_ATTRIBUTE, found.handler.path());
            FastResponse answer = answer(found, request, correlationId);
            write(response, answer);
            if (answer.status() == TOO_MANY) {
                shedder.refused();
            }
        } else if (found != null || fromManagement) {
            write(response, Problem.answer(Refusal.of(Failure.NOT_FOUND), correlationId));
        } else if (!fromManagement && callback(request) instanceof CallbackHandler callback) {
            request.setAttribute(EdgeValve.ROUTE_ATTRIBUTE, callback.route());
            write(response, answer(callback, request, correlationId));
        } else if (METHODS.contains(request.getMethod())) {
            getNext().invoke(request, response);
        } else {
            write(response, notAllowed(correlationId, ALLOW));
        }
    }

    /// null: it is another path.
    private CallbackHandler callback(Request request) {
        for (CallbackHandler each : callbacks) {
            if (request.getDecodedRequestURI().startsWith(each.prefix())) {
                return each;
            }
        }
        return null;
    }

    private FastResponse answer(CallbackHandler callback, Request request, String correlationId) {
        String path = request.getDecodedRequestURI();
        return guarded(
                callback.route(), correlationId, () -> callback.handle(EntranceValve.request(request, path, maxBody)));
    }

    private static FastResponse notAllowed(String correlationId, String allow) {
        return Problem.answer(Refusal.of(Failure.METHOD_NOT_ALLOWED), correlationId)
                .with(new FastResponse.Header("Allow", allow));
    }

    private FastResponse answer(Served found, Request request, String correlationId) {
        FastHandler handler = found.handler;
        if (!found.takes(request.getMethod())) {
            return notAllowed(correlationId, handler.method().equals("GET") ? "GET, HEAD" : handler.method());
        }
        return guarded(handler.path(), correlationId, () -> {
            Query.check(request.getQueryString(), Set.of());
            return handler.handle(new FastRequest(
                    request::getHeader,
                    accountId -> body(request, accountId, maxBody),
                    InetAddress.ofLiteral(request.getRemoteAddr()),
                    ClientCertificate.of(request),
                    correlationId));
        });
    }

    /// Makes an answer.
    private interface Answering {
        FastResponse answer() throws InterruptedException;
    }

    private static FastResponse guarded(String path, String correlationId, Answering answering) {
        try {
            return answering.answer();
        } catch (RefusedException e) {
            return Problem.answer(e.refusal(), correlationId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.answer(Refusal.of(Failure.SHUTTING_DOWN), correlationId);
        } catch (DataAccessException | StorageException e) {
            LOG.warn("{}: the database failed: {}", path, e.getMessage());
            return Problem.answer(Refusal.after(Failure.UNAVAILABLE, ProblemAdvice.SOON), correlationId);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed", path, e);
            return Problem.answer(Refusal.of(Failure.INTERNAL), correlationId);
        }
    }

    /// Reads the body of a request.
    static byte[] body(Request request, long accountId, int maxBody) {
        if (request.getCoyoteRequest().getNote(RequestGuard.NOTE) instanceof GuardedProcessor processor) {
            processor.body().isOf(accountId);
        }
        long length = request.getContentLengthLong();
        if (length > maxBody) {
            throw LimitedBody.tooLarge(maxBody).exception();
        }
        try (InputStream in = request.getInputStream()) {
            if (length < 0 || length > USUAL_BODY) {
                // Grows with what comes, not with what was announced.
                byte[] body = in.readNBytes(maxBody + 1);
                if (body.length > maxBody) {
                    throw LimitedBody.tooLarge(maxBody).exception();
                }
                return body;
            }
            byte[] body = new byte[(int) length];
            int read = in.readNBytes(body, 0, (int) length);
            return read == length ? body : Arrays.copyOf(body, read);
        } catch (IOException e) {
            throw broken(e).exception();
        }
    }

    /// The refusal of a body that could not be read.
    static Refusal broken(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException
                ? Refusal.of(Failure.REQUEST_TIMEOUT, "the body took too long")
                : Refusal.of(Failure.MALFORMED_REQUEST, "the body ends early, or its chunks are no chunks");
    }

    static void write(Response response, FastResponse answer) throws IOException {
        // Where Tomcat itself found an error it has closed the answer to others.
        response.setSuspended(false);
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        for (FastResponse.Header header : answer.headers()) {
            response.setHeader(header.name(), header.value());
        }
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
