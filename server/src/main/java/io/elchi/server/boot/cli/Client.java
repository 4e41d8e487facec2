package io.elchi.server.boot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.LongConsumer;
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
    private static final int PARTIAL = 206;
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

    /// Puts a version of a thing.
    ///
    /// @param version that it replaces
    JsonNode put(String path, JsonNode body, long version) {
        HttpRequest request = request("PUT", path, BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"")
                .build();
        return JSON.readTree(answer(request).body());
    }

    JsonNode patch(String path, JsonNode body) {
        return ask("PATCH", path, body);
    }

    void delete(String path) {
        ask("DELETE", path, null);
    }

    /// Deletes a version of a thing.
    void delete(String path, long version) {
        answer(request("DELETE", path, BodyPublishers.noBody())
                .header("If-Match", "\"" + version + "\"")
                .build());
    }

    /// Posts a text that is no JSON.
    ///
    /// @param match for the header If-Match; null: without
    JsonNode postText(String path, String type, String text, String match) {
        HttpRequest.Builder request =
                request("POST", path, BodyPublishers.ofString(text)).header("Content-Type", type);
        return JSON.readTree(answer((match == null ? request : request.header("If-Match", match)).build())
                .body());
    }

    /// What is answered as it is.
    String text(String path, String type) {
        return answer(request("GET", path, BodyPublishers.noBody())
                        .header("Accept", type)
                        .build())
                .body();
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
        HttpRequest.Builder request = request("GET", path, BodyPublishers.noBody());
        if (after != null) {
            request.header("Last-Event-ID", after);
        }
        HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        String refusal;
        try (Stream<String> lines = response.body()) {
            refusal = refusal(status, lines.collect(Collectors.joining("\n")));
        }
        if (isPassing(status)) {
            throw new IOException(refusal);
        }
        throw new CliException(refusal);
    }

    /// The answer's body; null when it has none.
    ///
    /// @throws CliException with one line for the user, when the server refuses or does not answer
    JsonNode ask(String method, String path, JsonNode body) {
        HttpRequest.Builder request = body == null
                ? request(method, path, BodyPublishers.noBody())
                : request(method, path, BodyPublishers.ofString(body.toString()))
                        .header("Content-Type", "application/json");
        HttpResponse<String> response = answer(request.build());
        return response.body().isEmpty() ? null : JSON.readTree(response.body());
    }

    private HttpResponse<String> answer(HttpRequest request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        int status = response.statusCode();
        if (status >= 400) {
            throw new CliException(refusal(status, response.body()), isPassing(status));
        }
        return response;
    }

    private static boolean isPassing(int status) {
        return status == TOO_MANY || status >= 500;
    }

    /// Prints an answer as it comes.
    ///
    /// @param type that is asked for
    void copy(String path, String type, PrintWriter out) {
        HttpRequest request = request("GET", path, BodyPublishers.noBody())
                .header("Accept", type)
                .build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (Reader in = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
            if (response.statusCode() >= 400) {
                StringWriter problem = new StringWriter();
                in.transferTo(problem);
                throw new CliException(refusal(response.statusCode(), problem.toString()));
            }
            in.transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw new CliException("the answer ended too early: " + e.getMessage());
        }
    }

    /// Downloads a file into another one, behind what that has already.
    ///
    /// @param etag of the file: what is there is of the same one
    /// @param progress gets the number of octets that are there
    void download(String path, String etag, Path to, LongConsumer progress) throws IOException {
        long have = Files.exists(to) ? Files.size(to) : 0;
        HttpRequest.Builder request = request("GET", path, BodyPublishers.noBody());
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-").header("If-Range", etag);
        }
        HttpResponse<InputStream> response = send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() >= 400) {
                throw new CliException(
                        refusal(response.statusCode(), new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
            boolean goesOn = response.statusCode() == PARTIAL;
            try (OutputStream out = Files.newOutputStream(
                    to,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                long written = goesOn ? have : 0;
                byte[] buffer = new byte[65_536];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                    written += n;
                    progress.accept(written);
                }
            }
        }
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + key)
                    .method(method, body);
        } catch (IllegalArgumentException e) {
            throw new CliException("neither the address nor the key may look like this: " + e.getMessage());
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CliException(
                    "no server answers at " + url + ": start one with ./elchi serve or demo, or name it with --url",
                    true);
        } catch (IOException e) {
            throw new CliException(url + " did not answer: " + e.getMessage(), true);
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
