package io.elchi.server.contract;

import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values that a contract allows, and values that break programs.
final class HostileValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\ud800",
            "x\udfff",
            "\uFEFF\u202E",
            "'; DROP TABLE accounts.accounts; --",
            "%s%n%d",
            "../../etc/passwd",
            "${jndi:ldap://127.0.0.1/a}",
            "9".repeat(400),
            "\uD83D\uDE00".repeat(200),
            "-1",
            "NaN",
            "true",
            "null",
            "+998901234567",
            "1970-01-01T00:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "0001-01-01T00:00:00+18:00",
            "2026-11-29T00:00:00Z");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e400",
            "1.5",
            "0.0000001",
            "1E-999999999",
            "99999999999999999999999999999999999999");

    private HostileValues() {}

    static String text(RandomGenerator random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    static String number(RandomGenerator random) {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    /// Any JSON.
    static JsonNode json(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2, 3 -> JsonMapper.shared().readTree(plain(number(random)));
            case 4 -> JSON.arrayNode().add(text(random));
            case 5 -> JSON.objectNode().put(text(random), text(random));
            case 6 -> deep(random.nextInt(1, 60));
            default -> JSON.stringNode(text(random));
        };
    }

    /// Numbers that the tests' own reader takes.
    private static String plain(String number) {
        return number.contains("E-9") ? "1e-9" : number.contains("e400") ? "1e300" : number;
    }

    private static JsonNode deep(int levels) {
        ArrayNode outer = JSON.arrayNode();
        ArrayNode at = outer;
        for (int i = 0; i < levels; i++) {
            at = at.addArray();
        }
        return outer;
    }

    /// A value as a schema wants it, or nearly.
    static JsonNode of(Contract contract, JsonNode schema, String name, RandomGenerator random, int depth) {
        JsonNode resolved = contract.resolved(schema);
        if (random.nextInt(12) == 0 && !"host".equals(name)) {
            return json(random);
        }
        if (resolved.has("enum")) {
            return resolved.get("enum").get(random.nextInt(resolved.get("enum").size()));
        }
        if (resolved.has("const")) {
            return resolved.get("const");
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (resolved.has(choice)) {
                JsonNode all = resolved.get(choice);
                return of(contract, all.get(random.nextInt(all.size())), name, random, depth);
            }
        }
        JsonNode type = resolved.path("type");
        return switch (type.isArray() ? type.get(0).asString() : type.asString("object")) {
            case "object" -> object(contract, resolved, random, depth);
            case "array" -> array(contract, resolved, name, random, depth);
            case "integer", "number" -> integer(resolved, random);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.stringNode(string(resolved, name, random));
        };
    }

    private static JsonNode object(Contract contract, JsonNode schema, RandomGenerator random, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").properties().forEach(property -> {
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(each -> each.asString().equals(property.getKey()));
            if (depth < 6 && (required ? random.nextInt(20) > 0 : random.nextInt(3) == 0)) {
                object.set(property.getKey(), of(contract, property.getValue(), property.getKey(), random, depth + 1));
            }
        });
        if (random.nextInt(20) == 0) {
            object.set(text(random), json(random));
        }
        return object;
    }

    private static JsonNode array(Contract contract, JsonNode schema, String name, RandomGenerator random, int depth) {
        ArrayNode array = JSON.arrayNode();
        int count = random.nextInt(4);
        for (int i = 0; i < count && depth < 6; i++) {
            array.add(of(contract, schema.path("items"), name, random, depth + 1));
        }
        return array;
    }

    private static JsonNode integer(JsonNode schema, RandomGenerator random) {
        if (random.nextInt(6) == 0) {
            return JsonMapper.shared().readTree(plain(number(random)));
        }
        long min = schema.path("minimum").asLong(0);
        return JSON.numberNode(min + random.nextInt(8));
    }

    private static String string(JsonNode schema, String name, RandomGenerator random) {
        if ("host".equals(name)) {
            // What is taken is connected to.
            return random.nextInt(4) == 0 ? "no such host" : "127.0.0.1";
        }
        if (random.nextInt(5) == 0) {
            return text(random);
        }
        String pattern = schema.path("pattern").asString("");
        return switch (name == null ? "" : name) {
            case "to", "msisdn" -> "+99890" + random.nextInt(1_000_000, 9_999_999);
            case "from", "sender" -> "Bank";
            case "amount" -> random.nextInt(100) + ".5";
            case "currency" -> random.nextInt(4) == 0 ? "EUR" : "UZS";
            case "url" -> "https://127.0.0.1:1/" + random.nextInt(9);
            case "ip_whitelist" -> "127.0.0.0/8";
            case "scopes" -> "sms:send";
            default ->
                "date-time".equals(schema.path("format").asString())
                        ? "2030-01-0" + random.nextInt(1, 9) + "T00:00:00Z"
                        : pattern.contains("0-9") ? "434" : "t" + random.nextInt(50);
        };
    }
}
