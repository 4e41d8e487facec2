package io.elchi.server.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The system user that PostgreSQL's programs run as. PostgreSQL refuses to run as root, and a database must not
/// have the rights of root on files.
///
/// @param prefix the command that changes the user; empty: none is needed
/// @param uid the owner of the cluster's files; -1: the user of the server
record PostgresUser(List<String> prefix, int uid) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresUser.class);
    private static final int NOBODY = 65_534;
    private static final int ROOT = 0;

    /// The user for a server with its data in this folder. A server that is not root uses its own user. A server
    /// that is root uses the owner of the folder, and the user id 65534 when the owner is root.
    ///
    /// @param running whether a PostgreSQL of an earlier server still runs on the cluster: its user stays
    /// @throws IOException when no way to leave root exists
    static PostgresUser of(Path folder, Path cluster, boolean running) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(List.of(), -1);
        }
        if (running) {
            int owner = owner(cluster);
            return owner == ROOT ? namespace() : dropped(owner);
        }
        int owner = owner(folder);
        PostgresUser dropped = dropped(owner == ROOT ? NOBODY : owner);
        // The cluster's folder is given to the user; every folder above it must be open for passing through.
        if (dropped.can("test", "-x", folder.toString())) {
            return dropped;
        }
        PostgresUser namespace = namespace();
        if (namespace.can("true")) {
            LOG.warn(
                    "PostgreSQL runs with root's rights on files, since user {} cannot reach {}: choose a folder that"
                            + " it can reach, or start Elchi as another user",
                    dropped.uid,
                    folder);
            return namespace;
        }
        throw new IOException("PostgreSQL does not run as root, and neither 'setpriv --reuid " + dropped.uid
                + "' nor 'unshare -U' works with " + folder
                + ": start Elchi as another user, choose another folder, or configure database.url");
    }

    private static PostgresUser dropped(int uid) {
        String id = Integer.toString(uid);
        return new PostgresUser(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"), uid);
    }

    /// A user namespace in which we are not root. The files still belong to root.
    private static PostgresUser namespace() {
        return new PostgresUser(List.of("unshare", "-U"), ROOT);
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private boolean can(String... command) {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(prefix.stream(), Stream.of(command)).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Gives the path, with all that is below it, to the user.
    void own(Path path) throws IOException {
        if (uid < 0 || owner(path) == uid) {
            return;
        }
        List<Path> all;
        try (Stream<Path> below = Files.walk(path)) {
            all = below.toList();
        }
        // From the bottom up: a change that was interrupted is repeated.
        for (Path each : all.reversed()) {
            Files.setAttribute(each, "unix:uid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
    }
}
