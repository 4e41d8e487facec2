package io.elchi.server.boot;

import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `elchi database-password`: for a data folder whose password file was lost.
@Command(
        name = "database-password",
        description = "Sets a new random password for the embedded PostgreSQL of a server that is stopped.",
        mixinStandardHelpOptions = true)
final class DatabasePassword implements Callable<Integer> {
    @Mixin
    private ServerOptions options;

    @Override
    public Integer call() {
        try {
            DbProperties properties = options.config(Map.of()).get(DbProperties.class);
            System.out.println("the new password is in " + Database.newEmbeddedPassword(properties));
            return 0;
        } catch (IOException e) {
            System.err.println("elchi: " + e.getMessage());
            return 1;
        }
    }
}
