package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a server with one key, and holds every question and answer against the contracts.
public final class Api {
    private final TestServer server;
    private final String key;

    public Api(TestServer server, String key) {
        this.server = server;
        this.key = key;
    }

    /// What was answered.
    ///
    /// @param json null: no body
    public record Answer(int status, JsonNode json, HttpResponse<String> http) {
        /// The answer, which must have this status.
        public JsonNode is(int expected) {
            assertThat(status).as("%s", json).isEqualTo(expected);
            return json;
        }

        /// A problem with this code.
        public Answer isProblem(int expected, String code) {
            assertThat(status).as("%s", json).isEqualTo(expected);
            assertThat(json.path("code").asString(null)).isEqualTo(code);
            return this;
        }

        /// A problem with this code that blames this field.
        public Answer isProblem(int expected, String code, String field) {
            isProblem(expected, code);
            assertThat(json.path("field").asString(null)).as("%s", json).isEqualTo(field);
            return this;
        }
    }

    public Answer get(String path) {
        return ask("GET", path, null);
    }

    public Answer delete(String path) {
        return ask("DELETE", path, null);
    }

    /// @param body JSON, in which ' stands for "
    public Answer post(String path, String body) {
        return ask("POST", path, body);
    }

    /// With an Idempotency-Key.
    public Answer postOnce(String path, String body, String once) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", once)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        HttpResponse<String> response = server.send(request);
        return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()), response);
    }

    public Answer put(String path, String body) {
        return ask("PUT", path, body);
    }

    public Answer patch(String path, String body) {
        return ask("PATCH", path, body);
    }

    private Answer ask(String method, String path, String body) {
        String json = body == null ? null : body.replace('\'', '"');
        HttpResponse<String> response = server.ask(method, path, key, json);
        String type = response.headers().firstValue("Content-Type").orElse(null);
        JsonNode answer = response.body().isEmpty() ? null : JsonMapper.shared().readTree(response.body());
        JsonNode request = json == null || response.statusCode() >= 300
                ? null
                : JsonMapper.shared().readTree(json);
        assertThat(Contract.violations(method, path, request, response.statusCode(), type, answer))
                .isEmpty();
        return new Answer(response.statusCode(), answer, response);
    }
}
