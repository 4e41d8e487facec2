package io.elchi.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Sends requests to a server that an administrator chose, and says whether one was written: what was written may have
/// been done, whatever follows. It sends nothing twice, follows no redirect, keeps no cookie and reads little of an
/// answer. Certificates and names of https are verified. Clients' own addresses are for [OutgoingClient].
public final class RequestClient implements AutoCloseable {
    /// Octets of an answer that are read.
    public static final int MOST_OF_ANSWER = 64 * 1024;

    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final String WRITTEN = RequestClient.class.getName() + ".written";

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("request-deadlines").daemon().factory());

    /// A request.
    ///
    /// @param contentType null: there is no body
    /// @param body not to be changed; null: there is none
    public record OutgoingRequest(
            String method, URI uri, List<FastResponse.Header> headers, String contentType, byte[] body) {
        /// Without what may be secret.
        @Override
        public String toString() {
            return "OutgoingRequest[" + method + " " + uri.getHost() + "]";
        }
    }

    /// What became of a request.
    public sealed interface RequestResult {
        /// The server answered.
        ///
        /// @param retryAfter null when there is none that can be read
        /// @param body its beginning, in UTF-8
        /// @param isWhole whether that is all of it
        record RequestAnswered(int status, Duration retryAfter, String body, boolean isWhole)
                implements RequestResult {}

        /// Nothing was written.
        record NotWritten(String why) implements RequestResult {}

        /// It was written, all or some of it, and no answer came.
        record WithoutAnswer(String why) implements RequestResult {}
    }

    /// @param connections at a time
    public RequestClient(int connections) {
        deadlines.setRemoveOnCancelPolicy(true);
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                // What is written into a connection that the server closed meanwhile may be lost.
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .setTimeToLive(TimeValue.ofMinutes(10))
                                .build())
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setTcpNoDelay(true).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .build())
                // Behind the one that connects: whatever it hands on is written.
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), WRITTEN, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(WRITTEN, Boolean.TRUE);
                    return chain.proceed(request, scope);
                })
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Elchi/1")
                .build();
    }

    /// Sends a request and waits for the answer. What goes wrong on the way is a result.
    ///
    /// @param timeout of the whole: a server that sends an octet now and then holds no connection for ever
    public RequestResult send(OutgoingRequest wanted, Duration timeout) {
        HttpUriRequestBase request = new HttpUriRequestBase(wanted.method, wanted.uri);
        wanted.headers.forEach(header -> request.setHeader(header.name(), header.value()));
        if (wanted.body != null) {
            request.setEntity(new ByteArrayEntity(wanted.body, ContentType.parse(wanted.contentType)));
        }
        HttpClientContext context = HttpClientContext.create();
        Future<?> deadline;
        try {
            deadline = deadlines.schedule((Runnable) request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ignored) {
            return new RequestResult.NotWritten("the client is closed");
        }
        try (ClassicHttpResponse response = client.executeOpen(null, request, context)) {
            return answer(response);
        } catch (IOException | RuntimeException e) {
            String why = request.isCancelled() ? "no answer within " + timeout.toMillis() + " ms" : reason(e);
            return context.getAttribute(WRITTEN) == null
                    ? new RequestResult.NotWritten(why)
                    : new RequestResult.WithoutAnswer(why);
        } finally {
            deadline.cancel(false);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static RequestResult answer(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        String body = "";
        boolean whole = true;
        if (entity != null) {
            InputStream in = entity.getContent();
            byte[] octets = in.readNBytes(MOST_OF_ANSWER);
            // Closed before its end, the connection is dropped: what is behind the beginning is never read.
            whole = octets.length < MOST_OF_ANSWER || in.read() < 0;
            body = new String(octets, StandardCharsets.UTF_8);
        }
        String header = response.containsHeader("Retry-After")
                ? response.getFirstHeader("Retry-After").getValue()
                : "";
        Duration retryAfter = header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
        return new RequestResult.RequestAnswered(response.getCode(), retryAfter, body, whole);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
