package io.elchi.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.core.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documentation that a server serves to everybody.
class ServedDocsTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final Pattern RELATIVE = Pattern.compile("]\\(((?!https?:)[^)#\\s/][^)#\\s]*)");
    private static final Pattern LINK = Pattern.compile("(?:href|src|data-contract)=\"([^\"]+)\"|\\]\\((/[^)]+)\\)");
    private static final Pattern FOREIGN =
            Pattern.compile("(?:src|href|action)=\"(?:https?:)?//|url\\(\"?https?:|@import");

    private static HttpResponse<String> get(String path) {
        return SERVER.send(HttpRequest.newBuilder(SERVER.uri(path)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "oauth.yaml", "admin.yaml", "console.yaml"})
    void aContractIsServedAsItIs(String file) throws IOException {
        HttpResponse<String> answer = get("/openapi/" + file);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(Files.readString(ROOT.resolve("api/openapi").resolve(file)));
        assertThat(answer.body()).startsWith("openapi: 3.1.0\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=300, public");
        String etag = answer.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/openapi/" + file))
                .header("If-None-Match", etag)
                .build());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void anErrorHasAPage(Failure failure) {
        HttpResponse<String> page = get("/docs/errors/" + failure.code());
        ErrorHelp help = ErrorCatalogue.load().of(failure);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1><code>" + failure.code() + "</code></h1>")
                .contains("<dt>Cause</dt>", "<dt>Fix</dt>")
                .contains("<dt>Who acts</dt><dd>" + help.acting().text())
                .contains(failure.text())
                .doesNotContain("`");
        assertThat(help.cause()).endsWith(".");
        assertThat(help.fix()).endsWith(".");
    }

    @Test
    void aProblemLeadsToItsPage() {
        HttpResponse<String> refused = get("/v1/balance");
        assertThat(refused.statusCode()).isEqualTo(401);
        String type = refused.body().replaceFirst(".*\"type\":\"([^\"]+)\".*", "$1");
        URI page = refused.uri().resolve(type);
        assertThat(page.getAuthority()).isEqualTo(refused.uri().getAuthority());
        assertThat(get(page.getPath()).body()).contains("<code>unauthorized</code>");
    }

    @Test
    void everyLinkOfTheDocsLeadsToAFileAndNoneToAnotherHost() {
        Set<String> seen = new LinkedHashSet<>(List.of("/docs", "/llms.txt"));
        Deque<String> open = new ArrayDeque<>(seen);
        List<String> wrong = new ArrayList<>();
        while (!open.isEmpty()) {
            String path = open.pop();
            HttpResponse<String> answer = get(path);
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (answer.statusCode() != 200) {
                wrong.add(path + " -> " + answer.statusCode());
            }
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe", "http");
            if ((type.startsWith("text/html") || type.startsWith("text/css"))
                    && FOREIGN.matcher(answer.body()).find()) {
                wrong.add(path + " refers to another host");
            }
            if (type.startsWith("text/markdown")) {
                RELATIVE.matcher(answer.body())
                        .results()
                        .map(match -> URI.create(path).resolve(match.group(1)).getPath())
                        .filter(seen::add)
                        .forEach(open::add);
            }
            if (type.startsWith("text/html") || path.equals("/llms.txt")) {
                LINK.matcher(answer.body())
                        .results()
                        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                        .filter(link -> link.startsWith("/") && seen.add(link))
                        .forEach(open::add);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen)
                .contains("/docs/api/admin", "/openapi/console.yaml", "/docs/assets/swagger-ui-bundle.js")
                .contains("/docs/text/reference/limits.md", "/docs/text/guides/versioning.md")
                .hasSizeGreaterThan(Failure.values().length + 12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openapi/nothing.yaml",
                "/openapi/gateway.yml",
                "/docs/errors/nothing",
                "/docs/assets/index.html",
                "/docs/text/decisions/0001-own-smpp-stack.md",
                "/docs/text/guides/..",
                "/docs/text/../errors.properties"
            })
    void nothingElseIsServed(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    /// Spring would serve what jars have there.
    @Test
    void theViewersOtherFilesAreNotServed() {
        assertThat(get("/webjars/swagger-ui/index.html").statusCode()).isEqualTo(401);
        assertThat(get("/webjars/swagger-ui/5.34.1/oauth2-redirect.html").statusCode())
                .isEqualTo(401);
        assertThat(get("/docs/").statusCode()).isIn(401, 404);
    }

    @Test
    void theManagementPortServesNoDocs() {
        assertThat(SERVER.send(HttpRequest.newBuilder(SERVER.managementUri("/docs"))
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }
}
