package io.elchi.server.boot.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Passwords of users: Jasmin has only their hashes. Some come from a file, others are made and are written to
/// another one that only its owner can read.
final class JasminPasswords {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final Map<String, String> given = new HashMap<>();
    private final Path made;
    private int written;

    /// @param file with a username and a password in each line; null: none
    /// @param made gets those that are made
    JasminPasswords(Path file, Path made) {
        this.made = made;
        if (file != null) {
            read(file);
        }
    }

    private void read(Path path) {
        Path full = path.toAbsolutePath();
        JasminFile file = JasminFile.read(full.getParent(), full.getFileName().toString());
        if (file == null) {
            throw new CliException(path + " is not there");
        }
        file.pairs((name, password) -> given.put(name, password) == null);
    }

    /// @return null when one is to be made
    String given(String username) {
        return given.get(username);
    }

    int written() {
        return written;
    }

    /// Fails before anything is made whose password could not be kept.
    void open() {
        try {
            if (!Files.exists(made)) {
                Files.createFile(made, PosixFilePermissions.asFileAttribute(OWNER));
            }
            if (!Files.isRegularFile(made)
                    || !Files.getPosixFilePermissions(made).equals(OWNER)) {
                throw new CliException(
                        made + " is there and not for its owner alone: name another with --new-passwords");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new CliException(made + " cannot be written: " + e.getMessage());
        }
    }

    void write(String username, String password) {
        try {
            Files.writeString(
                    made,
                    username + " " + password + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
            written++;
        } catch (IOException e) {
            throw new CliException("the password of " + username + " was made and could not be written to " + made
                    + ": make another one with ./elchi smpp-logins rotate");
        }
    }
}
