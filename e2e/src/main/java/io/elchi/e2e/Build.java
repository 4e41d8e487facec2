package io.elchi.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A packaged server: its jar with the folder `lib` beside it, and the options of its JVM.
///
/// @param module has `jvm.options`
public record Build(Path module, Path jar) {
    /// The one of this checkout.
    public static Build own() {
        return of(Path.of(System.getProperty("elchi.root", ".")));
    }

    /// @param place a jar, or a checkout that was built
    public static Build of(Path place) {
        Path absolute = place.toAbsolutePath().normalize();
        if (absolute.toString().endsWith(".jar")) {
            return new Build(absolute.getParent().getParent(), absolute);
        }
        return new Build(absolute.resolve("server"), absolute.resolve("server/target/elchi-server.jar"));
    }

    /// The command line up to the name of Elchi's command.
    List<String> command() throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is not there: run ./elchi build");
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Path options = module.resolve("jvm.options");
        if (Files.exists(options)) {
            command.add("@" + options);
        }
        Path cache = jar.resolveSibling("elchi-server.aot");
        if (isNewer(cache, jar)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        String more = System.getenv("ELCHI_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static boolean isNewer(Path one, Path other) throws IOException {
        return Files.exists(one)
                && Files.size(one) > 0
                && Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
    }
}
