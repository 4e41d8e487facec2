package io.elchi.testkit.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A script with the npm package `smpp` at work: what it prints, a JSON object a line. The package is installed by its
/// name and checksum; without Node, npm or a registry the test is skipped, and says so.
public final class Node implements AutoCloseable {
    private static final int INSTALL_SECONDS = 120;
    private static final int SAYS_TIMEOUT_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();

    private Node(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /// Where scripts are run.
    ///
    /// @param packages the folder with package.json and package-lock.json
    /// @param place where the packages are installed, and scripts are copied to
    public record Place(Path packages, Path place) {
        public Place {
            packages = packages.toAbsolutePath();
            place = place.toAbsolutePath();
        }
    }

    public static Node run(Place place, Path script, String... arguments) throws IOException, InterruptedException {
        install(place);
        Path copied = place.place.resolve(script.getFileName());
        Files.copy(script, copied, StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of("node", copied.toString()));
        command.addAll(List.of(arguments));
        return new Node(new ProcessBuilder(command)
                .directory(place.place.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private static void install(Place at) throws IOException, InterruptedException {
        Files.createDirectories(at.place);
        boolean changed = false;
        for (String file : List.of("package.json", "package-lock.json")) {
            Path to = at.place.resolve(file);
            if (!Files.exists(to) || Files.mismatch(at.packages.resolve(file), to) >= 0) {
                Files.copy(at.packages.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
                changed = true;
            }
        }
        if (!changed && Files.isDirectory(at.place.resolve("node_modules/smpp"))) {
            return;
        }
        skipUnless(at.place, "node", "--version");
        skipUnless(at.place, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    private static void skipUnless(Path place, String... command) throws InterruptedException {
        String trouble;
        try {
            ProcessBuilder tried = new ProcessBuilder(command).directory(place.toFile());
            Optional<BoundedRun> run = BoundedRun.of(tried, INSTALL_SECONDS);
            if (run.isEmpty()) {
                trouble = "takes over " + INSTALL_SECONDS + " s";
            } else {
                trouble = run.get().status() == 0 ? null : run.get().output();
            }
        } catch (IOException e) {
            trouble = e.getMessage();
        }
        if (trouble != null) {
            String line = "SKIPPED: the npm package smpp as a peer. It needs Node 20, npm and a registry; '"
                    + String.join(" ", command) + "' says: " + trouble
                    + "\nTo run it: install Node (Debian: apt-get install nodejs npm)";
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
    public JsonNode says(String what) throws InterruptedException {
        JsonNode next = said.poll(SAYS_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (next == null || !next.get("what").asString().equals(what)) {
            throw new AssertionError("node says " + next + " instead of '" + what + "'");
        }
        return next;
    }

    /// Lets a script that waits for its standard input go on.
    public void goOn() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
    }

    /// Its status, once it has ended.
    public int exit() throws InterruptedException {
        if (!process.waitFor(SAYS_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("node does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
