package io.elchi.server.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads postmaster.pid: the process id in its first line, the port in its fourth.
record PostmasterFile(long pid, int port) {
    private static final int PORT_LINE = 3;

    /// null when there is none, or when it is still being written.
    static PostmasterFile read(Path cluster) throws IOException {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            return lines.size() <= PORT_LINE
                    ? null
                    : new PostmasterFile(
                            Long.parseLong(lines.getFirst().strip()),
                            Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (NoSuchFileException ignored) {
            return null;
        } catch (NumberFormatException e) {
            throw new IOException("postmaster.pid in " + cluster + " cannot be read", e);
        }
    }

    /// Whether the process is there and is a postgres: after a reboot the number may be another's.
    boolean alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }
}
