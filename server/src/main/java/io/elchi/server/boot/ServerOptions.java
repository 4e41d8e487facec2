package io.elchi.server.boot;

import io.elchi.server.config.Config;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Options shared by all commands that start a server.
final class ServerOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings in YAML; default: $ELCHI_CONFIG",
            defaultValue = "${ELCHI_CONFIG}")
    Path file;

    @Option(names = "--data", paramLabel = "FOLDER", description = "folder of the embedded PostgreSQL; default: ./data")
    Path data;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "one setting, like http.port=0; may be repeated")
    Map<String, String> settings = new LinkedHashMap<>();

    Config config(Map<String, String> defaults) {
        Map<String, String> overrides = new LinkedHashMap<>(defaults);
        overrides.putAll(settings);
        if (data != null) {
            overrides.put("database.data_folder", data.toString());
        }
        return Config.load(file, System.getenv(), overrides, Settings.SECTIONS);
    }
}
