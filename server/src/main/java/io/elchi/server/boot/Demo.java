package io.elchi.server.boot;

import io.elchi.server.accounts.AccountStore;
import io.elchi.server.config.ConfigException;
import io.elchi.server.connectors.Connectors;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Secret;
import io.elchi.server.db.DbProperties;
import io.elchi.server.identity.UserRole;
import io.elchi.server.observe.FatalErrors;
import io.elchi.server.routing.LinkSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `elchi demo`: the server with simulated operators, and the timeline of one message.
@Command(
        name = "demo",
        description =
                "Starts the server with simulated operators and sample data, and prints the timeline of one message.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TO = "+998901234567";

    @Mixin
    private ServerOptions options;

    @Option(
            names = "--once",
            hidden = true,
            description = "sends a load after the timeline, and stops: the build trains its cache with it")
    private boolean once;

    @Option(
            names = "--traffic",
            defaultValue = "30",
            paramLabel = "MESSAGES",
            description = "messages a minute that a second bank sends; 0: none; default ${DEFAULT-VALUE}")
    private int traffic;

    private volatile DemoWorld world;

    @Override
    public Integer call() throws InterruptedException {
        try {
            // Who looks at a demo has no authenticator app at hand.
            var config = options.config(
                    Map.of("log.format", "text", "log.level", "warn", "identity.staff_second_factor", "false"));
            Logging.use(config.get(LogProperties.class));
            FatalErrors.haltTheProcess();
            SimulatedOperators simulator = SimulatedOperators.start();
            CliFile file = CliFile.in(config.get(DbProperties.class).dataFolder());
            // Before the links are opened: those of an older demo lead to ports that nobody has any more.
            Server server = Server.start(config, new Server.Start(EnumSet.allOf(Role.class), true, starting -> {
                DemoData data = new DemoData(starting);
                if (data.isThere()) {
                    data.connect(simulator.ports());
                }
            }));
            Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(server, simulator));
            Runtime.getRuntime().addShutdownHook(stop);
            Secret bank = story(server, simulator, file);
            if (once) {
                System.out.println("requests of the training load: " + new TrainingLoad(server.url(), bank).run());
            } else {
                new CountDownLatch(1).await();
            }
            return 0;
        } catch (ConfigException | IllegalArgumentException | IOException e) {
            System.err.println("elchi: " + e.getMessage());
            return 2;
        }
    }

    private void stop(Server server, SimulatedOperators simulator) {
        if (world != null) {
            world.close();
        }
        server.close();
        simulator.close();
    }

    /// @return the key of the bank
    private Secret story(Server server, SimulatedOperators simulator, CliFile file)
            throws IOException, InterruptedException {
        DemoData data = new DemoData(server);
        boolean fresh = !data.isThere();
        DemoData.Keys keys = fresh ? data.make() : file.keys();
        String url = server.url();
        file.write(url, keys);
        List<LinkSettings> others = data.connect(simulator.ports());
        data.awaitKey(keys.bank());
        awaitLinks(server, simulator.ports().keySet());
        for (LinkSettings other : others) {
            System.out.printf(
                    "%nThe link %s to %s:%d is none of this demo's: it is left as it is (./elchi links stop %s%s).%n",
                    other.name(), other.host(), other.port(), other.name(), file.option());
        }
        System.out.printf(
                "%nElchi is up on %s, with Beeline, Ucell, UMS and Perfectum simulated. Perfectum is slow and fails often.%n",
                url);
        if (fresh) {
            System.out.printf(
                    "%nKeys, shown this once (they are in %s, too):%n  administrator  %s%n  Demo Bank      %s%n",
                    file.path(), keys.admin().reveal(), keys.bank().reveal());
        }
        if (keys.password() != null) {
            signIns(url, keys.password());
        }
        System.out.printf("%nDemo Bank sends an OTP to %s:%n%n", TO);
        MessageId id = send(url, keys.bank());
        new TimelinePrinter(server, bank(server)).print(id, TIMEOUT);
        if (!once && keys.second() != null) {
            world = new DemoWorld(server, url, keys.second(), traffic);
            if (fresh) {
                makeWorld(keys);
            }
            world.start();
        }
        next(new Next(url, keys.bank(), id, file, simulator.controlPort(), server.managementPort()));
        return keys.bank();
    }

    /// Settings may forbid some of it, as `approvals.mode` does: the demo goes on without.
    private void makeWorld(DemoData.Keys keys) throws InterruptedException {
        try {
            world.make(keys);
        } catch (IOException e) {
            System.err.println("elchi: the pages have less to show: " + e.getMessage());
        }
    }

    private static void signIns(String url, Secret password) {
        System.out.printf(
                "%nThe admin console is %s/console and the client portal %s/portal. People, all with the password %s:%n",
                url, url, password.reveal());
        for (UserRole role : UserRole.values()) {
            System.out.printf(
                    "  %-28s of the %s%n",
                    DemoData.email(role),
                    switch (role.type()) {
                        case ADMIN -> "platform: console";
                        case RESELLER -> "reseller: console";
                        case CLIENT -> "bank: portal";
                    });
        }
        System.out.printf("%nThey sign in without the second factor that staff needs elsewhere.%n");
    }

    private static long bank(Server server) {
        return server.part(AccountStore.class).list().stream()
                .filter(account -> account.name().equals("Demo Bank"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void awaitLinks(Server server, Set<String> links) throws InterruptedException {
        Connectors connectors = server.part(Connectors.class);
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (connectors.status().stream()
                        .filter(link -> link.bound() > 0 && links.contains(link.name()))
                        .count()
                < links.size()) {
            if (System.nanoTime() > end) {
                throw new IllegalArgumentException("the simulated operators cannot be bound: " + connectors.status());
            }
            Thread.sleep(10);
        }
    }

    private static MessageId send(String url, Secret key) throws IOException, InterruptedException {
        String body = "{\"to\":\"" + TO + "\",\"from\":\"DemoBank\",\"class\":\"otp\","
                + "\"text\":\"Your code is 481516. Do not tell it to anyone.\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/sms/send"))
                .header("Authorization", "Bearer " + key.reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = JsonMapper.shared().readTree(answer.body());
            return MessageId.parse(json.path("id").asString(""))
                    .orElseThrow(() -> new IOException("the message was refused: " + answer.body()));
        }
    }

    /// The values in the hints.
    private record Next(String url, Secret key, MessageId id, CliFile file, int control, int management) {}

    private static void next(Next next) {
        System.out.printf("""

                What to try next (another terminal, same folder):

                  ./elchi send%1$s +998931112233 "Salom, dunyo"
                  ./elchi message%1$s %2$s
                  ./elchi accounts list%1$s
                  ./elchi links list%1$s
                  curl -s %3$s/v1/balance -H 'Authorization: Bearer %4$s'
                  curl -s %3$s/v1/sms/send -H 'Authorization: Bearer %4$s' -H 'Content-Type: application/json' \\
                    -d '{"to":"+998977654321","from":"DemoBank","text":"Your order is on its way."}'
                  curl -s %3$s/v1/sms/%2$s -H 'Authorization: Bearer %4$s'
                  curl -s http://127.0.0.1:%6$d/metrics
                  curl -s 'http://127.0.0.1:%5$d/operators/beeline/messages?limit=3'

                Ctrl-C stops everything in order; the data stays.
                """, next.file.option(), next.id, next.url, next.key.reveal(), next.control, next.management);
    }
}
