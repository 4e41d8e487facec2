package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigException;
import io.elchi.server.core.Clock;
import io.elchi.server.entrances.EntrancesProperties;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.http.PublicTls;
import io.elchi.server.smppserver.ClientServer;
import io.elchi.server.smppserver.SmppServerProperties;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `elchi check`: what a start checks, without a start. A line for each check, and exit code 0 when all passed.
@Command(
        name = "check",
        description =
                "Checks what a start checks, and changes nothing: settings, roles, certificate, ports, database,"
                        + " schemas, keys. Exit code 0: no check failed. With the embedded database the schemas are not looked at.",
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    private static final Duration EXPIRES_SOON = Duration.ofDays(14);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options;

    @Option(names = "--roles", paramLabel = "ROLE,...", description = "roles of the process; default: all")
    private String roles;

    @Option(names = "--no-migrate", description = "the process would not migrate: a missing migration is an error")
    private boolean noMigrate;

    /// The lines, and whether one of them is a failure.
    static final class Report {
        private final PrintWriter out;
        private boolean failed;

        Report(PrintWriter out) {
            this.out = out;
        }

        /// A check. What it returns is said of it.
        interface Task {
            String run() throws IOException;
        }

        void check(String what, Task task) {
            try {
                line("ok", what, task.run());
            } catch (IOException | RuntimeException e) {
                fail(what, e.getMessage());
            }
        }

        void warn(String what, String text) {
            line("warning", what, text);
        }

        void fail(String what, String text) {
            failed = true;
            line("FAILED", what, text);
        }

        private void line(String result, String what, String text) {
            String oneLine = text == null
                    ? ""
                    : text.strip().replaceAll(":\\s*\\R\\s*", ": ").replaceAll("\\s*\\R\\s*", "; ");
            out.printf("%-8s %s: %s%n", result, what, oneLine);
            out.flush();
        }

        boolean isFailed() {
            return failed;
        }
    }

    @Override
    public Integer call() {
        // Nothing but the lines.
        Logging.use(Config.load(null, Map.of(), Map.of("log.level", "error", "log.format", "text"), Settings.SECTIONS)
                .get(LogProperties.class));
        Report report = new Report(spec.commandLine().getOut());
        Config config = config(report);
        if (config == null) {
            return 1;
        }
        Set<Role> wanted = EnumSet.noneOf(Role.class);
        report.check("roles", () -> {
            wanted.addAll(Role.parse(roles));
            Role.checkTogether(wanted);
            return String.join(", ", wanted.stream().map(Role::text).toList());
        });
        HttpProperties http = config.get(HttpProperties.class);
        certificate(http, report);
        SmppServerProperties smpp = config.get(SmppServerProperties.class);
        boolean takesBinds = smpp.enabled() && wanted.contains(Role.SMPP_SERVER);
        if (takesBinds) {
            smppCertificate(smpp, report);
        }
        EntrancesProperties entrances = config.get(EntrancesProperties.class);
        boolean isEntrance = entrances.enabled() && wanted.contains(Role.GATEWAY);
        ports(http, takesBinds ? smpp : null, isEntrance ? entrances : null, report);
        new DatabaseCheck(config, noMigrate, report).run();
        return report.isFailed() ? 1 : 0;
    }

    /// null: they cannot be read.
    private Config config(Report report) {
        try {
            Config config = options.config(Map.of());
            report.check("settings", () -> options.file == null ? "no file" : options.file.toString());
            config.warnings().forEach(warning -> report.warn("settings", warning));
            return config;
        } catch (ConfigException e) {
            report.fail("settings", e.getMessage());
            return null;
        }
    }

    private static void certificate(HttpProperties http, Report report) {
        PublicTls tls;
        try {
            tls = PublicTls.of(http, Clock.SYSTEM);
        } catch (IllegalArgumentException e) {
            report.fail("certificate", e.getMessage());
            return;
        }
        if (!tls.isOn()) {
            report.check("certificate", () -> "none: the public port is plain HTTP");
            return;
        }
        Instant expires = tls.expires();
        if (Instant.now().plus(EXPIRES_SOON).isAfter(expires)) {
            report.warn("certificate", http.tlsCertificate() + " expires at " + expires);
        } else {
            report.check("certificate", () -> http.tlsCertificate() + ", valid until " + expires);
        }
    }

    private static void smppCertificate(SmppServerProperties smpp, Report report) {
        if (!smpp.tlsCertificate().isEmpty()) {
            report.check("smpp_server.tls_certificate", () -> {
                ClientServer.checkCertificate(smpp);
                return smpp.tlsCertificate() + ", with its key";
            });
        }
    }

    /// All at the same time: two may be the same by mistake.
    ///
    /// @param smpp null: the process takes no binds of clients
    /// @param entrances null: the process has no port for clients of Jasmin and Kannel
    private static void ports(
            HttpProperties http, SmppServerProperties smpp, EntrancesProperties entrances, Report report) {
        List<ServerSocket> open = new ArrayList<>();
        try {
            report.check("http.port", () -> listen(http.address(), http.port(), open));
            report.check("http.management_port", () -> listen(http.managementAddress(), http.managementPort(), open));
            if (entrances != null) {
                report.check("entrances.port", () -> listen(entrances.address(), entrances.port(), open));
            }
            if (smpp != null) {
                report.check("smpp_server.port", () -> listen(smpp.address(), smpp.port(), open));
                if (!smpp.tlsCertificate().isEmpty()) {
                    report.check("smpp_server.tls_port", () -> listen(smpp.address(), smpp.tlsPort(), open));
                }
            }
        } finally {
            for (ServerSocket each : open) {
                close(each);
            }
        }
    }

    private static String listen(String address, int port, List<ServerSocket> open) throws IOException {
        ServerSocket socket = new ServerSocket();
        open.add(socket);
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (UnknownHostException e) {
            throw new IOException("'" + address + "' is no address", e);
        } catch (IOException e) {
            throw new IOException(
                    address + ":" + port + " cannot be listened on: " + e.getMessage()
                            + "; another process may have it",
                    e);
        }
        return port == 0 ? address + ", a free port" : address + ":" + port + " is free";
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The process ends in a moment.
        }
    }
}
