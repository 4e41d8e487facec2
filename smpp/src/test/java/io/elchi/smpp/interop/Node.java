package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A script of `src/test/node` at work: what it prints, a JSON object a line. The npm package `smpp` is installed into
/// `target/node` by its name and checksum; without Node, npm or a registry the test is skipped, and says so.
final class Node implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();
    private static final Path PLACE = Path.of("target/node").toAbsolutePath();
    private static final int INSTALL_SECONDS = 120;
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();

    private Node(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    static Node run(String script, String... arguments) throws Exception {
        install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        Files.copy(SCRIPTS.resolve(script), PLACE.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        return new Node(new ProcessBuilder(command)
                .directory(PLACE.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private static void install() throws Exception {
        Files.createDirectories(PLACE);
        boolean changed = false;
        for (String file : List.of("package.json", "package-lock.json")) {
            Path to = PLACE.resolve(file);
            if (!Files.exists(to) || Files.mismatch(SCRIPTS.resolve(file), to) >= 0) {
                Files.copy(SCRIPTS.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
                changed = true;
            }
        }
        if (!changed && Files.isDirectory(PLACE.resolve("node_modules/smpp"))) {
            return;
        }
        skipUnless("node", "--version");
        skipUnless("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    private static void skipUnless(String... command) throws InterruptedException {
        String trouble;
        try {
            Process tried = new ProcessBuilder(command)
                    .directory(PLACE.toFile())
                    .redirectErrorStream(true)
                    .start();
            tried.getOutputStream().close();
            String output = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!tried.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                tried.destroyForcibly();
                trouble = "takes over " + INSTALL_SECONDS + " s";
            } else {
                trouble = tried.exitValue() == 0 ? null : output.strip();
            }
        } catch (IOException e) {
            trouble = e.getMessage();
        }
        if (trouble != null) {
            String line = "SKIPPED: the npm package smpp as a peer. It needs Node 20, npm and a registry; '"
                    + String.join(" ", command) + "' says: " + trouble
                    + "\nTo run it: install Node (Debian: apt-get install nodejs npm), then ./elchi test -pl smpp -am"
                    + " -Dtest='Node*Test' -Dsurefire.failIfNoSpecifiedTests=false";
            System.out.println(line);
            Assumptions.abort(line);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("node: " + line);
                if (line.startsWith("{")) {
                    said.add(JsonMapper.shared().readTree(line));
                }
            }
        } catch (IOException ended) {
            // The process is gone.
        }
    }

    /// The next object it prints, which must be about this.
    JsonNode says(String what) throws InterruptedException {
        JsonNode next = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("what node says instead of '%s'", what).isNotNull();
        assertThat(next.get("what").asString()).as("%s", next).isEqualTo(what);
        return next;
    }

    /// Lets a script that waits for its standard input go on.
    void goOn() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
    }

    int exit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("node ends")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
