package io.elchi.server.smppserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Platform;
import io.elchi.testkit.peers.DebianPackage;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Kannel as a client, or as an operator over HTTP: its bearerbox binds, its smsbox takes messages over HTTP and
/// reports their states there.
public final class Kannel implements AutoCloseable {
    private static final DebianPackage PACKAGE = new DebianPackage("kannel");

    private static final int STARTS = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer reports;
    private final int sendPort;
    private final Process bearerbox;
    private final Process smsbox;
    /// What was reported, by the number of the request: `status foreign-id text`.
    private final Map<String, List<Report>> reported = new ConcurrentHashMap<>();

    /// A call of a dlr-url.
    ///
    /// @param status 1 delivered, 2 failed, 4 queued, 8 accepted by the message centre, 16 refused by it
    record Report(int status, String id, String text) {}

    private Kannel(HttpServer reports, int sendPort, Process bearerbox, Process smsbox) {
        this.reports = reports;
        this.sendPort = sendPort;
        this.bearerbox = bearerbox;
        this.smsbox = smsbox;
    }

    /// Its ports cannot be 0: somebody else may take one of them meanwhile, and then others are tried.
    ///
    /// @param folder for its configuration and its logs
    /// @param settings of its connection: `host`, `port`, `smsc-username` and so on
    public static Kannel start(Path folder, Map<String, String> settings) throws IOException {
        Path bearerbox = PACKAGE.program("bearerbox", "Kannel as a client");
        Path smsbox = PACKAGE.program("smsbox", "Kannel as a client");
        for (int i = 0; i < STARTS; i++) {
            Kannel kannel = started(folder, settings, bearerbox, smsbox);
            if (kannel != null) {
                return kannel;
            }
        }
        throw new AssertionError("Kannel does not start: see " + folder);
    }

    /// @return null: one of its programs ended
    private static Kannel started(Path folder, Map<String, String> settings, Path bearerbox, Path smsbox)
            throws IOException {
        int admin = FreePort.find();
        int boxes = FreePort.find();
        int send = FreePort.find();
        Path config = Files.writeString(folder.resolve("kannel.conf"), config(folder, settings, admin, boxes, send));
        Process first = run(folder, bearerbox, config, "bearerbox.out");
        Process second = null;
        HttpServer reports = null;
        boolean runs = false;
        try {
            Platform.await("the bearerbox listens", () -> !first.isAlive() || isOpen(boxes));
            Process last = run(folder, smsbox, config, "smsbox.out");
            second = last;
            reports = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Kannel kannel = new Kannel(reports, send, first, second);
            reports.createContext("/", kannel::report);
            reports.start();
            Platform.await(
                    "Kannel has bound",
                    () -> !first.isAlive()
                            || kannel.get("http://127.0.0.1:" + admin + "/status.txt?password=admin")
                                    .contains("(online"));
            // It listens before it answers: without a name and a password it says that they are missing.
            Platform.await(
                    "Kannel takes messages",
                    () -> !first.isAlive()
                            || !last.isAlive()
                            || !kannel.get(kannel.sendUrl()).isEmpty());
            runs = first.isAlive() && last.isAlive();
            return runs ? kannel : null;
        } finally {
            if (!runs) {
                stop(first, second, reports);
            }
        }
    }

    private static void stop(Process bearerbox, Process smsbox, HttpServer reports) {
        bearerbox.destroyForcibly();
        if (smsbox != null) {
            smsbox.destroyForcibly();
        }
        if (reports != null) {
            reports.stop(0);
        }
    }

    private static String config(Path folder, Map<String, String> settings, int admin, int boxes, int send) {
        StringBuilder link = new StringBuilder();
        new TreeMap<>(settings).forEach((name, value) -> link.append("%s = \"%s\"%n".formatted(name, value)));
        return """
                group = core
                admin-port = %d
                admin-password = "admin"
                smsbox-port = %d
                log-file = "%s"
                log-level = 0

                group = smsc
                smsc = smpp
                smsc-id = elchi
                transceiver-mode = true
                system-type = "VMA"
                source-addr-autodetect = true
                dest-addr-ton = 1
                dest-addr-npi = 1
                %s
                group = smsbox
                bearerbox-host = "127.0.0.1"
                bearerbox-port = %d
                sendsms-port = %d
                log-file = "%s"
                log-level = 0

                group = sendsms-user
                username = "tester"
                password = "tester"
                concatenation = true
                max-messages = 10
                """.formatted(
                        admin, boxes, folder.resolve("bearerbox.log"), link, boxes, send, folder.resolve("smsbox.log"));
    }

    private static Process run(Path folder, Path program, Path config, String log) throws IOException {
        return new ProcessBuilder(program.toString(), "-v", "4", config.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// @return empty: there is no answer
    private String get(String uri) {
        try {
            return answer(uri);
        } catch (IOException e) {
            return "";
        }
    }

    private String answer(String uri) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(uri)).build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void report(HttpExchange call) throws IOException {
        Map<String, String> query = new TreeMap<>();
        for (String each : call.getRequestURI().getRawQuery().split("&")) {
            String[] pair = each.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        reported.computeIfAbsent(query.get("n"), _ -> new CopyOnWriteArrayList<>())
                .add(new Report(Integer.parseInt(query.get("status")), query.get("id"), query.get("text")));
        call.sendResponseHeaders(200, -1);
        call.close();
    }

    /// Hands over one message, and asks for a report of each state in the mask.
    ///
    /// @param n tells its reports from others
    /// @param more parameters, which go before ours: `&coding=2&charset=UTF-8`; empty: none
    void send(String n, String text, int mask, String more) throws IOException {
        String report = "http://127.0.0.1:" + reports.getAddress().getPort() + "/?n=" + n + "&status=%d&id=%F&text=%A";
        String answer = answer("http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms?username=tester&password=tester"
                + more
                + "&from=Bank&to=" + SmppBank.DESTINATION + "&text=" + encoded(text) + "&dlr-mask=" + mask + "&dlr-url="
                + encoded(report));
        if (!answer.startsWith("0: Accepted")) {
            throw new AssertionError("Kannel says " + answer);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Where clients send messages, as `tester` with the password `tester`.
    public String sendUrl() {
        return "http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms";
    }

    /// What was reported about it so far.
    List<Report> reports(String n) {
        return List.copyOf(reported.getOrDefault(n, List.of()));
    }

    @Override
    public void close() {
        // The bearerbox unbinds and ends at SIGTERM; the smsbox ends with it.
        for (Process process : List.of(smsbox, bearerbox)) {
            process.destroy();
            Platform.await("Kannel ends", () -> !process.isAlive());
        }
        reports.stop(0);
        http.close();
    }
}
