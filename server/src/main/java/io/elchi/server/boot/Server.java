package io.elchi.server.boot;

import io.elchi.server.cluster.Lease;
import io.elchi.server.cluster.Leases;
import io.elchi.server.cluster.Processes;
import io.elchi.server.config.Config;
import io.elchi.server.config.Section;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import io.elchi.server.entrances.CallbackPosting;
import io.elchi.server.gatewayapi.WarmUp;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.http.ManagementPort;
import io.elchi.server.http.PublicTls;
import io.elchi.server.intake.IntakeProperties;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metrics;
import io.elchi.server.observe.RateReport;
import io.elchi.server.observe.Rates;
import io.elchi.server.smppserver.ClientServer;
import io.elchi.server.webhooks.WebhookPosting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;

/// A running server. Starts from the ground up: PostgreSQL, schemas, modules, tracking, links, HTTP; and stops the
/// other way round, so that whatever comes in last still finds everything it needs.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// EX_TEMPFAIL of sysexits.h: start it again.
    private static final int LEASE_LOST = 75;

    private static final Duration HTTP_WITHIN = Duration.ofSeconds(11);
    private static final Duration SNAPSHOTS_WITHIN = Duration.ofSeconds(5);
    private static final Map<String, Object> PROPERTIES = Map.of(
            "spring.threads.virtual.enabled", "true",
            "spring.main.keep-alive", "true",
            "server.tomcat.max-keep-alive-requests", "-1",
            "server.shutdown", "graceful",
            "spring.lifecycle.timeout-per-shutdown-phase", "10s",
            // Spring would believe X-Forwarded-* by itself where it finds a cloud: http.trusted_proxies says whom.
            "server.forward-headers-strategy", "none",
            // These filters stand ahead of security, and read whole bodies.
            "spring.mvc.formcontent.filter.enabled", "false",
            "spring.mvc.hiddenmethod.filter.enabled", "false",
            "spring.web.resources.add-mappings", "false");

    private final PublicTls tls;
    private final Database database;
    private final Metrics metrics = new Metrics();
    private final Health health = new Health();
    private final ConfigurableApplicationContext context;
    private final Leases leases;
    private final ScheduledJobs jobs;
    private final Processes processes;
    private final Processes.Own own;
    private final Duration announce;
    private final Set<Component> components;

    /// How a server starts.
    ///
    /// @param migrate whether it brings the schemas to what it needs; else it refuses to start when they are not
    ///     there
    /// @param prepare is done before anything is sent, with the parts of the server
    record Start(Set<Role> roles, boolean migrate, Consumer<Server> prepare) {}

    private Server(Config config, Start how) throws IOException {
        Set<Role> roles = how.roles;
        Role.checkTogether(roles);
        config.warnings().forEach(LOG::warn);
        LOG.debug("variables of the platform, which are not settings: {}", config.ignoredVariables());
        tls = PublicTls.of(config.get(HttpProperties.class), Clock.SYSTEM);
        database = Database.open(config.get(DbProperties.class));
        try {
            if (how.migrate) {
                database.migrate();
            } else {
                checkMigrated(database);
            }
            announce = config.get(DrainProperties.class).announce();
            context = context(config, roles);
            leases = context.getBean(Leases.class);
            processes = context.getBean(Processes.class);
            own = own(config, roles);
            jobs = new ScheduledJobs(context, leases, metrics);
            components = Role.components(roles);
            how.prepare.accept(this);
            components.forEach(component -> component.start(this));
            health.started();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void checkMigrated(Database database) {
        List<String> missing = database.missingMigrations();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the database's schemas are older than this release: "
                    + missing.getFirst() + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : "")
                    + " is missing. Run elchi migrate first");
        }
    }

    private Processes.Own own(Config config, Set<Role> roles) {
        String address = config.get(HttpProperties.class).address();
        return new Processes.Own(
                roles.stream().sorted().map(Role::text).toList(),
                (isAny(address) ? hostName() : address) + ":" + port(),
                Version.text(),
                config::sharedHash,
                () -> RateReport.of(part(Rates.class).window()).json());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException ignored) {
            // A machine without a name.
            return "localhost";
        }
    }

    /// Whether it means every address of this machine.
    private static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    /// Starts a server.
    ///
    /// @throws IOException when PostgreSQL cannot be started
    /// @throws IllegalArgumentException when the roles cannot work without others, or a port is not free
    public static Server start(Config config, Set<Role> roles) throws IOException {
        return start(config, new Start(roles, true, _ -> {}));
    }

    /// As [#start].
    static Server start(Config config, Start how) throws IOException {
        long started = System.nanoTime();
        Server server = new Server(config, how);
        LOG.info(
                "ready in {} ms, listening on {}, management on port {}",
                (System.nanoTime() - started) / 1_000_000,
                server.url(),
                server.managementPort());
        return server;
    }

    void startProcess() {
        processes.start(own);
        health.ready("processes", processes::health);
    }

    void watchLeases() {
        health.watch("leases", leases::isAlive);
    }

    void startJobs() {
        jobs.start();
        health.watch("jobs", jobs::isAlive);
    }

    void closeJobs() {
        jobs.close();
    }

    void awaitSnapshots() {
        try {
            database.notifications().awaitLoaded(SNAPSHOTS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void warmUp(WarmUp warmUp) {
        if (!part(IntakeProperties.class).warmUp().isZero()) {
            warmUp.run(managementPort());
        }
    }

    void startSmppServer() {
        ClientServer clients = part(ClientServer.class);
        clients.start();
        if (clients.isEnabled()) {
            health.watch("smpp-server", clients::isAlive);
        }
    }

    /// Of several processes on one database one posts to webhooks; the others wait for its end.
    void startPosting() {
        WebhookPosting posting = part(WebhookPosting.class);
        CallbackPosting callbacks = part(CallbackPosting.class);
        leases.want(
                part(Lease.class),
                () -> {
                    posting.start();
                    callbacks.start();
                    health.watch("webhooks", posting::isAlive);
                    health.watch("callbacks", callbacks::isAlive);
                },
                Server::end);
    }

    /// Another process has a shard, or posts, that was this one's. What this one has in memory is outdated: a
    /// supervisor starts it again.
    static void end() {
        LOG.error(
                "another process has taken over a lease of this one, which ends at once with exit code {}", LEASE_LOST);
        Runtime.getRuntime().halt(LEASE_LOST);
    }

    private ConfigurableApplicationContext context(Config config, Set<Role> roles) {
        SpringApplication application = new SpringApplication(Role.configurations(roles));
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(PROPERTIES);
        application.addInitializers(starting -> {
            ConfigurableListableBeanFactory beans = starting.getBeanFactory();
            beans.registerSingleton("database", database);
            beans.registerSingleton("metrics", metrics);
            beans.registerSingleton("health", health);
            beans.registerSingleton("clock", Clock.SYSTEM);
            beans.registerSingleton("tls", tls);
            for (Section section : Settings.SECTIONS) {
                beans.registerSingleton("settings-" + section.name(), config.get(section.type()));
            }
        });
        try {
            return application.run();
        } catch (ApplicationContextException e) {
            throw refused(withPort(e));
        } catch (BeanCreationException e) {
            throw refused(e);
        }
    }

    /// The words of the module that refuses its settings; the same when it is another failure.
    private static RuntimeException refused(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException refused) {
                return refused;
            }
        }
        return failure;
    }

    /// The failure that says which port another process has; the same when it is another failure.
    private static RuntimeException withPort(ApplicationContextException failure) {
        int port = switch (failure.getCause()) {
            case PortInUseException used -> used.getPort();
            case ConnectorStartFailedException used -> used.getPort();
            case null, default -> -1;
        };
        return port < 0
                ? failure
                : new IllegalArgumentException(
                        "port " + port + " cannot be listened on: another process may have it. Choose others by"
                                + " http.port and http.management_port; 0 takes a free one",
                        failure);
    }

    /// Does it with a part that some processes have.
    <T> void ifPresent(Class<T> type, Consumer<T> how) {
        context.getBeanProvider(type).ifAvailable(how);
    }

    /// The port of HTTP.
    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /// The port of `/metrics` and `/health`.
    public int managementPort() {
        return part(ManagementPort.class).port();
    }

    /// The URL for commands on this machine.
    String url() {
        String address = part(HttpProperties.class).address();
        String host = isAny(address) ? "127.0.0.1" : address;
        return (tls.isOn() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /// A module's part, for those who start a server in their own process.
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public Database database() {
        return database;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /// Refuses new work, finishes what is begun, and ends. A step that fails does not keep the others from being
    /// done.
    @Override
    public void close() {
        LOG.info("stopping");
        health.stopping();
        step("leases, which are taken no more", leases::stopTaking);
        step("processes, which see that this one ends", processes::drain);
        step("announcement", this::awaitAnnounced);
        List<Component> started = new ArrayList<>(components);
        for (Component component : started.reversed()) {
            step(component.name().toLowerCase(Locale.ROOT), () -> component.stop(this));
        }
        step("modules", context::close);
        step("database", database::close);
        step("metrics", metrics::close);
        LOG.info("stopped");
    }

    /// The load balancer asks for readiness, and sends requests to other processes.
    private void awaitAnnounced() {
        if (processes.hasOthers()) {
            try {
                TimeUnit.MILLISECONDS.sleep(announce.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits for requests in progress: a message that is accepted later would be in no queue.
    void closeHttp() {
        CountDownLatch drained = new CountDownLatch(1);
        ((WebServerApplicationContext) context).getWebServer().shutDownGracefully(_ -> drained.countDown());
        try {
            if (!drained.await(HTTP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("requests are still in progress after {}", HTTP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void step(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("{} could not be stopped in order", what, e);
        }
    }
}
