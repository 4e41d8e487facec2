package io.elchi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Coverage-guided fuzzing with Jazzer inside a normal test run: `Fuzz.run(PduDecoderFuzz.class)`.
///
/// The target is a class with `public static void fuzzerTestOneInput(byte[] input)`, which throws when something is
/// wrong. Kept inputs lie in `src/test/resources/fuzz/<target>/`, one file each; what a run finds new goes to
/// `target/fuzz/<target>/corpus` and helps the next run there. `-Delchi.fuzz.seconds=N` (default 10) says how long.
///
/// Jazzer runs in a JVM of its own with the class path of the test, because it instruments classes as they are loaded
/// and ends its JVM. The module must have Jazzer as a test dependency; nothing is compiled against it here.
public final class Fuzz {
    private static final int GRACE_SECONDS = 120;
    private static final int MAX_INPUT_LENGTH = 4096;

    private Fuzz() {}

    /// Fuzzes for the configured time and throws an AssertionError, which names the saved input, on a finding.
    public static void run(Class<?> target) {
        int seconds = Integer.getInteger("elchi.fuzz.seconds", 10);
        Path base = Path.of("").toAbsolutePath();
        Path seeds = base.resolve("src/test/resources/fuzz").resolve(target.getSimpleName());
        Path work = base.resolve("target/fuzz").resolve(target.getSimpleName());
        Path findings = work.resolve("findings");
        try {
            Path corpus = Files.createDirectories(work.resolve("corpus"));
            Files.createDirectories(findings);
            Path log = work.resolve("jazzer.log");
            List<String> command = command(target, seconds, findings);
            command.add(corpus.toString());
            if (Files.isDirectory(seeds)) {
                command.add(seeds.toString());
            }
            int exit = execute(command, work, log, seconds);
            report(target, exit, log, findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Class<?> target, int seconds, Path findings) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A decoder that allocates what a length field promises dies here.
                "-Xmx256m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.elchi.**",
                "--custom_hook_includes=io.elchi.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_len=" + MAX_INPUT_LENGTH,
                // The heap is capped above; the peak of the process has the mapped class path in it.
                "-rss_limit_mb=0",
                "-timeout=10",
                "-max_total_time=" + seconds));
    }

    private static int execute(List<String> command, Path directory, Path log, int seconds) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor((long) seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Jazzer does not end; its log is " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Jazzer runs", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void report(Class<?> target, int exit, Path log, Path findings) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        String done = lines.stream()
                .filter(line -> line.startsWith("Done "))
                .findFirst()
                .orElse("Jazzer did not say how many runs it did");
        System.out.println("fuzz " + target.getSimpleName() + ": " + done);
        if (exit != 0) {
            String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
            throw new AssertionError(
                    "Jazzer ended with " + exit + "; failing inputs: " + saved(findings) + "\n" + tail);
        }
        if (!done.startsWith("Done ")) {
            throw new AssertionError(done + "; its log is " + log);
        }
    }

    private static List<Path> saved(Path findings) throws IOException {
        try (Stream<Path> files = Files.list(findings)) {
            return files.sorted().toList();
        }
    }
}
