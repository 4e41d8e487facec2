package io.elchi.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings of one process, read and checked.
public final class Config {
    /// Variables with our prefix that are no settings.
    private static final Set<String> OTHER_VARIABLES =
            Set.of("ELCHI_JAVA_OPTS", "ELCHI_CONFIG", "ELCHI_URL", "ELCHI_KEY", "ELCHI_HOME");

    private static final String PREFIX = "ELCHI_";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<Class<?>, Record> records;

    private Config(Map<Class<?>, Record> records) {
        this.records = records;
    }

    /// Reads the settings.
    ///
    /// @param file YAML; null for none
    /// @param environment `ELCHI_DATABASE_URL` sets `database.url`; a variable with the prefix that sets
    ///     nothing is an error
    /// @param overrides by path, `http.port`; they win
    /// @throws ConfigException with every problem found
    public static Config load(
            Path file, Map<String, String> environment, Map<String, String> overrides, List<Section> sections) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> tree = file == null ? new LinkedHashMap<>() : read(file, problems);
        Map<String, String> paths = paths(sections);
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || OTHER_VARIABLES.contains(variable)) {
                return;
            }
            String path = paths.get(variable.substring(PREFIX.length()));
            if (path == null) {
                problems.add(variable + ": no setting has this variable");
            } else {
                put(tree, path, value);
            }
        });
        overrides.forEach((path, value) -> put(tree, path, value));
        Map<Class<?>, Record> records = new HashMap<>();
        Binder binder = new Binder(problems);
        for (Section section : sections) {
            Object value = tree.remove(section.name());
            records.put(section.type(), binder.record(section.name(), section.type(), value));
        }
        tree.keySet().forEach(key -> problems.add(key + ": " + ConfigException.UNKNOWN));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Config(Map.copyOf(records));
    }

    /// The record of a section.
    public <T extends Record> T get(Class<T> type) {
        Record record = records.get(type);
        if (record == null) {
            throw new IllegalArgumentException(type.getName() + " is no section of the settings");
        }
        return type.cast(record);
    }

    /// A record of settings that stand somewhere else than in the file, such as in a column of a table.
    ///
    /// @param path what problems are named by
    /// @throws ConfigException with every problem found
    public static <T extends Record> T record(String path, Class<T> type, Map<String, Object> settings) {
        List<String> problems = new ArrayList<>();
        Record record = new Binder(problems).record(path, type, settings);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return type.cast(record);
    }

    private static Map<String, Object> read(Path file, List<String> problems) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            // A file of comments alone sets nothing.
            return tree.isMissingNode() || tree.isNull()
                    ? new LinkedHashMap<>()
                    : Binder.map(YAML.treeToValue(tree, Object.class));
        } catch (java.io.IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        } catch (JacksonException | IllegalArgumentException e) {
            problems.add(file + ": is not the YAML it should be: " + e.getMessage());
        }
        return new LinkedHashMap<>();
    }

    private static void put(Map<String, Object> tree, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
            return;
        }
        String key = path.substring(0, dot);
        Map<String, Object> below = tree.get(key) instanceof Map<?, ?> map ? Binder.map(map) : new LinkedHashMap<>();
        tree.put(key, below);
        put(below, path.substring(dot + 1), value);
    }

    /// The path of each setting by its variable, without the prefix.
    private static Map<String, String> paths(List<Section> sections) {
        Map<String, String> paths = new HashMap<>();
        for (Section section : sections) {
            ConfigReference.settings(section)
                    .forEach(setting ->
                            paths.put(setting.path().replace('.', '_').toUpperCase(Locale.ROOT), setting.path()));
        }
        return paths;
    }
}
