package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Hands the requests of an [EntrancePort] to its entrance. Those of other ports go on.
final class EntranceValve extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger(EntranceValve.class);

    private final EntrancePort port;
    private final int maxBody;

    EntranceValve(EntrancePort port, int maxBody) {
        super(true);
        this.port = port;
        this.maxBody = maxBody;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getConnector() != port.connector()) {
            getNext().invoke(request, response);
            return;
        }
        String path = request.getDecodedRequestURI();
        String route = port.entrance().route(path);
        if (route != null) {
            request.setAttribute(EdgeValve.ROUTE_ATTRIBUTE, route);
        }
        FastPathValve.write(response, answer(request, path));
    }

    static EntrancePort.EntranceRequest request(Request request, String path, int maxBody) {
        return new EntrancePort.EntranceRequest(
                request.getMethod(),
                path,
                request.getQueryString(),
                new FastRequest(
                        request::getHeader,
                        accountId -> FastPathValve.body(
                                request,
                                accountId,
                                accountId == EntrancePort.STRANGER
                                        ? Math.min(maxBody, EntrancePort.MOST_OF_STRANGER)
                                        : maxBody),
                        InetAddress.ofLiteral(request.getRemoteAddr()),
                        null,
                        (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE)));
    }

    private FastResponse answer(Request request, String path) {
        EntrancePort.Entrance entrance = port.entrance();
        try {
            return entrance.handle(request(request, path, maxBody));
        } catch (RefusedException e) {
            return entrance.refused(path, e.refusal());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return entrance.refused(path, Refusal.of(Failure.SHUTTING_DOWN));
        } catch (DataAccessException | StorageException e) {
            LOG.warn("{}: the database failed: {}", entrance.route(path), e.getMessage());
            return entrance.refused(path, Refusal.of(Failure.UNAVAILABLE));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed", entrance.route(path), e);
            return entrance.refused(path, Refusal.of(Failure.INTERNAL));
        }
    }
}
