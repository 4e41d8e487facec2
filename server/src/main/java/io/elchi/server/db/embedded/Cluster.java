package io.elchi.server.db.embedded;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The files of the embedded PostgreSQL: the cluster and the password of its one login.
///
/// Nothing that is there is ever deleted but `postgresql.new`, in which a cluster is made. A cluster whose
/// password is missing, or a folder that is not a cluster, stops the start with a sentence that says what to do.
///
/// @param folder the data folder
record Cluster(Path folder) {
    /// The role that the server logs in as. It owns the database and is not a superuser.
    static final String ROLE = "elchi";

    private static final int PASSWORD_OCTETS = 24;

    Path path() {
        return folder.resolve("postgresql");
    }

    Path log() {
        return folder.resolve("postgresql.log");
    }

    private Path passwordFile() {
        return folder.resolve("postgresql.password");
    }

    /// Makes the cluster unless it is there.
    ///
    /// @return the password of [#ROLE]
    /// @throws IOException when the files that are there do not fit together
    Secret initialized(PostgresTools tools) throws IOException {
        if (Files.exists(path())) {
            checkIsCluster();
            return password();
        }
        if (Files.notExists(passwordFile())) {
            write(random());
        }
        Secret password = password();
        Path making = folder.resolve("postgresql.new");
        delete(making);
        tools.initdb(making);
        Files.writeString(making.resolve("pg_hba.conf"), "host all " + ROLE + " 127.0.0.1/32 scram-sha-256\n");
        tools.single(
                making,
                List.of(
                        "CREATE ROLE " + ROLE + " LOGIN CREATEDB PASSWORD '" + password.reveal() + "'",
                        "ALTER DATABASE postgres OWNER TO " + ROLE));
        Files.move(making, path(), StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    /// Checks what is there.
    ///
    /// @throws IOException when the files do not fit together
    void check() throws IOException {
        checkIsCluster();
        password();
    }

    private void checkIsCluster() throws IOException {
        if (Files.notExists(path().resolve("PG_VERSION"))) {
            throw new IOException(
                    path() + " is not a PostgreSQL cluster: it has no file PG_VERSION. Nothing was changed."
                            + " Move it away, or choose another data folder with --data");
        }
    }

    private Secret password() throws IOException {
        if (Files.notExists(passwordFile())) {
            throw new IOException("the database in " + path() + " is there, but its password file " + passwordFile()
                    + " is not. Nothing was changed. Restore the file, or set a new password with"
                    + " './elchi database-password --data " + folder + "'");
        }
        String password = Files.readString(passwordFile()).strip();
        if (!password.matches("[A-Za-z0-9]{8,128}")) {
            throw new IOException("the password in " + passwordFile()
                    + " must be 8 to 128 letters and digits. Nothing was changed. Restore the file, or set a new"
                    + " password with './elchi database-password --data " + folder + "'");
        }
        return new Secret(password);
    }

    /// Sets a new random password. The cluster must not be started.
    ///
    /// @return the file that has it
    Path newPassword(PostgresTools tools) throws IOException {
        checkIsCluster();
        String password = random();
        tools.single(path(), List.of("ALTER ROLE " + ROLE + " PASSWORD '" + password + "'"));
        write(password);
        return passwordFile();
    }

    private static String random() {
        byte[] random = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void write(String password) throws IOException {
        Path writing = folder.resolve("postgresql.password.new");
        Files.deleteIfExists(writing);
        Files.createFile(writing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(writing, password + "\n");
        Files.move(writing, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
