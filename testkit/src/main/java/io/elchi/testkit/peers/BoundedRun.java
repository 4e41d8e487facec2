package io.elchi.testkit.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that ran to its end.
///
/// @param output of both kinds
record BoundedRun(int status, String output) {
    /// Ends the program, and those that it started, when its time is over.
    ///
    /// @return empty: it took too long
    static Optional<BoundedRun> of(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
        // Not a pipe: reading it would wait for the end, however late.
        Path output = Files.createTempFile("elchi-run", ".txt");
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return Optional.of(new BoundedRun(process.exitValue(), said.strip()));
        } finally {
            Files.delete(output);
        }
    }
}
