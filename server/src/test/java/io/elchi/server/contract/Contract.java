package io.elchi.server.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The contracts of api/openapi, as a test uses them: which operations there are, and whether what was said is
/// what they say.
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /// A path that stands twice would hide the first one.
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// All of them.
    public static final List<Contract> ALL =
            List.of(load("gateway.yaml"), load("admin.yaml"), load("console.yaml"), load("oauth.yaml"));

    private final String file;
    private final JsonNode root;
    /// JSON Schema 2020-12, in which a keyword that is not known is a mistake of the contract.
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
            .build());
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    private Contract(String file, JsonNode root) {
        this.file = file;
        this.root = root;
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    Operation operation = new Operation(
                            this, member.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), member.getValue());
                    operations.put(operation.name(), operation);
                }
            }
        }
    }

    /// One that a test writes itself.
    static Contract of(String file, String text) {
        return new Contract(file, YAML.readTree(text));
    }

    static Contract load(String file) {
        Path path = Path.of(System.getProperty("elchi.root"), "api", "openapi", file);
        try {
            return of(file, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One method of one path.
    public record Operation(Contract contract, String method, String path, JsonNode json) {
        /// `GET /admin/v1/operators/{}`: the names of variables say nothing.
        public String name() {
            return method + " " + path.replaceAll("\\{[^}]*}", "{}");
        }

        boolean fits(String askedMethod, String askedPath) {
            String form = path.replaceAll("\\{[^}]*}", "\0")
                    .replaceAll("([.])", "\\\\$1")
                    .replace("\0", "[^/]+");
            return method.equals(askedMethod) && askedPath.matches(form);
        }

        /// null: it has no such answer.
        JsonNode response(int status) {
            JsonNode response = json.get("responses").get(Integer.toString(status));
            return response == null ? null : contract.resolved(response);
        }
    }

    public String file() {
        return file;
    }

    public JsonNode root() {
        return root;
    }

    public Map<String, Operation> operations() {
        return operations;
    }

    /// Follows a reference within the file.
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : root.at(reference.stringValue().substring(1));
    }

    /// What is wrong with a value by a schema; nothing when all is well.
    ///
    /// @param strict fields that the schema does not name are wrong, too
    List<String> errors(JsonNode schema, JsonNode value, boolean strict) {
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.set("components", root.get("components").deepCopy());
        whole.putArray("allOf").add(schema.deepCopy());
        if (strict) {
            close(whole);
        }
        Schema compiled = schemas.getSchema(whole);
        List<String> found = new ArrayList<>();
        for (Error error : compiled.validate(
                value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))) {
            found.add(error.toString());
        }
        return found;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.has("properties") && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.properties().forEach(member -> close(member.getValue()));
        } else if (node instanceof ArrayNode array) {
            array.forEach(Contract::close);
        }
    }

    /// The operation that a request is; empty when no contract has it.
    static Optional<Operation> find(String method, String pathWithQuery) {
        String path = pathWithQuery.replaceFirst("\\?.*", "");
        // A path without variables goes before one with: /v1/sms/send is no message's id.
        return ALL.stream()
                .flatMap(contract -> contract.operations.values().stream())
                .filter(operation -> operation.fits(method, path))
                .min(java.util.Comparator.comparingInt(
                        operation -> operation.path().indexOf('{') < 0 ? 0 : 1));
    }

    /// What an exchange has that the contract has not.
    ///
    /// @param request null: no body
    /// @param answer null: no body
    public static List<String> violations(
            String method, String path, JsonNode request, int status, String contentType, JsonNode answer) {
        Optional<Operation> found = find(method, path);
        if (found.isEmpty()) {
            return List.of(method + " " + path + " is in no contract");
        }
        Operation operation = found.get();
        JsonNode response = operation.response(status);
        if (response == null) {
            return List.of(operation.name() + " does not answer " + status + ": " + answer);
        }
        List<String> problems = new ArrayList<>();
        String type = contentType == null ? null : contentType.replaceFirst(";.*", "");
        JsonNode content = response.get("content");
        if (content == null) {
            if (answer != null) {
                problems.add("there is a body: " + answer);
            }
        } else if (type == null || content.get(type) == null) {
            problems.add("the type is " + type);
        } else if (answer == null) {
            problems.add("there is no body");
        } else {
            problems.addAll(operation.contract.errors(content.get(type).get("schema"), answer, true));
        }
        problems.addAll(codeProblems(response, status, answer));
        if (status < 300 && request != null) {
            JsonNode schema = operation.json.at("/requestBody/content/application~1json/schema");
            problems.addAll(operation.contract.errors(schema, request, false));
        }
        return problems.stream()
                .map(problem -> operation.name() + " " + status + ": " + problem)
                .toList();
    }

    private static List<String> codeProblems(JsonNode response, int status, JsonNode answer) {
        JsonNode codes = response.get("x-codes");
        if (status < 400 || codes == null || codes.isEmpty()) {
            return List.of();
        }
        String code = answer == null ? null : answer.path("code").asString(null);
        Set<String> known = new HashSet<>();
        codes.forEach(each -> known.add(each.stringValue()));
        return known.contains(code)
                ? List.of()
                : List.of("the code is " + code + ", not one of " + new TreeSet<>(known));
    }
}
