package io.elchi.server.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// initdb, pg_ctl and postgres, run as [PostgresUser].
final class PostgresTools {
    private static final int TOOL_SECONDS = 180;
    private static final Path NOTHING = Path.of("/dev/null");

    private final Path bin;
    private final PostgresUser user;

    PostgresTools(Path home, PostgresUser user) {
        bin = home.resolve("bin");
        this.user = user;
    }

    /// Makes a cluster in a folder that is not there yet. Its superuser `postgres` has no password.
    void initdb(Path cluster) throws IOException {
        Files.createDirectory(cluster);
        user.own(cluster);
        run(
                "initdb",
                List.of(
                        "--pgdata=" + cluster,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums"),
                NOTHING);
    }

    /// Runs statements, one a line, as the superuser of a cluster that is not started.
    void single(Path cluster, List<String> statements) throws IOException {
        Path input = Files.createTempFile(
                "elchi-", ".sql", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(input, String.join("\n", statements) + "\n");
            String output = run("postgres", List.of("--single", "-D", cluster.toString(), "postgres"), input);
            if (output.contains("ERROR:") || output.contains("FATAL:")) {
                throw new IOException("PostgreSQL refused a statement: " + output);
            }
        } finally {
            Files.delete(input);
        }
    }

    void start(Path cluster, Path log, List<String> settings, int seconds) throws IOException {
        if (Files.notExists(log)) {
            Files.createFile(log);
        }
        // Statements that fail are in it, with their texts.
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
        user.own(log);
        user.own(cluster);
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
                        "--options=" + options),
                NOTHING);
    }

    void stop(Path cluster) throws IOException {
        run("pg_ctl", List.of("stop", "--pgdata=" + cluster, "--mode=fast", "--wait", "--timeout=60"), NOTHING);
    }

    private String run(String tool, List<String> arguments, Path input) throws IOException {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(bin.resolve(tool).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile("elchi-" + tool, ".log");
        try {
            // Not a pipe: the postmaster inherits the output and would keep it open.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                    .start();
            boolean ended = process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(tool + (ended ? " failed: " : " does not end: ") + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(tool + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
