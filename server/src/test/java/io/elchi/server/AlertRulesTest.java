package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Prometheus reads deploy/prometheus, and each alert fires and stays silent as elchi.test.yml says. It needs
/// promtool of Debian's package `prometheus`. Without an installed one the package is downloaded and unpacked
/// below target, where that is possible.
class AlertRulesTest {
    private static final int SECONDS = 120;
    private static final Path RULES = Path.of(System.getProperty("elchi.root"), "deploy", "prometheus");
    private static final Path UNPACKED = Path.of("target", "prometheus").toAbsolutePath();

    @Test
    void prometheusReadsTheFilesAndEachAlertFires() throws Exception {
        String promtool = promtool();
        for (List<String> check : List.of(
                List.of("check", "rules", "elchi.rules.yml"),
                List.of("check", "config", "prometheus.yml"),
                List.of("test", "rules", "elchi.test.yml"))) {
            Said said = run(
                    RULES, Stream.concat(Stream.of(promtool), check.stream()).toList());
            assertThat(said.status()).as("%s: %s", check, said.output()).isZero();
            assertThat(said.output()).contains("SUCCESS");
        }
    }

    private record Said(int status, String output) {}

    private static String promtool() throws Exception {
        Path unpacked = UNPACKED.resolve("usr/bin/promtool");
        if (run(RULES, List.of("promtool", "--version")).status() == 0) {
            return "promtool";
        }
        String trouble = Files.isExecutable(unpacked) ? null : unpack().orElse(null);
        if (trouble != null || !Files.isExecutable(unpacked)) {
            String line = "SKIPPED: the alert rules in Prometheus. They need promtool; its package cannot be unpacked: "
                    + trouble + "\nTo run it: install promtool (Debian: apt-get install prometheus), then ./elchi test"
                    + " -pl server -am -Dtest=AlertRulesTest -Dsurefire.failIfNoSpecifiedTests=false";
            System.out.println(line);
            Assumptions.abort(line);
        }
        return unpacked.toString();
    }

    /// @return what went wrong; empty when nothing did
    private static Optional<String> unpack() throws Exception {
        Files.createDirectories(UNPACKED);
        Said loaded = run(UNPACKED, List.of("apt-get", "download", "prometheus"));
        if (loaded.status() != 0) {
            return Optional.of(loaded.output());
        }
        try (Stream<Path> files = Files.list(UNPACKED)) {
            Optional<Path> archive =
                    files.filter(file -> file.toString().endsWith(".deb")).findFirst();
            if (archive.isEmpty()) {
                return Optional.of("apt-get downloaded nothing");
            }
            Said extracted =
                    run(UNPACKED, List.of("dpkg-deb", "-x", archive.get().toString(), UNPACKED.toString()));
            return extracted.status() == 0 ? Optional.empty() : Optional.of(extracted.output());
        }
    }

    /// A command that is not there has the status 127.
    private static Said run(Path folder, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Said(124, command + " takes over " + SECONDS + " s");
            }
            return new Said(process.exitValue(), output.strip());
        } catch (IOException e) {
            return new Said(127, e.getMessage());
        }
    }
}
