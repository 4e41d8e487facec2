package io.elchi.server.db.embedded;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL that belongs to one server: it starts with it, is started again when it dies, and stops with it.
///
/// - Everything is durable: fsync, synchronous_commit and full_page_writes stay on.
/// - One server a folder: a lock in the folder refuses the second one. When a server was killed, its PostgreSQL
///   may still run; the next server takes it over instead of starting another.
/// - It runs in a session of its own (pg_ctl), so that Ctrl-C reaches us first and we stop it last.
/// - It listens on loopback. The one role that can log in is not a superuser; its password is in a file in the
///   folder that only the owner of the server's process can read.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int START_SECONDS = 120;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration RESTART_DELAY = Duration.ofMillis(200);

    private final Path cluster;
    private final Path log;
    private final int buffersMib;
    private final PostgresTools tools;
    private final FolderLock lock;
    private final Secret password;
    private final int port;
    private volatile boolean closing;
    private volatile ProcessHandle postmaster;
    private Thread watch;

    private EmbeddedPostgres(Path folder, FolderLock lock, int wantedPort, int buffersMib) throws IOException {
        this.lock = lock;
        this.buffersMib = buffersMib;
        Cluster files = new Cluster(folder);
        cluster = files.path();
        log = files.log();
        PostmasterFile left = PostmasterFile.read(cluster);
        boolean running = left != null && left.alive();
        tools = tools(files, running);
        password = files.initialized(tools);
        port = running ? left.port() : wantedPort != 0 ? wantedPort : freePort();
    }

    private static PostgresTools tools(Cluster files, boolean running) throws IOException {
        return new PostgresTools(Binaries.unpacked(), PostgresUser.of(files.folder(), files.path(), running));
    }

    /// Sets a new password for the database in the folder, and stores it beside it. No server may use the folder.
    ///
    /// @return the file that has the password
    /// @throws IOException with a sentence for the user, when the folder is in use or has no database
    public static Path newPassword(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Cluster files = new Cluster(absolute);
        if (Files.notExists(files.path())) {
            throw new IOException("there is no database in " + absolute);
        }
        try (FolderLock _ = FolderLock.take(absolute)) {
            PostmasterFile left = PostmasterFile.read(files.path());
            PostgresTools tools = tools(files, left != null && left.alive());
            if (left != null && left.alive()) {
                // A killed server left it; nobody uses it.
                tools.stop(files.path());
            }
            return files.newPassword(tools);
        }
    }

    /// Checks whether it could be started, without starting it, and makes nothing.
    ///
    /// @param port on loopback; 0: a free one
    /// @return what would be started
    /// @throws IOException with a sentence for the user, when the folder is in use or cannot be used, or the port
    ///     is not free
    public static String check(Path folder, int port) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.notExists(absolute)) {
            checkFree(port);
            return "the embedded one; the start makes it in " + checkWritable(existingParent(absolute), absolute);
        }
        checkWritable(absolute, absolute);
        FolderLock.check(absolute);
        Cluster files = new Cluster(absolute);
        PostmasterFile left = PostmasterFile.read(files.path());
        if (left == null || !left.alive()) {
            checkFree(port);
        }
        if (Files.notExists(files.path())) {
            return "the embedded one; the start makes it in " + absolute;
        }
        files.check();
        return "the embedded one in " + absolute + "; the start brings its schemas up to date";
    }

    private static Path existingParent(Path folder) {
        Path each = folder;
        while (Files.notExists(each) && each.getParent() != null) {
            each = each.getParent();
        }
        return each;
    }

    private static Path checkWritable(Path there, Path folder) throws IOException {
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new IOException(there + " is no folder that can be written to");
        }
        return folder;
    }

    private static void checkFree(int port) throws IOException {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new IOException(
                    "port " + port + " of the embedded PostgreSQL cannot be listened on: " + e.getMessage(), e);
        }
    }

    /// Starts it, or takes over the one that a killed server left running.
    ///
    /// @param port on loopback; 0 takes a free one
    /// @throws IOException with a sentence for the user, when the folder is in use or the start fails
    public static EmbeddedPostgres start(Path folder, int port, int buffersMib) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        FolderLock lock = FolderLock.take(absolute);
        try {
            EmbeddedPostgres postgres = new EmbeddedPostgres(absolute, lock, port, buffersMib);
            postgres.up();
            postgres.watch = Thread.ofVirtual().name("postgres-watch").start(postgres::watch);
            return postgres;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return Cluster.ROLE;
    }

    public Secret password() {
        return password;
    }

    /// The postmaster's process.
    public long pid() {
        return postmaster.pid();
    }

    private void up() throws IOException {
        PostmasterFile running = PostmasterFile.read(cluster);
        if (running != null && running.alive()) {
            LOG.info("taking over the PostgreSQL that runs already (process {})", running.pid());
        } else {
            tools.start(cluster, log, settings(), START_SECONDS);
            running = PostmasterFile.read(cluster);
        }
        if (running == null) {
            throw new IOException("PostgreSQL did not start; its log is " + log);
        }
        postmaster = ProcessHandle.of(running.pid())
                .orElseThrow(() -> new IOException("PostgreSQL ended at once; its log is " + log));
        LOG.info("PostgreSQL runs on 127.0.0.1:{} with its data in {}", port, cluster);
    }

    private List<String> settings() {
        return List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=" + buffersMib + "MB",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "wal_compression=on",
                "max_wal_size=2GB",
                "checkpoint_timeout=15min",
                "jit=off",
                "autovacuum_naptime=15s",
                "autovacuum_vacuum_cost_delay=0",
                "log_min_messages=warning",
                "log_timezone=UTC",
                "timezone=UTC");
    }

    /// Starts PostgreSQL again when it ends without us.
    private void watch() {
        try {
            while (!closing) {
                // Not onExit(): for a process that is no child of ours it looks every few seconds only.
                if (postmaster.isAlive()) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
                    continue;
                }
                if (closing) {
                    return;
                }
                LOG.error("PostgreSQL (process {}) ended; starting it again", postmaster.pid());
                try {
                    up();
                } catch (IOException e) {
                    LOG.error("PostgreSQL cannot be started, trying again: {}", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(RESTART_DELAY.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Stops it in order; what is committed is in its files.
    @Override
    public void close() {
        closing = true;
        try {
            tools.stop(cluster);
        } catch (IOException e) {
            LOG.error("PostgreSQL does not stop: {}", e.getMessage());
        }
        watch.interrupt();
        lock.close();
    }
}
