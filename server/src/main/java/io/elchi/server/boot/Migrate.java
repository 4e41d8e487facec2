package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigException;
import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `elchi migrate`: brings the schemas to what this release needs, before its servers start.
@Command(
        name = "migrate",
        description = "Brings the database's schemas to what this release needs. Servers may run meanwhile.",
        mixinStandardHelpOptions = true)
final class Migrate implements Callable<Integer> {
    @Mixin
    private ServerOptions options;

    @Override
    public Integer call() {
        try {
            Config config = options.config(Map.of());
            Logging.use(config.get(LogProperties.class));
            try (Database database = Database.open(config.get(DbProperties.class))) {
                int done = database.migrate();
                System.out.println(
                        done == 0 ? "nothing to do: the schemas are up to date" : done + " migrations are done");
            }
            return 0;
        } catch (ConfigException | IllegalArgumentException e) {
            System.err.println("elchi: " + e.getMessage());
            return 2;
        } catch (IOException | RuntimeException e) {
            System.err.println("elchi: " + e.getMessage());
            return 1;
        }
    }
}
