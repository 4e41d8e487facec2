package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Contract;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Operators and links are changed by people who saw them: with If-Match a change is for what they saw.
@Timeout(60)
class VersionsOfOperatorsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of());

    private final Api admin = PLATFORM.admin();

    private record Answer(int status, JsonNode json, String etag) {}

    /// @param match null: without If-Match
    private static Answer change(String path, String match, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(PLATFORM.server().uri(path))
                .header("Authorization", "Bearer " + PLATFORM.adminKey())
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (match != null) {
            request.header("If-Match", match);
        }
        HttpResponse<String> response = PLATFORM.server().send(request.build());
        JsonNode json = JsonMapper.shared().readTree(response.body());
        String type = response.headers().firstValue("Content-Type").orElse(null);
        assertThat(Contract.violations("PATCH", path, null, response.statusCode(), type, json))
                .isEmpty();
        return new Answer(
                response.statusCode(),
                json,
                response.headers().firstValue("ETag").orElse(null));
    }

    private String etag(String path) {
        return admin.get(path).http().headers().firstValue("ETag").orElseThrow();
    }

    private String operator(String name) {
        return "/admin/v1/operators/"
                + admin.post(
                                "/admin/v1/operators",
                                "{'name':'%s','default_cost':{'amount':'30','currency':'UZS'}}".formatted(name))
                        .is(201)
                        .get("id");
    }

    private void holds(String path, String first, String second) {
        String seen = etag(path);
        Answer changed = change(path, seen, first);
        assertThat(changed.status).isEqualTo(200);
        assertThat(changed.etag).isEqualTo(etag(path)).isNotEqualTo(seen);
        Answer late = change(path, seen, second);
        assertThat(late.status).isEqualTo(412);
        assertThat(late.json.get("code").stringValue()).isEqualTo("precondition_failed");
        assertThat(etag(path)).isEqualTo(changed.etag);
        assertThat(change(path, "*", second).json.get("field").stringValue()).isEqualTo("If-Match");
        assertThat(change(path, null, second).status).isEqualTo(200);
        assertThat(change(path, changed.etag, first).status).isEqualTo(412);
    }

    @Test
    void aChangeIsForTheVersionThatItNames() {
        String operator = operator("one");
        holds(
                operator,
                "{'default_cost':{'amount':'31','currency':'UZS'}}",
                "{'default_cost':{'amount':'32','currency':'UZS'}}");
        String link = "/admin/v1/smpp-links/"
                + admin.post(
                                "/admin/v1/smpp-links",
                                "{'operator_id':%s,'name':'one','host':'127.0.0.1','port':1,'system_id':'e','password':'s','status':'stopped'}"
                                        .formatted(operator.substring(operator.lastIndexOf('/') + 1)))
                        .is(201)
                        .get("id");
        holds(link, "{'send_window':20}", "{'send_window':30}");
        assertThat(change("/admin/v1/operators/999999", "\"1\"", "{'weight':1}").status)
                .isEqualTo(404);
    }

    @Test
    void ofTwoPeopleWhoSawTheSameOneWins() throws Exception {
        String operator = operator("two");
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 20; i++) {
                String seen = etag(operator);
                List<Callable<Integer>> changes = List.of(
                        () -> change(operator, seen, "{'default_cost':{'amount':'1','currency':'UZS'}}").status,
                        () -> change(operator, seen, "{'default_cost':{'amount':'2','currency':'UZS'}}").status);
                int sum = 0;
                for (Future<Integer> each : people.invokeAll(changes)) {
                    sum += each.get();
                }
                assertThat(sum).isEqualTo(200 + 412);
            }
        }
    }
}
