package io.elchi.server.boot.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks one server with one key.
final class Client {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int TOO_MANY = 429;

    private final String url;
    private final String key;
    private final HttpClient http;

    Client(String url, String key) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
        http = http(url);
    }

    /// A client of HTTP for an address.
    static HttpClient http(String url) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        return (url.startsWith("http:") ? builder.sslContext(noTls()) : builder).build();
    }

    /// For an address without TLS: the default one reads every certificate that Java trusts, which takes longer
    /// than the request.
    private static SSLContext noTls() {
        try {
            SSLContext none = SSLContext.getInstance("TLS");
            none.init(new KeyManager[0], new TrustManager[0], null);
            return none;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// `{"amount":"12.50","currency":"UZS"}`
    static ObjectNode money(String amount, String currency) {
        return object().put("amount", amount).put("currency", currency);
    }

    /// A part of a path or a query.
    static String escaped(Object text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return ask("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return ask("POST", path, body);
    }

    JsonNode put(String path, JsonNode body) {
        return ask("PUT", path, body);
    }

    JsonNode patch(String path, JsonNode body) {
        return ask("PATCH", path, body);
    }

    void delete(String path) {
        ask("DELETE", path, null);
    }

    /// Every item of a list, page after page, as `{"items": [...]}`. Whether a list has pages, its first answer
    /// says.
    JsonNode all(String path) {
        ObjectNode all = object();
        ArrayNode items = all.putArray("items");
        String next = path + (path.contains("?") ? "&" : "?") + "limit=500&cursor=";
        JsonNode page = get(path);
        page.get("items").forEach(items::add);
        while (page.has("next")) {
            page = get(next + escaped(page.get("next").stringValue()));
            page.get("items").forEach(items::add);
        }
        return all;
    }

    /// Opens a stream of events.
    ///
    /// @param after the cursor of the last event; null: from the next event on
    /// @return the lines of the stream; the caller closes them
    /// @throws IOException when the server does not answer, or asks to come again later
    /// @throws CliException when the server refuses for good
    Stream<String> events(String path, String after) throws IOException, InterruptedException {
        HttpRequest request = request("GET", path, null);
        if (after != null) {
            request = HttpRequest.newBuilder(request, (_, _) -> true)
                    .header("Last-Event-ID", after)
                    .build();
        }
        HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        String refusal;
        try (Stream<String> lines = response.body()) {
            refusal = refusal(status, lines.collect(Collectors.joining("\n")));
        }
        if (status == TOO_MANY || status >= 500) {
            throw new IOException(refusal);
        }
        throw new CliException(refusal);
    }

    /// The answer's body; null when it has none.
    ///
    /// @throws CliException with one line for the user, when the server refuses or does not answer
    private JsonNode ask(String method, String path, JsonNode body) {
        HttpResponse<String> response = send(request(method, path, body));
        if (response.statusCode() >= 400) {
            throw new CliException(refusal(response.statusCode(), response.body()));
        }
        return response.body().isEmpty() ? null : JSON.readTree(response.body());
    }

    private HttpRequest request(String method, String path, JsonNode body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + key)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
            return (body == null ? request : request.header("Content-Type", "application/json")).build();
        } catch (IllegalArgumentException e) {
            throw new CliException("neither the address nor the key may look like this: " + e.getMessage());
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CliException(
                    "no server answers at " + url + ": start one with ./elchi serve or demo, or name it with --url");
        } catch (IOException e) {
            throw new CliException(url + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }

    /// `invalid_field: must be above zero (amount)`
    private static String refusal(int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String code = problem.path("code").asString("");
            if (!code.isEmpty()) {
                String text =
                        problem.path("detail").asString(problem.path("title").asString(""));
                String field = problem.path("field").asString("");
                return code + ": " + text + (field.isEmpty() ? "" : " (" + field + ")");
            }
        } catch (JacksonException ignored) {
            // Not our server.
        }
        return "the server answered " + status + " without saying why: is it an Elchi?";
    }
}
