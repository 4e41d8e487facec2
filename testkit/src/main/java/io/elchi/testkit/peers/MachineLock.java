package io.elchi.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/// Work that one process does at a time: tests run in several JVMs.
public final class MachineLock {
    private MachineLock() {}

    /// Waits for other processes and threads that hold the same file.
    ///
    /// @param file is made when it is missing, and stays
    public static synchronized <T> T hold(Path file, Supplier<T> work) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
