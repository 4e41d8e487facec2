package io.elchi.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Asks addresses that clients choose. Follows no redirect, reads little of an answer, and connects only to
/// public addresses unless configured: the very address that was checked is the one that is connected to.
public final class OutgoingClient implements AutoCloseable {
    private static final int MOST_OF_ANSWER = 8 * 1024;

    private static final TimeValue IDLE = TimeValue.ofSeconds(15);

    private final CloseableHttpClient client;
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("outgoing-deadlines").daemon().factory());

    /// The response.
    ///
    /// @param status HTTP status
    /// @param retryAfter of the header, in seconds; null when there is none that can be read
    /// @param body its beginning
    public record Answer(int status, Duration retryAfter, String body) {}

    /// The address may not be connected to.
    public static final class ForbiddenAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host + " has a private address");
        }
    }

    /// @param connections at a time, in all and to one host
    /// @param timeout of the whole: an endpoint that sends an octet now and then holds no connection for ever
    /// @param privateAddresses whether loopback, link-local and private networks may be connected to
    public OutgoingClient(int connections, int connectionsToOne, Duration timeout, boolean privateAddresses) {
        this(connections, connectionsToOne, timeout, privateAddresses, PoolConcurrencyPolicy.LAX);
    }

    /// One for any number of hosts: connections that nobody uses are closed, and their hosts are forgotten. Here
    /// `connections` is a limit of all hosts together.
    public static OutgoingClient toManyHosts(
            int connections, int connectionsToOne, Duration timeout, boolean privateAddresses) {
        return new OutgoingClient(
                connections, connectionsToOne, timeout, privateAddresses, PoolConcurrencyPolicy.STRICT);
    }

    private OutgoingClient(
            int connections,
            int connectionsToOne,
            Duration timeout,
            boolean privateAddresses,
            PoolConcurrencyPolicy policy) {
        this.timeout = timeout;
        deadlines.setRemoveOnCancelPolicy(true);
        Timeout wait = Timeout.ofMilliseconds(timeout.toMillis());
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connectionsToOne)
                // LAX: a connection that is asked for is handed over without a common lock.
                .setPoolConcurrencyPolicy(policy)
                .setDnsResolver(privateAddresses ? SystemDefaultDnsResolver.INSTANCE : new PublicAddresses())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(wait)
                        .setSocketTimeout(wait)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(5))
                        .setTimeToLive(TimeValue.ofMinutes(10))
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .build();
        HttpClientBuilder builder = HttpClients.custom();
        if (policy == PoolConcurrencyPolicy.STRICT) {
            builder.evictExpiredConnections().evictIdleConnections(IDLE);
        }
        client = builder.setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(wait)
                        .setResponseTimeout(wait)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Elchi-Webhooks/1")
                .build();
    }

    /// Posts JSON and waits for the answer.
    ///
    /// @throws IOException when none came in time
    public Answer post(URI to, Map<String, String> headers, byte[] json) throws IOException {
        HttpPost request = new HttpPost(to);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return ask(request);
    }

    /// Posts a form and waits for the answer.
    ///
    /// @param form percent-encoded
    /// @throws IOException when none came in time
    public Answer postForm(URI to, String form) throws IOException {
        HttpPost request = new HttpPost(to);
        request.setEntity(new ByteArrayEntity(
                form.getBytes(StandardCharsets.US_ASCII),
                ContentType.APPLICATION_FORM_URLENCODED.withCharset((Charset) null)));
        return ask(request);
    }

    /// Asks by GET and waits for the answer.
    ///
    /// @throws IOException when none came in time
    public Answer get(URI to) throws IOException {
        return ask(new HttpGet(to));
    }

    private Answer ask(HttpUriRequestBase request) throws IOException {
        AtomicBoolean tooLate = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(
                () -> {
                    tooLate.set(true);
                    request.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        // Closed before its end, the connection is dropped: what is behind the beginning of an answer is never read.
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            return answer(response);
        } catch (IOException e) {
            throw tooLate.get() ? new SocketTimeoutException("no answer within " + timeout) : e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static Answer answer(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        String body = "";
        if (entity != null) {
            InputStream in = entity.getContent();
            byte[] octets = in.readNBytes(MOST_OF_ANSWER);
            // At the end already, or too much.
            boolean _ = octets.length == MOST_OF_ANSWER && in.read() < 0;
            body = new String(octets, StandardCharsets.UTF_8);
        }
        String header = response.containsHeader("Retry-After")
                ? response.getFirstHeader("Retry-After").getValue()
                : "";
        Duration retryAfter = header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
        return new Answer(response.getCode(), retryAfter, body);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
    }

    /// Resolves public addresses only; one private address among them forbids the host.
    private static final class PublicAddresses implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw new ForbiddenAddressException(host);
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }

    /// Whether an address belongs to the public internet (RFC 6890 lists those that do not).
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] octets = address.getAddress();
        return octets.length == 4 ? isPublic4(octets) : isPublic6(octets);
    }

    private static boolean isPublic4(byte[] octets) {
        int first = octets[0] & 0xFF;
        int second = octets[1] & 0xFF;
        int third = octets[2] & 0xFF;
        return first != 0
                && first < 240
                // RFC 6598; protocol assignments, documentation and the relays of 6to4; benchmarks.
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 192 && second == 0 && (third == 0 || third == 2))
                && !(first == 192 && second == 88 && third == 99)
                && !(first == 198 && (second == 18 || second == 19))
                && !(first == 198 && second == 51 && third == 100)
                && !(first == 203 && second == 0 && third == 113);
    }

    /// Global unicast is 2000::/3 (RFC 4291, 2.4). What leads to an IPv4 address (mapped, compatible, translated,
    /// NAT64) is outside of it, or 6to4 or Teredo: the address behind them is unknown.
    private static boolean isPublic6(byte[] octets) {
        int first = (octets[0] & 0xFF) << 8 | octets[1] & 0xFF;
        int second = (octets[2] & 0xFF) << 8 | octets[3] & 0xFF;
        return (first & 0xE000) == 0x2000
                && first != 0x2002
                // Protocol assignments with Teredo, and documentation, twice.
                && !(first == 0x2001 && (second < 0x0200 || second == 0x0DB8))
                && !(first == 0x3FFF && second < 0x1000);
    }
}
