package io.elchi.races;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A Java runtime whose threads run one at a time, in an order that Fray draws. It is linked from the JDK that
/// runs this, once, and kept below `target`.
public final class FrayRuntime {
    private static final Path FOLDER = Path.of("target", "fray").toAbsolutePath();
    /// They would link runtimes themselves, which a JDK without packaged modules does not allow.
    private static final List<String> WITHOUT = List.of("jdk.jlink", "jdk.jpackage");
    private static final String JDK_PLUGIN = "fray-instrumentation-jdk";
    /// What its code needs.
    private static final List<String> LINKING =
            List.of(JDK_PLUGIN, "fray-instrumentation-base", "fray-runtime", "kotlin-", "annotations-", "asm-");

    /// A hundred orders of a scenario take 3 to 15 s.
    private static final Duration DEADLINE = Duration.ofMinutes(Math.max(5, Integer.getInteger("elchi.races", 0) / 20));

    private final Path launcher;
    private final Path library;

    private FrayRuntime(Path launcher, Path library) {
        this.launcher = launcher;
        this.library = library;
    }

    /// Links it, unless that was done.
    public static FrayRuntime linked() throws IOException, InterruptedException {
        Path image = FOLDER.resolve("jdk-" + Runtime.version());
        if (!Files.exists(image.resolve("bin/java"))) {
            link(image);
        }
        Path library = FOLDER.resolve("libjvmti.so");
        try (ZipFile jar = new ZipFile(jar("fray-jvmti-"))) {
            ZipEntry entry = jar.getEntry("libjvmti.so");
            try (InputStream octets = jar.getInputStream(entry)) {
                Files.copy(octets, library, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new FrayRuntime(image.resolve("bin/java"), library);
    }

    private static void link(Path image) throws IOException, InterruptedException {
        Path made = FOLDER.resolve("making");
        run(List.of("rm", "-rf", made.toString()));
        Files.createDirectories(FOLDER);
        String path = classPath().filter(FrayRuntime::isForLinking).collect(Collectors.joining(File.pathSeparator));
        String modules = ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> !WITHOUT.contains(name))
                .collect(Collectors.joining(","));
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "-J-javaagent:" + jar(JDK_PLUGIN),
                "-J--module-path=" + path,
                "-J--add-modules=org.pastalab.fray.instrumentation.jdk",
                "-J--class-path=" + path,
                "--output=" + made,
                "--add-modules=" + modules,
                "--fray-instrumentation"));
        Files.move(made, image, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Runs `main` of the class again and again, each time in another order of its threads.
    ///
    /// @param iterations how often
    /// @return what it printed
    /// @throws AssertionError if a run fails; with the recording's folder
    public String explore(Class<?> scenario, int iterations) throws IOException, InterruptedException {
        Path report = FOLDER.resolve(scenario.getSimpleName());
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "-ea",
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:" + jar("fray-instrumentation-agent"),
                "-agentpath:" + library,
                "-cp",
                System.getProperty("java.class.path"),
                "org.pastalab.fray.core.MainKt",
                "--run-config=cli",
                "--clazz=" + scenario.getName(),
                "--method=main",
                "--output=" + report,
                "--iter=" + iterations,
                "--scheduler=pos"));
        String printed = run(command);
        if (printed.contains("Error found") || !printed.contains("Total iter: " + iterations)) {
            throw new AssertionError(scenario.getSimpleName() + ", recorded in " + report + ":\n" + printed);
        }
        return printed;
    }

    /// Waits for it no longer than [#DEADLINE]: a run that stands still is a finding, too, and its threads are
    /// printed.
    private static String run(List<String> command) throws IOException, InterruptedException {
        Path printing = Files.createTempFile(Files.createDirectories(FOLDER), "run-", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printing.toFile())
                .start();
        boolean ended = process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        String threads = ended ? "" : threads(process);
        process.destroyForcibly().waitFor();
        String printed = Files.readString(printing);
        Files.delete(printing);
        if (!ended) {
            throw new AssertionError(
                    command.getFirst() + " stood still for " + DEADLINE + ":\n" + printed + "\n" + threads);
        }
        if (process.exitValue() != 0 && !printed.contains("Error found")) {
            throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ":\n" + printed);
        }
        return printed;
    }

    private static String threads(Process process) throws IOException, InterruptedException {
        Path printing = Files.createTempFile(FOLDER, "threads-", ".txt");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "Thread.print", "-l")
                .redirectErrorStream(true)
                .redirectOutput(printing.toFile())
                .start();
        // A runtime that hangs at a safepoint does not answer.
        asked.waitFor(20, TimeUnit.SECONDS);
        asked.destroyForcibly().waitFor();
        String threads = Files.readString(printing);
        Files.delete(printing);
        return threads;
    }

    private static boolean isForLinking(String jar) {
        String name = Path.of(jar).getFileName().toString();
        return LINKING.stream().anyMatch(name::startsWith);
    }

    private static String jar(String prefix) {
        return classPath()
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }
}
