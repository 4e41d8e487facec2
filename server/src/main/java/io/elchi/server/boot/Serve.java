package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigException;
import io.elchi.server.db.DbProperties;
import io.elchi.server.observe.FatalErrors;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `elchi serve`: runs the server until a signal stops it.
@Command(name = "serve", description = "Starts the server, until Ctrl-C.", mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Mixin
    private ServerOptions options;

    @Option(names = "--roles", paramLabel = "ROLE,...", description = "roles of this process; default: all")
    private String roles;

    @Option(
            names = "--no-migrate",
            description = "leave the schemas as they are, and refuse to start if a migration is missing")
    private boolean noMigrate;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Set<Role> wanted = Role.parse(roles);
            Config config = options.config(Map.of());
            Logging.use(config.get(LogProperties.class));
            FatalErrors.haltTheProcess();
            Server server = Server.start(config, new Server.Start(wanted, !noMigrate, _ -> {}));
            CountDownLatch stopped = closedAtTheEnd(server);
            administer(server, config, wanted);
            stopped.await();
            return 0;
        } catch (ConfigException | IllegalArgumentException | IOException e) {
            System.err.println("elchi: " + e.getMessage());
            return 2;
        }
    }

    /// The user who starts a server can administer it from the same folder.
    private static void administer(Server server, Config config, Set<Role> roles) throws IOException {
        if (!roles.contains(Role.CONSOLE)) {
            return;
        }
        CliFile file = CliFile.in(config.get(DbProperties.class).dataFolder());
        if (new FirstAdmin(server, config.get(SetupProperties.class), file).make()) {
            System.err.println("elchi: nobody had a key to administer this server: one was made, and is in "
                    + file.path() + ", which only you can read; try ./elchi accounts list" + file.option());
        } else {
            file.moved(server.url());
        }
    }

    /// Closes the server when the process ends, as by SIGINT or SIGTERM.
    ///
    /// @return zero when it is closed
    private static CountDownLatch closedAtTheEnd(AutoCloseable server) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            try {
                server.close();
            } catch (Exception e) {
                System.err.println("elchi: could not stop in order: " + e);
            } finally {
                stopped.countDown();
            }
        }));
        return stopped;
    }
}
