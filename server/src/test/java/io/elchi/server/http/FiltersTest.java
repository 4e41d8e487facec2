package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import jakarta.servlet.ServletContext;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/// What Spring puts in front of our code, and what it believes.
class FiltersTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("http.trusted_proxies", "127.0.0.1/32"));

    private static final TestServer SERVER = PLATFORM.server();

    /// Each of these was read: none looks at a body. One that comes with a new version of Spring fails this
    /// test, and is read before it gets its line.
    @Test
    void noFilterAheadOfSecurityReadsABody() {
        assertThat(SERVER.part(ServletContext.class).getFilterRegistrations().keySet())
                .containsExactlyInAnyOrder(
                        "databaseFailures",
                        "pathAliases",
                        "requestContextFilter",
                        "springSecurityFilterChain",
                        "springSessionRepositoryFilter",
                        "Tomcat WebSocket (JSR356) Filter");
    }

    @Test
    void springBelievesNoHeaderOfAProxy() {
        assertThat(SERVER.part(Environment.class).getProperty("server.forward-headers-strategy"))
                .isEqualTo("none");
    }

    private static int status(String key, String path, String forwarded) {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("X-Forwarded-For", forwarded);
        if (path.endsWith("/send")) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{"));
        }
        return SERVER.send(request.build()).statusCode();
    }

    /// Behind a proxy, an allow list is about the client's address, on the fast path as in Spring's chain.
    @Test
    void allowListsWorkBehindATrustedProxy() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        String key = PLATFORM.admin()
                .post(
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'x','scopes':['sms:send','sms:read'],'ip_whitelist':['198.51.100.0/24']}"
                                .formatted(bank))
                .is(201)
                .get("secret")
                .stringValue();
        Platform.await("the key is known", () -> status(key, "/v1/balance", "198.51.100.7") == 200);
        assertThat(status(key, "/v1/sms/send", "198.51.100.7")).isEqualTo(400); // for its body
        for (String path : new String[] {"/v1/balance", "/v1/sms/send"}) {
            assertThat(status(key, path, "203.0.113.9")).isEqualTo(403);
            assertThat(status(key, path, "198.51.100.7, 203.0.113.9")).isEqualTo(403);
            assertThat(status(key, path, "203.0.113.9, 198.51.100.7")).isNotEqualTo(403);
            assertThat(status(key, path, "nonsense")).isEqualTo(400);
        }
    }
}
