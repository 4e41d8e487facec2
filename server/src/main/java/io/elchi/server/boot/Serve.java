package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `elchi serve`: the server, until it is told to stop.
@Command(name = "serve", description = "Starts the server, until Ctrl-C.", mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Mixin
    private ServerOptions options;

    @Option(names = "--roles", paramLabel = "ROLE,...", description = "what this process does; default: everything")
    private String roles;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Set<Role> wanted = Role.parse(roles);
            Config config = options.config(Map.of());
            Logging.use(config.get(LogProperties.class));
            Server server = Server.start(config, wanted);
            untilStopped(server);
            return 0;
        } catch (ConfigException | IllegalArgumentException | IOException e) {
            System.err.println("elchi: " + e.getMessage());
            return 2;
        }
    }

    /// Waits for SIGINT or SIGTERM; the server is closed when the process ends.
    static void untilStopped(AutoCloseable server) throws InterruptedException {
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
        stopped.await();
    }
}
