package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.http.PathAliases;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each operation of the administration is at one path; its other names lead to the same answer.
class AliasesTest {
    private static final Contract ADMIN = Contract.load("admin.yaml");
    /// What every process serves.
    private static final Set<String> SERVER_PATHS = Set.of("/health/live", "/health/ready", "/metrics");

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @Test
    void everyPathIsBelowTheBaseAndNamesItsAlias() {
        Set<String> segments = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : ADMIN.root().get("paths").properties()) {
            if (SERVER_PATHS.contains(path.getKey())) {
                continue;
            }
            assertThat(path.getKey()).startsWith(PathAliases.BASE + "/");
            String rest = path.getKey().substring(PathAliases.BASE.length());
            String segment = rest.split("/", -1)[1];
            segments.add(segment);
            assertThat(path.getValue().path("x-alias").asString(""))
                    .as(path.getKey())
                    .isEqualTo(PathAliases.ALIASES.contains(segment) ? rest : "");
        }
        assertThat(segments).containsAll(PathAliases.ALIASES);
    }

    @Test
    void everyNameLeadsToTheSameAnswer() throws Exception {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Contract.Operation operation : ADMIN.operations().values()) {
            if (!operation.method().equals("GET") || operation.path().contains("{") || isServers(operation)) {
                continue;
            }
            asked++;
            String rest = operation.path().substring(PathAliases.BASE.length());
            HttpResponse<String> answer = get(operation.path());
            assertThat(answer.headers().firstValue("Deprecation")).isEmpty();
            HttpResponse<String> unversioned = get("/admin" + rest);
            if (unversioned.statusCode() != answer.statusCode()
                    || unversioned.headers().firstValue("Sunset").isEmpty()) {
                wrong.add("/admin" + rest);
            }
            boolean aliased = PathAliases.ALIASES.contains(rest.split("/", -1)[1]);
            HttpResponse<String> alias = get(rest);
            if (alias.statusCode() != (aliased ? answer.statusCode() : 404)
                    || alias.headers().firstValue("Deprecation").isPresent()) {
                wrong.add(rest);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(30);
    }

    @Test
    void theStreamHasItsFormerName() {
        assertThat(Contract.load("gateway.yaml")
                        .root()
                        .at("/paths/~1v1~1stream/x-alias")
                        .stringValue())
                .isEqualTo("/v1/events/stream");
        assertThat(PathAliases.canonical("/v1/events/stream")).isEqualTo("/v1/stream");
    }

    private static boolean isServers(Contract.Operation operation) {
        return SERVER_PATHS.contains(operation.path());
    }

    private static HttpResponse<String> get(String path) {
        return PLATFORM.server().ask("GET", path, PLATFORM.adminKey(), null);
    }

    @Test
    void aPathThatOnlyBeginsLikeAnAliasIsNone() {
        assertThat(PathAliases.canonical("/operatorsx")).isEqualTo("/operatorsx");
        assertThat(PathAliases.canonical("/operators;a=1")).isEqualTo("/operators;a=1");
        assertThat(PathAliases.canonical("//operators")).isEqualTo("//operators");
        assertThat(PathAliases.canonical("/admin/v1")).isEqualTo("/admin/v1");
        assertThat(PathAliases.canonical("/admin/v1/operators")).isEqualTo("/admin/v1/operators");
        assertThat(PathAliases.canonical("/operators/3")).isEqualTo("/admin/v1/operators/3");
        assertThat(PathAliases.canonical("/admin/users/3")).isEqualTo("/admin/v1/users/3");
    }
}
