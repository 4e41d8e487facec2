package io.elchi.server.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// initdb and pg_ctl, run as somebody PostgreSQL accepts: it refuses to run as root.
final class PostgresTools {
    private static final int NOBODY = 65_534;
    private static final int PASSWORD_OCTETS = 24;
    private static final int TOOL_SECONDS = 180;

    /// How the tools are started.
    private enum As {
        /// We are nobody special.
        OURSELVES,
        /// We are root, and may enter a user namespace in which we are not.
        NAMESPACE,
        /// We are root and drop to the user id 65534, which must be able to reach the data folder.
        DROPPED
    }

    private final Path bin;
    private final As as;

    PostgresTools(Path home) throws IOException {
        bin = home.resolve("bin");
        as = as();
    }

    private static As as() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return As.OURSELVES;
        }
        if (works("unshare", "-U", "true")) {
            return As.NAMESPACE;
        }
        if (works("setpriv", "--reuid", Integer.toString(NOBODY), "--clear-groups", "true")) {
            return As.DROPPED;
        }
        throw new IOException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv --reuid' works"
                + " here: start Elchi as another user, or configure database.url");
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Makes the cluster unless it is there, and gives the password of its owner.
    String initialized(Path cluster, Path passwordFile, String user) throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION")) && Files.exists(passwordFile)) {
            return Files.readString(passwordFile).strip();
        }
        if (Files.exists(cluster)) {
            // A first start that was cut off: initdb made it, and nothing was ever stored.
            delete(cluster);
        }
        byte[] random = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path making = cluster.resolveSibling(cluster.getFileName() + ".new");
        delete(making);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, password + "\n");
        Files.createDirectory(making);
        own(making, passwordFile);
        run(
                "initdb",
                List.of(
                        "--pgdata=" + making,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"));
        Files.move(making, cluster);
        return password;
    }

    private void own(Path... paths) throws IOException {
        if (as == As.DROPPED) {
            for (Path path : paths) {
                Files.setAttribute(path, "unix:uid", NOBODY);
            }
        }
    }

    void start(Path cluster, Path log, List<String> settings, int seconds) throws IOException {
        if (Files.notExists(log)) {
            Files.createFile(log);
        }
        own(log);
        StringBuilder options = new StringBuilder();
        settings.forEach(setting -> options.append(" -c ").append(setting));
        run(
                "pg_ctl",
                List.of(
                        "start",
                        "--pgdata=" + cluster,
                        "--log=" + log,
                        "--wait",
                        "--timeout=" + seconds,
                        "--options=" + options));
    }

    void stop(Path cluster) throws IOException {
        run("pg_ctl", List.of("stop", "--pgdata=" + cluster, "--mode=fast", "--wait", "--timeout=60"));
    }

    private void run(String tool, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                switch (as) {
                    case OURSELVES -> List.<String>of();
                    case NAMESPACE -> List.of("unshare", "-U");
                    case DROPPED ->
                        List.of(
                                "setpriv",
                                "--reuid",
                                Integer.toString(NOBODY),
                                "--regid",
                                Integer.toString(NOBODY),
                                "--clear-groups");
                });
        command.add(bin.resolve(tool).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile("elchi-" + tool, ".log");
        try {
            // Not a pipe: the postmaster inherits the output and would keep it open.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            boolean ended = process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(tool
                        + (ended ? " failed: " : " does not end: ")
                        + Files.readString(output, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(tool + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(java.util.Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
