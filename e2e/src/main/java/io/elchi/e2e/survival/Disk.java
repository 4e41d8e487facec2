package io.elchi.e2e.survival;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A file system of its own for the data, in a file, so that it can be filled. Needs the right to mount; without it the
/// folder is an ordinary one and cannot be filled.
public final class Disk implements AutoCloseable {
    private final Path image;
    private final Path folder;
    private final boolean mounted;

    /// @param mebibytes its size
    public Disk(Path image, Path folder, int mebibytes) throws IOException, InterruptedException {
        this.image = image;
        this.folder = folder;
        Files.createDirectories(folder);
        mounted = run("truncate", "-s", mebibytes + "M", image.toString())
                && run("mkfs.ext4", "-q", image.toString())
                && run("mount", "-o", "loop", image.toString(), folder.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException ignored) {
            // No such program here.
            return false;
        }
    }

    /// Whether it can be filled.
    public boolean isOwn() {
        return mounted;
    }

    /// Leaves no octet free.
    public void fill() throws IOException {
        byte[] zeros = new byte[1 << 16];
        for (int size = zeros.length; size >= 1; size /= 16) {
            try (OutputStream out = Files.newOutputStream(
                    folder.resolve("filler"),
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(zeros, 0, size);
                }
            } catch (IOException full) {
                // No space left on device: as wanted.
            }
        }
    }

    /// Gives the space back.
    public void free() throws IOException {
        Files.deleteIfExists(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        try {
            if (mounted && !run("umount", folder.toString())) {
                throw new IOException(folder + " cannot be unmounted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(image);
    }
}
