package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import io.elchi.server.observe.Correlation;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;

/// Serves a few paths ahead of the servlet filters: no session, no filter chain, no message conversion. Everything else
/// goes on to Spring.
final class HotDoor extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger(HotDoor.class);
    static final String CORRELATION_HEADER = "X-Correlation-Id";

    private static final int USUAL_BODY = 16 * 1024;
    private static final int TOO_MANY = 429;

    private final Map<String, Served> served = new HashMap<>();
    private final int maxBody;
    private final Doorman doorman;

    /// A handler with what is counted of it.
    ///
    /// @param methodAndPath as a request's first line has them
    record Served(
            HotHandler handler,
            byte[] methodAndPath,
            Metrics.Timing timing,
            Map<Integer, Metrics.Count> statuses,
            Metrics metrics) {
        void count(int status, long nanos) {
            timing.record(nanos);
            statuses.computeIfAbsent(
                            status, code -> metrics.count(Metric.HTTP_REQUESTS, handler.path(), Integer.toString(code)))
                    .one();
        }
    }

    HotDoor(List<HotHandler> handlers, int maxBody, Metrics metrics) {
        super(true);
        this.maxBody = maxBody;
        doorman = new Doorman(this, metrics.count(Metric.HTTP_TURNED_AWAY), System::nanoTime);
        for (HotHandler handler : handlers) {
            served.put(
                    handler.path(),
                    new Served(
                            handler,
                            (handler.method() + " " + handler.path()).getBytes(StandardCharsets.US_ASCII),
                            metrics.timing(Metric.HTTP_SECONDS, handler.path()),
                            new ConcurrentHashMap<>(),
                            metrics));
        }
    }

    /// Who stands before it.
    Doorman doorman() {
        return doorman;
    }

    /// @return null when the request is for none of the paths, or has too much of a body
    Served served(RawRequest request) {
        if (request.bodyLength() > maxBody) {
            return null;
        }
        for (Served each : served.values()) {
            if (request.is(each.methodAndPath)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Served found = served.get(request.getDecodedRequestURI());
        if (found == null) {
            getNext().invoke(request, response);
            return;
        }
        long started = System.nanoTime();
        String given = request.getHeader(CORRELATION_HEADER);
        String correlationId = Correlation.acceptable(given) ? given : Correlation.fresh();
        try (MDC.MDCCloseable _ = Correlation.of(correlationId)) {
            HotAnswer answer = answer(found.handler, request, correlationId);
            write(response, answer, correlationId);
            found.count(answer.status(), System.nanoTime() - started);
            if (answer.status() == TOO_MANY) {
                doorman.refused();
            }
        }
    }

    private HotAnswer answer(HotHandler handler, Request request, String correlationId) throws IOException {
        if (!handler.method().equals(request.getMethod())) {
            return Problem.answer(Refusal.of(Failure.METHOD_NOT_ALLOWED), correlationId)
                    .with(new HotAnswer.Header("Allow", handler.method()));
        }
        if (request.getContentLengthLong() > maxBody) {
            return Problem.answer(Refusal.of(Failure.BODY_TOO_LARGE, "at most " + maxBody + " octets"), correlationId);
        }
        byte[] body = body(request);
        if (body.length > maxBody) {
            return Problem.answer(Refusal.of(Failure.BODY_TOO_LARGE, "at most " + maxBody + " octets"), correlationId);
        }
        try {
            return handler.handle(new HotRequest(
                    request::getHeader, body, InetAddress.ofLiteral(request.getRemoteAddr()), correlationId));
        } catch (RefusedException e) {
            return Problem.answer(e.refusal(), correlationId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.answer(Refusal.of(Failure.SHUTTING_DOWN), correlationId);
        } catch (DataAccessException | StorageException e) {
            LOG.warn("{}: the database failed: {}", handler.path(), e.getMessage());
            return Problem.answer(Refusal.after(Failure.UNAVAILABLE, ProblemAdvice.SOON), correlationId);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed", handler.path(), e);
            return Problem.answer(Refusal.of(Failure.INTERNAL), correlationId);
        }
    }

    private byte[] body(Request request) throws IOException {
        int length = request.getContentLength();
        try (InputStream in = request.getInputStream()) {
            if (length < 0 || length > USUAL_BODY) {
                return in.readNBytes(maxBody + 1); // Grows with what comes, not with what was announced.
            }
            byte[] body = new byte[length];
            int read = in.readNBytes(body, 0, length);
            return read == length ? body : Arrays.copyOf(body, read);
        }
    }

    private static void write(Response response, HotAnswer answer, String correlationId) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.setHeader(CORRELATION_HEADER, correlationId);
        for (HotAnswer.Header header : answer.headers()) {
            response.setHeader(header.name(), header.value());
        }
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
