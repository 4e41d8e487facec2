package io.elchi.server.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// A body as a contract wants it, with one damage or without.
///
/// @param octets as ISO 8859-1
record HostileBody(String octets, String contentType) {
    private static final int MOST_LEVELS = 3_000;
    private static final int LONGEST = 60_000;
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/json; charset=no-such",
            "application/problem+json",
            "application/x-www-form-urlencoded",
            "application/xml",
            "application/octet-stream",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/plain",
            "text/csv",
            "*/*",
            "x",
            ";",
            "");
    /// JSON that no tree of ours can hold.
    private static final List<String> RAW = List.of(
            "\"\\ud800\"",
            "\"a\\u0000b\"",
            "\"\\u202e\\u0627\\u0644\\ufeff\"",
            "1E400",
            "-1E-999999999",
            "1E999999999",
            "9".repeat(400),
            "0." + "1".repeat(900),
            "01",
            "NaN",
            "'a'",
            "\"\\x\"",
            "\"\n\"",
            "tru",
            "");

    /// @return null: the operation has no body
    static HostileBody of(Contract.Operation operation, RandomGenerator random) {
        JsonNode content = operation.json().at("/requestBody/content");
        if (content.isMissingNode()) {
            return random.nextInt(20) == 0 ? new HostileBody("{\"a\":1}", type(random)) : null;
        }
        String type = content.propertyNames().iterator().next();
        List<JsonNode> examples = content.get(type)
                .path("examples")
                .valueStream()
                .map(example -> example.get("value"))
                .toList();
        JsonNode json = examples.isEmpty() || random.nextInt(3) > 0
                ? HostileValues.of(operation.contract(), content.get(type).get("schema"), null, random, 0)
                : here(examples.get(random.nextInt(examples.size())).deepCopy());
        String text = type.endsWith("json") ? json(json, random) : form(json, random);
        return new HostileBody(latin(text), random.nextInt(12) == 0 ? type(random) : type);
    }

    /// Addresses of examples are not asked for by name.
    private static JsonNode here(JsonNode example) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(example, objects);
        for (ObjectNode object : objects) {
            if (object.has("host")) {
                object.put("host", "127.0.0.1");
            }
            if (object.has("url")) {
                object.put("url", "https://127.0.0.1:1/");
            }
        }
        return example;
    }

    private static String type(RandomGenerator random) {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    /// Octets of UTF-8, one a character.
    static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String json(JsonNode json, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return json.toString();
        }
        List<ObjectNode> objects = new ArrayList<>();
        collect(json, objects);
        if (objects.isEmpty() || random.nextInt(10) == 0) {
            return around(json.toString(), random);
        }
        damage(objects.get(random.nextInt(objects.size())), random);
        return json.toString();
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
            object.properties().forEach(member -> collect(member.getValue(), objects));
        } else if (node instanceof ArrayNode array) {
            array.forEach(each -> collect(each, objects));
        }
    }

    private static void damage(ObjectNode object, RandomGenerator random) {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.isEmpty() ? "unknown" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.set(name, HostileValues.json(random));
            case 3 -> object.set(HostileValues.text(random) + "unknown", HostileValues.json(random));
            case 4 -> object.putRawValue(name, new RawValue(nested("[", "]", random)));
            case 5 -> object.putRawValue(name, new RawValue(nested("{\"" + name + "\":", "}", random)));
            case 6 -> object.put(name, "\u05d0".repeat(random.nextInt(LONGEST / 2)));
            case 7 -> object.putRawValue(name, new RawValue("0,\"" + name + "\":0"));
            default -> object.putRawValue(name, new RawValue(RAW.get(random.nextInt(RAW.size()))));
        }
    }

    private static String nested(String open, String close, RandomGenerator random) {
        int levels = random.nextInt(1, Math.min(MOST_LEVELS, LONGEST / (open.length() + 1)));
        return open.repeat(levels) + "1" + close.repeat(levels);
    }

    private static String around(String json, RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> "\ufeff" + json;
            case 1 -> json + json;
            case 2 -> json + "}";
            case 3 -> json.substring(0, random.nextInt(json.length() + 1));
            case 4 -> "[" + json + "]";
            case 5 -> "\"" + json.replace("\"", "\\\"") + "\"";
            default -> " ".repeat(random.nextInt(LONGEST)) + json;
        };
    }

    private static String form(JsonNode json, RandomGenerator random) {
        List<String> pairs = json.properties().stream()
                .map(member -> member.getKey() + "="
                        + URLEncoder.encode(member.getValue().asString(""), StandardCharsets.UTF_8))
                .collect(Collectors.toCollection(ArrayList::new));
        switch (random.nextInt(8)) {
            case 0 -> pairs.addAll(List.copyOf(pairs));
            case 1 -> pairs.add("unknown=" + "x".repeat(random.nextInt(LONGEST)));
            case 2 -> pairs.add("a=%zz&=&%00=%ff");
            case 3 -> pairs.add("scope=" + URLEncoder.encode(HostileValues.text(random), StandardCharsets.UTF_8));
            default -> {}
        }
        return String.join("&", pairs);
    }
}
