package io.elchi.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// The rights on files that hold secrets.
public final class SecretFiles {
    private SecretFiles() {}

    /// Whether every user of the machine may read the file; false where files have no such rights.
    public static boolean isReadableByAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException ignored) {
            return false;
        }
    }
}
