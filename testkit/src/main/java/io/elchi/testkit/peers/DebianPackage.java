package io.elchi.testkit.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A package of Debian that a test runs. One that is missing is installed where the test may: as root, with apt-get,
/// and without `-Delchi.install=no`. Else the test is aborted, and says how to run it.
public final class DebianPackage {
    /// Daemons are not in every user's PATH.
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "elchi-packages.lock");
    private static final int INSTALL_SECONDS = 300;
    private static final int SHOWN = 500;

    private final String name;

    /// @param name of the package
    public DebianPackage(String name) {
        this.name = name;
    }

    /// A program of the package.
    ///
    /// @param use of it, for the message of a test that is aborted: `Kannel as a client`
    public Path program(String program, String use) {
        // What another JVM installs at this moment has its program before it has all that it needs.
        return MachineLock.hold(LOCK, () -> {
            Optional<Path> there = find(program);
            if (there.isPresent()) {
                return there.get();
            }
            String trouble = install();
            return find(program).orElseGet(() -> abort(use, trouble));
        });
    }

    private Path abort(String use, String trouble) {
        String line = "SKIPPED: " + use + ". It needs the Debian package " + name + ": " + trouble
                + "\nTo run it: apt-get install " + name;
        System.out.println(line);
        return Assumptions.abort(line);
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), SYSTEM_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @return what went wrong
    private String install() {
        if ("no".equals(System.getProperty("elchi.install"))) {
            return "elchi.install is no";
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return "it is not installed, and only root may install it";
        }
        List<String> install = List.of("install", "-y", "--no-install-recommends", name);
        String first = aptGet(install);
        if (first.isEmpty()) {
            return "it has no such program";
        }
        String update = aptGet(List.of("update"));
        return update.isEmpty() ? aptGet(install) : update;
    }

    /// @return the end of its output when it failed; else empty
    private static String aptGet(List<String> arguments) {
        // Another test may install something at the same time.
        List<String> command = new ArrayList<>(List.of("apt-get", "-o", "DPkg::Lock::Timeout=120"));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Optional<BoundedRun> run = BoundedRun.of(builder, INSTALL_SECONDS);
            if (run.isEmpty()) {
                return "apt-get takes over " + INSTALL_SECONDS + " s";
            }
            String said = run.get().output();
            return run.get().status() == 0 ? "" : "apt-get: " + said.substring(Math.max(0, said.length() - SHOWN));
        } catch (IOException e) {
            return "there is no apt-get: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
