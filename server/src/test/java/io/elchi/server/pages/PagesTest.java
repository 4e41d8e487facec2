package io.elchi.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elchi.server.boot.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of the console and the portal, as a browser gets them and as an attacker asks for them.
class PagesTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/console/assets/[^\"]+\\.js)\"");
    private static final Pattern NONCE = Pattern.compile("name=\"style-nonce\" content=\"([^\"]+)\"");

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return SERVER.send(request.build());
    }

    private static boolean isBuilt() {
        return new WebApplication("console").page("").isPresent();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/messages?to=%2B998901234567",
                "/console/accounts/3",
                "/portal",
                "/portal/keys"
            })
    void everyPathOfAnApplicationIsItsPageWithANonceOfItsOwn(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(isBuilt() ? 200 : 404);
        assertThat(header(answer, "Content-Type")).startsWith("text/html");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assumeTrue(isBuilt(), "SKIPPED: the web applications are not built");
        Matcher nonce = NONCE.matcher(answer.body());
        assertThat(nonce.find()).isTrue();
        assertThat(header(answer, "Content-Security-Policy")).contains("'nonce-" + nonce.group(1) + "'");
        assertThat(get(path).body()).doesNotContain(nonce.group(1));
    }

    @Test
    void aFileIsSentAsTheBrowserTakesItAndForEver() {
        assumeTrue(isBuilt(), "SKIPPED: the web applications are not built");
        Matcher script = SCRIPT.matcher(get("/console").body());
        assertThat(script.find()).isTrue();
        HttpResponse<String> plain = get(script.group(1));
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(header(plain, "Content-Type")).startsWith("text/javascript");
        assertThat(header(plain, "Cache-Control")).contains("immutable", "max-age=31536000");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(get(script.group(1), "Accept-Encoding", "gzip, br;q=0.5"), "Content-Encoding"))
                .isEqualTo("br");
        assertThat(header(get(script.group(1), "Accept-Encoding", "br;q=0, gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(header(get(script.group(1), "Accept-Encoding", "identity"), "Content-Encoding"))
                .isEmpty();
        assertThat(plain.body().getBytes(StandardCharsets.UTF_8).length).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/none.js",
                "/console/assets/",
                "/console/assets/index.html",
                "/console/index.html",
                "/console/.vite/manifest.json",
                "/console/assets/a.class",
                "/portal/robots.txt"
            })
    void whatIsNoFileIsNotFound(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/..%2f..%2f..%2fapplication.yaml",
                "/console/assets/%2e%2e/%2e%2e/db",
                "/console//etc/passwd",
                "/console/assets/x.js%00.css"
            })
    void noPathLeadsOutOfTheApplication(String path) {
        assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }

    @Test
    void theOperationsBesideThePagesAreStillThere() {
        assertThat(header(get("/console/sign-in"), "Content-Type")).startsWith("application/json");
        assertThat(get("/console/session").statusCode()).isEqualTo(401);
        HttpResponse<String> posted = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/console/messages"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(posted.statusCode()).isIn(404, 405);
    }
}
