package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elchi.testkit.peers.DebianPackage;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The console and the portal: their sources by the checks and tests of their own, and as people use them, in Debian's
/// Chromium against the packaged demo.
class WebTest {
    private static final Path WEB =
            Path.of(System.getProperty("elchi.root", ".")).resolve("web");
    private static final Path FILES = WEB.resolve("target/classes/META-INF/resources");
    private static final long SECONDS = 1_800;
    private static final Pattern PASSWORD = Pattern.compile("all with the password ([A-Za-z0-9_-]+):");

    @TempDir
    private static Path folder;

    private record Run(int code, String said) {}

    @BeforeAll
    static void tools() throws Exception {
        assumeTrue(
                Files.exists(FILES.resolve("console/index.html")),
                "SKIPPED: the console and the portal are not built: they need Node 20.19 or later and npm");
        if (!Files.exists(WEB.resolve("node_modules/.bin/playwright"))) {
            Run installed = run(Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
            assumeTrue(
                    installed.code == 0,
                    () -> "SKIPPED: npm could not install the tools that check the pages: " + installed.said);
            Files.createFile(WEB.resolve("node_modules/.installed"));
        }
    }

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WEB.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static void succeeds(String... command) throws Exception {
        Run run = run(Map.of(), command);
        assertThat(run.code).as(run.said).isZero();
    }

    @Test
    void theSourcesKeepTheirFormAndTypes() throws Exception {
        succeeds("npm", "run", "--silent", "check");
    }

    @Test
    void theirOwnTestsPass() throws Exception {
        succeeds("npm", "test", "--silent");
    }

    @Test
    void theyAreWithinTheirBudgets() throws Exception {
        succeeds("npm", "run", "--silent", "size");
    }

    @Test
    void theLockFileNamesNoRegistry() throws Exception {
        assertThat(Files.readString(WEB.resolve("package-lock.json"))).doesNotContain("\"resolved\": \"http");
    }

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void peopleDoTheirWorkInABrowser() throws Exception {
        Path chromium = new DebianPackage("chromium").program("chromium", "the pages in a browser");
        Path data = folder.resolve("demo");
        int port = FreePort.find();
        List<String> command = new ArrayList<>(Build.own().command());
        String server = JsonMapper.shared().writeValueAsString(command);
        // Journeys look for their own messages among few.
        command.addAll(List.of("demo", "--traffic", "0", "--data", data.toString()));
        command.addAll(List.of("--set", "http.port=" + port, "--set", "http.management_port=0"));
        command.addAll(List.of("--set", "limits.requests_per_second=10000"));
        command.addAll(List.of("--set", "webhooks.private_addresses=true"));
        Path said = folder.resolve("demo.txt");
        Process demo = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            awaitStory(demo, said);
            Matcher password = PASSWORD.matcher(Files.readString(said));
            assertThat(password.find()).isTrue();
            Run run = run(
                    Map.of(
                            "ELCHI_COMMAND", server,
                            "ELCHI_URL", "http://127.0.0.1:" + port,
                            "ELCHI_PASSWORD", password.group(1),
                            "ELCHI_BANK_KEY", property(data, "key"),
                            "ELCHI_ADMIN_KEY", property(data, "admin_key"),
                            "ELCHI_CHROMIUM", chromium.toString()),
                    "npx",
                    "--no-install",
                    "playwright",
                    "test",
                    "--config",
                    "e2e/playwright.config.ts");
            System.out.println(run.said);
            assertThat(run.code).as(run.said).isZero();
        } finally {
            demo.destroy();
            if (!demo.waitFor(60, TimeUnit.SECONDS)) {
                demo.destroyForcibly().waitFor();
            }
        }
    }

    private static void awaitStory(Process demo, Path said) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.readString(said).contains("Ctrl-C stops everything")) {
            assertThat(demo.isAlive() && System.nanoTime() < end)
                    .as(() -> "the demo: " + said)
                    .isTrue();
            Thread.sleep(50);
        }
    }

    /// A value of the file in which the demo keeps its keys.
    private static String property(Path data, String name) throws IOException {
        Properties file = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("cli.properties"))) {
            file.load(in);
        }
        return file.getProperty(name);
    }
}
