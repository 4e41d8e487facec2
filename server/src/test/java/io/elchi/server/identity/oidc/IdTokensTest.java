package io.elchi.server.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Failure;
import io.elchi.server.core.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/// A provider that begins to answer and does not end.
@Timeout(60)
class IdTokensTest {
    private static final PendingSignIn PENDING =
            new PendingSignIn("state", "nonce", "v".repeat(64), "/", false, null, Instant.EPOCH);

    @AutoClose
    private final ProviderHttp http = new ProviderHttp();

    private final IdTokens tokens = new IdTokens(http);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private static ClientRegistration registration(int port) {
        String url = "http://127.0.0.1:" + port;
        return ClientRegistration.withRegistrationId("oidc")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientId("elchi")
                .clientSecret("secret")
                .redirectUri("https://elchi.example/callback")
                .scope("openid")
                .authorizationUri(url + "/auth")
                .tokenUri(url + "/token")
                .jwkSetUri(url + "/jwks")
                .issuerUri(url)
                .build();
    }

    private HttpServer slow() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private RefusedException refused(ClientRegistration registration) {
        return catchThrowableOfType(RefusedException.class, () -> tokens.of(registration, PENDING, "code"));
    }

    @Test
    void itHoldsSixteenThreadsForFiveSeconds() throws Exception {
        HttpServer server = slow();
        try {
            ClientRegistration registration = registration(server.getAddress().getPort());
            ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
            long began = System.nanoTime();
            List<Thread> threads = IntStream.range(0, 16)
                    .mapToObj(_ -> Thread.startVirtualThread(
                            () -> failures.add(refused(registration).refusal().failure())))
                    .toList();
            Platform.await("sixteen ask", () -> asked.get() == 16);
            assertThat(refused(registration).refusal().failure()).isEqualTo(Failure.IDENTITY_PROVIDER_UNAVAILABLE);
            assertThat(asked).hasValue(16);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(System.nanoTime() - began)
                    .isBetween(ProviderHttp.TIMEOUT.toNanos(), 4 * ProviderHttp.TIMEOUT.toNanos());
            assertThat(failures).hasSize(16).containsOnly(Failure.IDENTITY_PROVIDER_UNAVAILABLE);
        } finally {
            end.countDown();
            server.stop(0);
        }
    }
}
