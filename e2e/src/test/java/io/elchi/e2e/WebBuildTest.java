package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where there is no Node, the build of the pages says so: it fails only for those who want them.
class WebBuildTest {
    private static final Path BUILD =
            Path.of(System.getProperty("elchi.root", ".")).resolve("web/build");

    @TempDir
    private Path folder;

    private record Run(int code, String said) {}

    /// @param wanted the value of ELCHI_WEB
    private Run build(String wanted) throws IOException, InterruptedException {
        assumeFalse(
                Files.exists(Path.of("/usr/local/bin/node")) || Files.exists(Path.of("/opt/node/bin/node")),
                "SKIPPED: the build finds a Node in the usual places of this machine");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : new String[] {"sh", "dirname", "rm", "mktemp", "find", "head", "mkdir", "mv", "touch"}) {
            if (!Files.exists(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh", BUILD.toString(), folder.resolve("files").toString())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString(), "ELCHI_WEB", wanted));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    @Test
    void withoutNodeThereAreNoPagesAndTheBuildGoesOn() throws Exception {
        Path old = Files.createDirectories(folder.resolve("files/console")).resolve("index.html");
        Files.writeString(old, "of an earlier build");
        Run run = build("");
        assertThat(run.said).contains("the console and the portal are not built", "Node 20.19");
        assertThat(run.code).isZero();
        assertThat(old).doesNotExist();
    }

    @Test
    void theTestCommandFailsWithoutNode() throws Exception {
        Run run = build("required");
        assertThat(run.said).contains("Node 20.19");
        assertThat(run.code).isEqualTo(1);
    }
}
