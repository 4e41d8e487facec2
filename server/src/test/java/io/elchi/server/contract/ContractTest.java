package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.core.Failure;
import io.elchi.server.http.FastHandler;
import io.elchi.server.oauth.OAuthConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContractTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    static Stream<Contract> contracts() {
        return Contract.ALL.stream();
    }

    @Test
    void everyPathOfTheServerIsInAContractAndTheOtherWayRound() {
        Set<String> served = new TreeSet<>();
        SERVER.parts(FastHandler.class).forEach(handler -> served.add(handler.method() + " " + handler.path()));
        for (RequestMappingInfo mapping : SERVER.part(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            assertThat(mapping.getMethodsCondition().getMethods())
                    .as("%s", mapping)
                    .isNotEmpty();
            mapping.getMethodsCondition()
                    .getMethods()
                    .forEach(method -> mapping.getPatternValues()
                            .forEach(path -> served.add(method + " " + path.replaceAll("\\{[^}]*}", "{}"))));
        }
        // The Authorization Server answers them in filters.
        served.addAll(OAuthConfiguration.OPERATIONS);
        Set<String> promised = contracts()
                .flatMap(contract -> contract.operations().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).isEqualTo(promised);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyExampleIsWhatItsSchemaSays(Contract contract) {
        List<String> wrong = new ArrayList<>();
        int[] examples = {0};
        eachMediaType(contract.root(), "", (where, media) -> {
            JsonNode schema = media.get("schema");
            for (Map.Entry<String, JsonNode> example : media.path("examples").properties()) {
                examples[0]++;
                contract.errors(schema, example.getValue().get("value"), true)
                        .forEach(error -> wrong.add(where + " " + example.getKey() + ": " + error));
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(examples[0]).isGreaterThan(4);
    }

    private interface Seen {
        void seen(String where, JsonNode media);
    }

    private static void eachMediaType(JsonNode node, String where, Seen seen) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String path = where + "/" + member.getKey();
            if (member.getKey().equals("content")) {
                member.getValue().properties().forEach(type -> seen.seen(path, type.getValue()));
            } else {
                eachMediaType(member.getValue(), path, seen);
            }
        }
    }

    /// A schema check that finds nothing would pass for any example.
    @Test
    void aWrongExampleIsFound() {
        Contract gateway = Contract.ALL.getFirst();
        JsonNode schema = gateway.root().at("/components/schemas/Accepted");
        ObjectOf accepted = new ObjectOf(gateway.root()
                .at("/paths/~1v1~1sms~1send/post/responses/202/content/application~1json/examples/accepted/value"));
        assertThat(gateway.errors(schema, accepted.json(), true)).isEmpty();
        assertThat(gateway.errors(schema, accepted.with("surprise", "1"), true)).isNotEmpty();
        assertThat(gateway.errors(schema, accepted.with("parts", "0"), true)).isNotEmpty();
        assertThat(gateway.errors(schema, accepted.with("accepted_at", "\"yesterday\""), true))
                .isNotEmpty();
        assertThat(gateway.errors(schema, accepted.with("max_price", "{\"amount\":\"1\",\"currency\":\"UZS\"}"), true))
                .isNotEmpty();
    }

    private record ObjectOf(JsonNode json) {
        JsonNode with(String field, String value) {
            return ((tools.jackson.databind.node.ObjectNode) json.deepCopy())
                    .set(field, JsonMapper.shared().readTree(value));
        }
    }

    @Test
    void everyCodeOfTheCatalogueIsPromisedSomewhereWithItsStatus() {
        Set<String> promised = new HashSet<>();
        for (Contract contract : Contract.ALL) {
            for (Contract.Operation operation : contract.operations().values()) {
                for (Map.Entry<String, JsonNode> response :
                        operation.json().get("responses").properties()) {
                    JsonNode resolved = contract.resolved(response.getValue());
                    for (JsonNode code : resolved.path("x-codes")) {
                        Failure failure = Failure.valueOf(code.stringValue().toUpperCase(java.util.Locale.ROOT));
                        assertThat(failure.httpStatus())
                                .as("%s %s", operation.name(), failure)
                                .isEqualTo(Integer.parseInt(response.getKey()));
                        promised.add(failure.code());
                    }
                }
            }
        }
        // What is no operation cannot promise it.
        promised.add(Failure.METHOD_NOT_ALLOWED.code());
        promised.add(Failure.NOT_IMPLEMENTED.code());
        promised.add(Failure.HTTP_VERSION.code());
        assertThat(promised)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Failure.values()).map(Failure::code).toList());
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyOperationSaysWhoMayAskAndHasANameOfItsOwn(Contract contract) {
        Set<String> names = new HashSet<>();
        contract.operations().values().forEach(operation -> {
            assertThat(names.add(operation.json().get("operationId").stringValue()))
                    .as(operation.name())
                    .isTrue();
            JsonNode security = operation.json().get("security");
            // No entry, or an empty one: whoever asks.
            boolean open = security != null
                    && (security.isEmpty() || security.valueStream().anyMatch(JsonNode::isEmpty));
            assertThat(operation.response(401) == null).as(operation.name()).isEqualTo(open);
            assertThat(operation.response(500)).as(operation.name()).isNotNull();
        });
    }
}
