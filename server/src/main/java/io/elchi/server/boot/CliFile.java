package io.elchi.server.boot;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.regex.Matcher;

/// The file with the server's address and keys for the command line: in the data folder, readable by its owner
/// only.
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

    /// The option with which a command finds this file: nothing when it is in ./data, where commands look by
    /// themselves.
    String option() {
        Path folder = path.toAbsolutePath().normalize().getParent();
        return folder.equals(Path.of("data").toAbsolutePath()) ? "" : " --data " + folder;
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

    /// @throws IOException when the file is not there any more, since keys are shown once and stored nowhere else;
    ///     or when it is not the demo's
    DemoData.Keys keys() throws IOException {
        if (!exists()) {
            throw new IOException(path + " is gone, and with it the demo's keys: start with another --data folder");
        }
        Properties properties = read();
        if (!properties.containsKey("key")) {
            throw new IOException(
                    path + " is of a server that ./elchi serve began: start the demo with another --data" + " folder");
        }
        return new DemoData.Keys(
                new Secret(properties.getProperty("admin_key", "")),
                new Secret(properties.getProperty("key", "")),
                properties.containsKey("second_key") ? new Secret(properties.getProperty("second_key")) : null,
                properties.containsKey("password") ? new Secret(properties.getProperty("password")) : null);
    }

    void write(String url, DemoData.Keys keys) throws IOException {
        write("url=" + url + "\nkey=" + keys.bank().reveal() + "\nadmin_key="
                + keys.admin().reveal() + "\nfrom=" + DemoData.SENDER + "\n"
                + (keys.second() == null ? "" : "second_key=" + keys.second().reveal() + "\n")
                + (keys.password() == null ? "" : "password=" + keys.password().reveal() + "\n"));
    }

    /// A file of another database, whose keys stand nowhere else, is kept beside it.
    void write(String url, Secret adminKey) throws IOException {
        if (exists()) {
            Files.move(path, path.resolveSibling(NAME + ".before"), StandardCopyOption.REPLACE_EXISTING);
        }
        write("url=" + url + "\nadmin_key=" + adminKey.reveal() + "\n");
    }

    /// The server is somewhere else now; nothing when there is no file.
    void moved(String url) throws IOException {
        if (exists()) {
            write(Files.readString(path).replaceFirst("(?m)^url=.*$", Matcher.quoteReplacement("url=" + url)));
        }
    }

    /// Replaces the file in one step: a crash leaves the old one, or the new one. Nobody else can read either.
    private void write(String text) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Path fresh = path.resolveSibling(NAME + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
