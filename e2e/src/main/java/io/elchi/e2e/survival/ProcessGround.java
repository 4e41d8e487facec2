package io.elchi.e2e.survival;

import io.elchi.e2e.Books;
import io.elchi.e2e.Build;
import io.elchi.e2e.Clients;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Totals;
import io.elchi.e2e.survival.ProcessSurvival.ProcessPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Gateways and cores on one PostgreSQL, two operators, and clients of all gateways. One more process has the
/// PostgreSQL, and nothing of the message path.
final class ProcessGround implements AutoCloseable {
    private static final String LINK = """
            {"session": {"response_timer": "2s", "enquire_timer": "3s"}, \
            "refusals": {"retry_delay": "500ms", "attempts": 100}}""";
    /// A paused process's sessions stay at the operator beside those of its successor.
    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 8}]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            response_timer: 30s
            max_stored: 1000
            """;
    private static final int OPERATORS = 2;
    static final int SESSIONS = 2;
    private static final int WINDOW = 20;
    private static final int ACCOUNTS = 10;

    final Path folder;
    private String adminKey;
    final Product database;
    final List<Operators> operators = new ArrayList<>();
    final List<Product> gateways = new ArrayList<>();
    final List<Product> cores = new ArrayList<>();
    final Clients clients;
    final Probe probe;
    final Witness witness;
    final BindWatch binds;

    ProcessGround(Path folder, ProcessPlan plan) throws Exception {
        this.folder = folder;
        for (int i = 0; i < OPERATORS; i++) {
            operators.add(Operators.start(Files.createDirectory(folder.resolve("operator-" + i)), PROFILE));
        }
        List<String> settings = new ArrayList<>(List.of(
                "messages.recheck_after=5s",
                "database.pool_size=8",
                "database.read_pool_size=2",
                "tracking.sweep_interval=500ms"));
        database = new Product(Files.createDirectory(folder.resolve("database")), settings).roles("console");
        database.start();
        List<String> keys = seed();
        settings.addAll(database.sharedDatabase());
        for (int i = 0; i < plan.cores(); i++) {
            cores.add(process("core-" + i, settings, "smpp-client,tracking,webhooks", plan.build(i)));
        }
        for (int i = 0; i < plan.gateways(); i++) {
            gateways.add(process("gateway-" + i, settings, "gateway", plan.build(i)));
        }
        List<Integer> ports = gateways.stream().map(Product::httpPort).toList();
        probe = new Probe(ports, keys.removeLast());
        clients = new Clients(ports, keys, "processes");
        binds = new BindWatch(operators, SESSIONS);
        witness = new Witness(clients, new Witness.Where(ports, database.httpPort(), keys, adminKey));
    }

    private List<String> seed() throws Exception {
        Seeding.Plan plan = Seeding.Plan.of(ACCOUNTS, SESSIONS, WINDOW).link(LINK);
        try (Connection connection = database.database()) {
            List<String> keys =
                    Seeding.seed(connection, plan, operators.getFirst().port());
            Seeding.addOperator(connection, "second", plan, operators.getLast().port());
            Seeding.pulls(connection, Witness.TYPES);
            adminKey = Seeding.adminKey(connection);
            return keys;
        }
    }

    /// The process with the PostgreSQL has migrated it: no other one may.
    private Product process(String name, List<String> settings, String roles, Build build)
            throws IOException, InterruptedException {
        Product product = new Product(Files.createDirectory(folder.resolve(name)), settings)
                .roles(roles)
                .build(build)
                .options("--no-migrate");
        product.start();
        return product;
    }

    List<Product> all() {
        return Stream.concat(gateways.stream(), cores.stream()).toList();
    }

    /// The ids that a process has in the database.
    String id(Product product) throws SQLException, IOException {
        try (Connection connection = database.database();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id::text FROM cluster.processes WHERE address LIKE '%:"
                        + product.httpPort() + "' ORDER BY started_at DESC LIMIT 1")) {
            return row.next() ? row.getString(1) : "00000000-0000-0000-0000-000000000000";
        }
    }

    /// Whether every shard has an owner that is none of these, with all sessions bound.
    boolean isOwned(List<String> gone) throws IOException {
        String without = "'" + String.join("','", gone) + "'";
        try (Connection connection = database.database()) {
            return Books.count(
                            connection,
                            "SELECT count(*) FROM routing.operators o"
                                    + " JOIN cluster.leases l ON l.name = 'shard.' || o.id || '.0'"
                                    + " JOIN routing.shard_state s ON s.shard = o.id << 6 AND s.epoch = l.epoch"
                                    + " WHERE l.until > clock_timestamp() AND l.owner::text NOT IN (" + without
                                    + ") AND s.bound >= s.wanted AND s.wanted > 0"
                                    + " AND s.at > clock_timestamp() - INTERVAL '3 s'")
                    == OPERATORS;
        } catch (SQLException e) {
            return false;
        }
    }

    /// Whether a core has a shard: a fault of one without any shows nothing, and it does not end after a pause.
    boolean owns(Product core) throws IOException, SQLException {
        try (Connection connection = database.database()) {
            return Books.count(
                            connection,
                            "SELECT count(*) FROM cluster.leases WHERE name LIKE 'shard.%' AND until > clock_timestamp()"
                                    + " AND owner::text = '"
                                    + id(core) + "'")
                    > 0;
        }
    }

    /// Parts that operators took.
    long taken() throws IOException, InterruptedException {
        long taken = 0;
        for (Operators each : operators) {
            taken += Totals.of(each).accepted();
        }
        return taken;
    }

    /// Parts that an operator took although it had taken them before.
    long repeated() throws IOException, InterruptedException {
        long repeated = 0;
        for (Operators each : operators) {
            repeated += Totals.of(each).duplicates();
        }
        return repeated;
    }

    /// Parts that operators took and that are not in the books; perhaps in a moment.
    long inFlight() throws Exception {
        try (Connection connection = database.database()) {
            // The books first: other processes go on meanwhile, and what they settle between the two is not to hide
            // what this one had in flight.
            long known = Books.count(connection, "SELECT count(*) FROM messages.events WHERE kind IN (1, 2)");
            return Math.max(0, taken() - known);
        }
    }

    /// Parts that operators took, less the parts that there are. Only at rest.
    long copies() throws Exception {
        try (Connection connection = database.database()) {
            return taken()
                    - Books.count(
                            connection,
                            "SELECT count(DISTINCT (message_id, part)) FROM messages.events WHERE kind = 1");
        }
    }

    long receiptsOutstanding() throws IOException, InterruptedException {
        long outstanding = 0;
        for (Operators each : operators) {
            outstanding += Totals.of(each).receiptsOutstanding();
        }
        return outstanding;
    }

    /// The end of what each process said.
    String log() throws IOException {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(each -> each.endsWith("server.log")).sorted().toList()) {
                String all = Files.readString(file);
                log.append(file).append('\n').append(all.substring(Math.max(0, all.length() - 3_000)));
            }
        }
        return log.toString();
    }

    @Override
    public void close() throws IOException {
        clients.stop();
        witness.close();
        binds.close();
        clients.close();
        probe.close();
        try {
            for (Product each : all()) {
                each.close();
            }
            database.close();
        } finally {
            operators.forEach(Operators::close);
            Product.delete(folder);
        }
    }
}
