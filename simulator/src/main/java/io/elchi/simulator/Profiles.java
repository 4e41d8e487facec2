package io.elchi.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads profiles: those that come with the simulator by name, any other by its path. Durations are written `20ms`,
/// `5s`, `2m`.
final class Profiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new Durations()))
            .build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Profiles() {}

    /// The tree of a profile, as it is written.
    ///
    /// @throws IOException when there is no such profile
    static ObjectNode read(String nameOrPath) throws IOException {
        Path path = Path.of(nameOrPath);
        if (Files.isRegularFile(path)) {
            return tree(Files.readString(path), nameOrPath);
        }
        try (InputStream in = Profiles.class.getResourceAsStream("/profiles/" + nameOrPath + ".yaml")) {
            if (in == null) {
                throw new IOException("no profile '" + nameOrPath
                        + "': neither a file nor one of beeline, ucell, ums, perfectum, fast");
            }
            return tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), nameOrPath);
        }
    }

    /// @param name for the message of the error
    static ObjectNode tree(String yaml, String name) throws IOException {
        try {
            if (YAML.readTree(yaml) instanceof ObjectNode tree) {
                return tree;
            }
            throw new IOException("profile " + name + " is not a map");
        } catch (JacksonException e) {
            throw new IOException("profile " + name + " is not YAML: " + e.getOriginalMessage(), e);
        }
    }

    /// @throws IllegalArgumentException saying what is wrong with it
    static Profile profile(JsonNode tree) {
        try {
            return JSON.treeToValue(tree, Profile.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : e;
            String text = cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage();
            throw new IllegalArgumentException("not a profile: " + text, e);
        }
    }

    /// The tree with the patch laid over it: maps are merged, everything else is replaced, null removes.
    static ObjectNode merged(ObjectNode tree, ObjectNode patch) {
        ObjectNode result = tree.deepCopy();
        patch.properties().forEach(entry -> {
            JsonNode old = result.get(entry.getKey());
            if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
            } else if (old instanceof ObjectNode oldMap && entry.getValue() instanceof ObjectNode newMap) {
                result.set(entry.getKey(), merged(oldMap, newMap));
            } else {
                result.set(entry.getKey(), entry.getValue());
            }
        });
        return result;
    }

    private static final class Durations extends StdDeserializer<Duration> {
        Durations() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString();
            try {
                if (text.endsWith("ms")) {
                    return Duration.ofNanos(Math.round(Double.parseDouble(cut(text, 2)) * 1e6));
                }
                if (text.endsWith("s")) {
                    return Duration.ofNanos(Math.round(Double.parseDouble(cut(text, 1)) * 1e9));
                }
                if (text.endsWith("m")) {
                    return Duration.ofNanos(Math.round(Double.parseDouble(cut(text, 1)) * 60e9));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a duration is 20ms, 5s or 2m, not " + text, e);
            }
            throw new IllegalArgumentException("a duration is 20ms, 5s or 2m, not " + text);
        }

        private static String cut(String text, int unit) {
            return text.substring(0, text.length() - unit).strip();
        }
    }
}
