package io.elchi.server.db.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One server a folder. The system frees the lock when its holder dies, however it dies.
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IOException when another server holds it; the message names the server's process
    static FolderLock take(Path folder) throws IOException {
        FileChannel channel = locked(folder);
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new FolderLock(channel);
    }

    /// Refuses a folder as [#take] does, and writes nothing.
    static void check(Path folder) throws IOException {
        if (Files.exists(folder.resolve("elchi.lock"))) {
            locked(folder).close();
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve("elchi.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ignored) {
            // This very process holds it: the answer is the same.
        }
        if (lock == null) {
            String holder = content(channel);
            channel.close();
            throw new IOException("the data folder " + folder + " is in use by another Elchi"
                    + (holder.isEmpty() ? "" : " (process " + holder + ")")
                    + ": stop it, or choose another folder with --data");
        }
        return channel;
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
