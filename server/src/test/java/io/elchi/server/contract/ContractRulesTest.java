package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.http.Sunset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// Rules that the contracts keep together.
class ContractRulesTest {
    private static final List<String> KINDS = List.of("schemas", "responses", "parameters", "headers", "examples");
    private static final Contract PLANTED = Contract.of("planted.yaml", """
            openapi: 3.1.0
            security: [{key: []}]
            paths:
              /old:
                get:
                  operationId: old
                  deprecated: true
                  x-deprecated: '2026-12-01'
                  x-sunset: '2027-12-01'
                  responses: {'200': {$ref: '#/components/responses/Used'}, '401': {description: no}}
            components:
              responses:
                Used: {description: used, content: {application/json: {schema: {$ref: '#/components/schemas/Used'}}}}
                Unused: {description: unused, content: {application/json: {schema: {$ref: '#/components/schemas/Only'}}}}
              schemas:
                Used: {type: object}
                Only: {type: object, properties: {again: {$ref: '#/components/schemas/Only'}}}
            """);

    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    @Test
    void noPathAndNoOperationIdIsInTwoContracts() {
        Map<String, String> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (Contract contract : Contract.ALL) {
            for (Contract.Operation operation : contract.operations().values()) {
                for (String name : List.of(
                        operation.name(), operation.json().get("operationId").stringValue())) {
                    String before = seen.put(name, contract.file());
                    if (before != null) {
                        twice.add(name + " in " + before + " and " + contract.file());
                    }
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void everyComponentIsUsedByAnOperation() {
        Contract.ALL.forEach(
                contract -> assertThat(unused(contract)).as(contract.file()).isEmpty());
        assertThat(unused(PLANTED)).containsExactly("responses/Unused", "schemas/Only");
    }

    /// What no operation leads to: one that only another unused one names is unused, too.
    private static Set<String> unused(Contract contract) {
        Set<String> reached = new HashSet<>();
        reach(contract, contract.root().get("paths"), reached);
        Set<String> unused = new TreeSet<>();
        for (String kind : KINDS) {
            contract.root().at("/components/" + kind).propertyNames().forEach(name -> unused.add(kind + "/" + name));
        }
        unused.removeAll(reached);
        return unused;
    }

    private static void reach(Contract contract, JsonNode node, Set<String> reached) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isString()) {
            String name = reference.stringValue().replace("#/components/", "");
            if (reached.add(name)) {
                JsonNode target = contract.resolved(node);
                assertThat(target.isMissingNode()).as(reference.stringValue()).isFalse();
                reach(contract, target, reached);
            }
        }
        node.forEach(each -> reach(contract, each, reached));
    }

    /// Those of bodies are in ContractTest.
    @Test
    void everyExampleOfAParameterIsWhatItsSchemaSays() {
        List<String> wrong = new ArrayList<>();
        int examples = 0;
        for (Contract contract : Contract.ALL) {
            for (Contract.Operation operation : contract.operations().values()) {
                for (JsonNode each : operation.json().path("parameters")) {
                    JsonNode parameter = contract.resolved(each);
                    if (parameter.has("example")) {
                        examples++;
                        contract.errors(parameter.get("schema"), parameter.get("example"), true)
                                .forEach(error -> wrong.add(operation.name() + " " + error));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(examples).isPositive();
    }

    @Test
    void whatNeedsAKeyOrASessionCanBeRefused() {
        List<String> wrong = new ArrayList<>();
        Contract.ALL.forEach(contract -> wrong.addAll(withoutRefusals(contract)));
        assertThat(wrong).isEmpty();
        assertThat(withoutRefusals(PLANTED)).containsExactly("GET /old has no 403");
    }

    private static List<String> withoutRefusals(Contract contract) {
        List<String> wrong = new ArrayList<>();
        for (Contract.Operation operation : contract.operations().values()) {
            JsonNode security = operation.json().path("security").isArray()
                    ? operation.json().get("security")
                    : contract.root().get("security");
            boolean needsOne = !security.isEmpty()
                    && security.valueStream().allMatch(each -> each.has("key") || each.has("session"));
            for (int status : needsOne ? new int[] {401, 403} : new int[0]) {
                if (operation.response(status) == null) {
                    wrong.add(operation.name() + " has no " + status);
                }
            }
        }
        return wrong;
    }

    /// An operation is deprecated in its contract and by its annotation, with the same dates.
    @Test
    void theContractsAndTheServerDeprecateTheSameOperations() {
        Map<String, String> promised = new TreeMap<>();
        Contract.ALL.forEach(contract -> promised.putAll(deprecated(contract)));
        Map<String, String> served = new TreeMap<>();
        SERVER.part(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, method) -> {
            Sunset sunset = method.getMethodAnnotation(Sunset.class);
            if (sunset != null) {
                names(mapping).forEach(name -> served.put(name, sunset.deprecated() + " " + sunset.at()));
            }
        });
        assertThat(served).isEqualTo(promised);
        assertThat(deprecated(PLANTED)).isEqualTo(Map.of("GET /old", "2026-12-01 2027-12-01"));
    }

    private static Map<String, String> deprecated(Contract contract) {
        return contract.operations().values().stream()
                .filter(operation -> operation.json().path("deprecated").asBoolean(false)
                        || operation.json().has("x-sunset"))
                .collect(Collectors.toMap(
                        Contract.Operation::name,
                        operation -> operation.json().path("x-deprecated").asString("") + " "
                                + operation.json().path("x-sunset").asString("")));
    }

    private static Set<String> names(RequestMappingInfo mapping) {
        Set<String> names = new TreeSet<>();
        mapping.getMethodsCondition()
                .getMethods()
                .forEach(method -> mapping.getPatternValues()
                        .forEach(path -> names.add(method + " " + path.replaceAll("\\{[^}]*}", "{}"))));
        return names;
    }
}
