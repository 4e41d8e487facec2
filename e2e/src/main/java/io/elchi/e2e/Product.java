package io.elchi.e2e;

import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The packaged server as a process, with its embedded PostgreSQL.
public final class Product implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    private final Path folder;
    private final int httpPort;
    private final int managementPort;
    private final int databasePort;
    private final List<String> settings;
    private final Map<String, String> environment;
    private final HttpClient client = HttpClient.newHttpClient();
    private String roles = "";
    private Build build = Build.own();
    private List<String> options = List.of();
    private Process process;

    /// @param settings beside the ports, `webhooks.private_addresses=true`
    public Product(Path folder, List<String> settings) throws IOException {
        this(folder, settings, Map.of());
    }

    /// @param environment beside this process's own
    public Product(Path folder, List<String> settings, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.settings = List.copyOf(settings);
        httpPort = FreePort.find();
        managementPort = FreePort.find();
        databasePort = FreePort.find();
    }

    /// With some roles, from the next start on.
    public Product roles(String names) {
        roles = names;
        return this;
    }

    /// Of this build, from the next start on.
    public Product build(Build other) {
        build = other;
        return this;
    }

    /// With some options of the command line, from the next start on.
    public Product options(String... more) {
        options = List.of(more);
        return this;
    }

    /// The folder with its data and its log, `server.log`.
    public static Path data(Path folder) {
        return folder.resolve("data");
    }

    private Path data() {
        return data(folder);
    }

    /// Starts it and waits until it is ready.
    ///
    /// @return how long that took
    public Duration start() throws IOException, InterruptedException {
        return start("/health/ready");
    }

    private Duration start(String until) throws IOException, InterruptedException {
        List<String> command = build.command();
        command.addAll(List.of("serve", "--data", data().toString()));
        command.addAll(options);
        if (!roles.isEmpty()) {
            command.addAll(List.of("--roles", roles));
        }
        List<String> all = new ArrayList<>(List.of(
                "http.port=" + httpPort,
                "http.management_port=" + managementPort,
                // Tests wait for what they want to see by asking for it.
                "limits.requests_per_second=100000",
                "database.embedded_port=" + databasePort,
                // The same for another process on the same database.
                "content.key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "drain.announce=0s",
                "log.format=text",
                "log.level=warn"));
        all.addAll(settings);
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        long started = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        while (!answers(until)) {
            if (!process.isAlive() || System.nanoTime() - started > START.toNanos()) {
                throw new IOException("the server does not start: " + Files.readString(folder.resolve("server.log")));
            }
            Thread.sleep(20);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /// The file with the first administrator's key, once it is there.
    public Path keys() throws InterruptedException {
        Path file = data().resolve("cli.properties");
        while (!Files.exists(file) && process.isAlive()) {
            Thread.sleep(20);
        }
        return file;
    }

    /// Whether it is ready.
    public boolean isReady() throws InterruptedException {
        return answers("/health/ready");
    }

    private boolean answers(String path) throws InterruptedException {
        try {
            return manage(path).statusCode() == 200;
        } catch (IOException ignored) {
            return false;
        }
    }

    /// Asks at the management port.
    public HttpResponse<String> manage(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public int httpPort() {
        return httpPort;
    }

    public int managementPort() {
        return managementPort;
    }

    public long pid() {
        return process.pid();
    }

    public Process process() {
        return process;
    }

    /// The postmaster's process.
    public long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(data().resolve("postgresql/postmaster.pid"))
                .getFirst()
                .strip());
    }

    /// The settings with which another process uses this one's database.
    public List<String> sharedDatabase() throws IOException {
        return List.of(
                "database.url=jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
                "database.password="
                        + Files.readString(data().resolve("postgresql.password"))
                                .strip());
    }

    public Connection database() throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
                "elchi",
                Files.readString(data().resolve("postgresql.password")).strip());
    }

    /// The sum over all tags of a metric; 0 when nothing has been counted.
    public double metric(String name) throws IOException, InterruptedException {
        return Metrics.sum(manage("/metrics").body(), name);
    }

    public String metrics() throws IOException, InterruptedException {
        return manage("/metrics").body();
    }

    /// kill -9.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Stops it in order.
    @Override
    public void close() throws IOException {
        client.close();
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (process.waitFor(60, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("the server does not stop");
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
