package io.elchi.testkit.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// tshark as a reader of what we write.
public final class Tshark {
    private static final DebianPackage PACKAGE = new DebianPackage("tshark");
    private static final int SECONDS = 60;

    private final Path program;
    private final Path capture;

    private Tshark(Path program, Path capture) {
        this.program = program;
        this.capture = capture;
    }

    /// Writes a capture, for tshark to read it; without tshark the test is aborted, and says so.
    ///
    /// @param capture the file that is written
    public static Tshark reads(List<Tap.Chunk> chunks, Path capture) throws IOException {
        Path program = PACKAGE.program("tshark", "tshark reading what we write");
        Files.write(capture, Pcap.of(chunks));
        return new Tshark(program, capture);
    }

    /// What its experts find wrong, of any severity, and everything it calls malformed. That a TCP connection begins
    /// is worth a note to it, too.
    public List<String> complaints() throws IOException, InterruptedException {
        return fields("_ws.malformed || _ws.expert", "frame.number", "_ws.expert.message", "_ws.malformed", "smpp")
                .stream()
                .filter(line -> !line.matches("\\d+\tConnection establish.*\t\t"))
                .toList();
    }

    /// A line for each packet that the filter lets through, with these fields, separated by tabs.
    public List<String> fields(String filter, String... names) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "-n", "-r", capture.toString(), "-Y", filter, "-T", "fields"));
        for (String name : names) {
            command.addAll(List.of("-e", name));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("tshark cannot read " + capture);
        }
        return lines;
    }
}
