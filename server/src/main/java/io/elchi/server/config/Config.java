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
            Set.of("ELCHI_JAVA_OPTS", "ELCHI_NODE", "ELCHI_CONFIG", "ELCHI_URL", "ELCHI_KEY", "ELCHI_HOME");

    private static final String PREFIX = "ELCHI_";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<Class<?>, Record> records;
    private final List<String> warnings;
    private final List<String> ignored;
    private final SharedSettings shared;

    private Config(Map<Class<?>, Record> records, List<String> warnings, List<String> ignored, SharedSettings shared) {
        this.shared = shared;
        this.records = Map.copyOf(records);
        this.warnings = List.copyOf(warnings);
        this.ignored = List.copyOf(ignored);
    }

    /// Reads the settings.
    ///
    /// @param file YAML; null for none
    /// @param environment `ELCHI_DATABASE_URL` sets `database.url`; for a secret, `ELCHI_DATABASE_PASSWORD_FILE`
    ///     names a file with the value. Any other variable with the prefix is an error, unless a platform sets it
    /// @param overrides by path, `http.port`; they win
    /// @throws ConfigException with every problem found
    public static Config load(
            Path file, Map<String, String> environment, Map<String, String> overrides, List<Section> sections) {
        return load(file, environment, new EnvironmentSecrets(environment), overrides, sections);
    }

    /// As the other, with the secrets from this store; it takes precedence over the file.
    static Config load(
            Path file,
            Map<String, String> environment,
            SecretStore store,
            Map<String, String> overrides,
            List<Section> sections) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, Object> tree = file == null ? new LinkedHashMap<>() : read(file, problems);
        Set<String> secrets = ConfigReference.secrets(sections);
        List<String> ignored = putVariables(tree, environment, paths(sections), secrets, problems);
        for (String path : secrets) {
            switch (store.find(path)) {
                case SecretStore.Found.Nothing _ -> {}
                case SecretStore.Found.Value found -> {
                    put(tree, path, found.value());
                    if (!found.warning().isEmpty()) {
                        warnings.add(found.warning());
                    }
                }
                case SecretStore.Found.Failed failed -> problems.add(failed.problem());
            }
        }
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
        return new Config(records, warnings, ignored, SharedSettings.of(records.values()));
    }

    /// Sets what the variables say; secrets are the store's.
    ///
    /// @return the platform's variables, which set nothing
    private static List<String> putVariables(
            Map<String, Object> tree,
            Map<String, String> environment,
            Map<String, String> paths,
            Set<String> secrets,
            List<String> problems) {
        List<String> ignored = new ArrayList<>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || OTHER_VARIABLES.contains(variable)) {
                return;
            }
            if (PlatformVariables.include(variable, value)) {
                ignored.add(variable);
                return;
            }
            String path = paths.get(variable);
            String fileOf = variable.endsWith(EnvironmentSecrets.FILE)
                    ? paths.get(variable.substring(0, variable.length() - EnvironmentSecrets.FILE.length()))
                    : null;
            if (path == null && fileOf != null && !secrets.contains(fileOf)) {
                problems.add(variable + ": " + fileOf + " is not a secret, and is not read from a file");
            } else if (path == null && fileOf == null) {
                problems.add(variable + ": no setting has this variable");
            } else if (path != null && !secrets.contains(path)) {
                put(tree, path, value);
            }
        });
        return ignored;
    }

    /// Sentences for the log, without secrets.
    public List<String> warnings() {
        return warnings;
    }

    /// A hash of the settings that all processes of one database must have the same values of.
    ///
    /// @param salt of the database: without it, nobody can try passwords against the hash
    public String sharedHash(String salt) {
        return shared.hash(salt);
    }

    /// Variables with our prefix that a platform sets, and that set nothing here.
    public List<String> ignoredVariables() {
        return ignored;
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

    /// The path of each setting by its variable.
    private static Map<String, String> paths(List<Section> sections) {
        Map<String, String> paths = new HashMap<>();
        for (Section section : sections) {
            ConfigReference.settings(section).forEach(setting -> paths.put(variable(setting.path()), setting.path()));
        }
        return paths;
    }

    /// `database.url` to `ELCHI_DATABASE_URL`.
    static String variable(String path) {
        return PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
