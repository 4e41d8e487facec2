package io.elchi.server.boot.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which server is asked, with which key, and how its answer is shown. What is not said stands in the environment
/// or in the file that the server writes.
final class Access {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "the server; default: $ELCHI_URL, the one in the data folder, " + DEFAULT_URL)
    private String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description = "API key; default: $ELCHI_KEY, the one in the data folder")
    private String key;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "data folder of the server; default: ./data")
    private Path data = Path.of("data");

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print the server's answer as it is")
    private boolean json;

    boolean json() {
        return json;
    }

    /// Asks with the key of a client.
    Client client() {
        return client("key");
    }

    /// Whether there is a key to ask with as a client.
    boolean hasClientKey() {
        return first(key, System.getenv("ELCHI_KEY"), file().getProperty("key")) != null;
    }

    /// Asks with the key of an administrator.
    Client admin() {
        return client("admin_key");
    }

    private Client client(String property) {
        Properties file = file();
        String wanted = first(key, System.getenv("ELCHI_KEY"), file.getProperty(property));
        if (wanted == null) {
            throw new CliException("there is no key: use --key or $ELCHI_KEY, or the --data folder of the server");
        }
        return new Client(first(url, System.getenv("ELCHI_URL"), file.getProperty("url"), DEFAULT_URL), wanted);
    }

    /// The sender id that the demo set up; null when there is no demo.
    String sender() {
        return file().getProperty("from");
    }

    private Properties file() {
        Properties properties = new Properties();
        Path path = data.resolve("cli.properties");
        if (Files.exists(path)) {
            try (Reader in = Files.newBufferedReader(path)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(path + " cannot be read", e);
            }
        }
        return properties;
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return null;
    }
}
