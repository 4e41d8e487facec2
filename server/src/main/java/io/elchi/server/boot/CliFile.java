package io.elchi.server.boot;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/// Where the command line finds the demo's server and keys: a file in the data folder that its owner alone may read.
final class CliFile {
    private static final String NAME = "cli.properties";

    private final Path path;

    private CliFile(Path path) {
        this.path = path;
    }

    static CliFile in(Path folder) {
        return new CliFile(folder.resolve(NAME));
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    Properties read() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(path)) {
            properties.load(in);
        }
        return properties;
    }

    /// @throws IOException when the file is not there any more: keys are shown once and stored nowhere else
    DemoData.Keys keys() throws IOException {
        if (!exists()) {
            throw new IOException(path + " is gone, and with it the demo's keys: start with another --data folder");
        }
        Properties properties = read();
        return new DemoData.Keys(
                new Secret(properties.getProperty("admin_key", "")), new Secret(properties.getProperty("key", "")));
    }

    void write(String url, DemoData.Keys keys) throws IOException {
        if (!exists()) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(
                path,
                "url=" + url + "\nkey=" + keys.bank().reveal() + "\nadmin_key="
                        + keys.admin().reveal() + "\nfrom=" + DemoData.SENDER + "\n");
    }
}
