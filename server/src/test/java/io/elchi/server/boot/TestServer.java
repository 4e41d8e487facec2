package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// A whole server in the test's JVM, on a free port, with a database of its own.
public final class TestServer implements AutoCloseable {
    private final TestDatabase database;
    private final boolean ownsDatabase;
    private final HttpClient client;
    private final Server server;

    private TestServer(Set<Role> roles, Map<String, String> settings, SSLContext tls) {
        this(TestDatabase.fresh(), true, roles, settings, tls);
    }

    private TestServer(
            TestDatabase database,
            boolean ownsDatabase,
            Set<Role> roles,
            Map<String, String> settings,
            SSLContext tls) {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        client = tls == null
                ? HttpClient.newHttpClient()
                : HttpClient.newBuilder().sslContext(tls).build();
        Map<String, String> all = new HashMap<>(Map.of(
                "oauth.failures_per_minute",
                "100000",
                "oauth.requests_per_second",
                "100000",
                "http.port",
                "0",
                "http.management_port",
                "0",
                "limits.changes_per_hour",
                "1000000",
                "limits.requests_per_second",
                "100000",
                // Tests that start many servers need not wait for it.
                "intake.warm_up",
                "0s",
                "drain.announce",
                "0s",
                "log.level",
                "warn",
                "log.format",
                "text"));
        all.putAll(database.settings());
        all.putAll(settings);
        Config config = Config.load(null, Map.of(), all, Settings.SECTIONS);
        Logging.use(config.get(LogProperties.class));
        try {
            server = Server.start(config, roles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With every role.
    public static TestServer start(Map<String, String> settings) {
        return start(Set.of(Role.values()), settings);
    }

    public static TestServer start(Set<Role> roles, Map<String, String> settings) {
        return new TestServer(roles, settings, null);
    }

    /// With every role, and a certificate in the settings.
    ///
    /// @param tls of the client that asks it
    public static TestServer start(Map<String, String> settings, SSLContext tls) {
        return new TestServer(Set.of(Role.values()), settings, tls);
    }

    /// Another process on the same database. It is to be closed before this one.
    public TestServer join(Set<Role> roles, Map<String, String> settings) {
        return new TestServer(database, false, roles, settings, null);
    }

    public TestDatabase database() {
        return database;
    }

    public <T> T part(Class<T> type) {
        return server.part(type);
    }

    Server server() {
        return server;
    }

    public <T> List<T> parts(Class<T> type) {
        return List.copyOf(server.context().getBeansOfType(type).values());
    }

    public URI uri(String path) {
        return URI.create(server.url() + path);
    }

    /// At the management port.
    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + server.managementPort() + path);
    }

    /// Asks at the management port.
    ///
    /// @param key the bearer key; null: none
    public HttpResponse<String> manage(String method, String path, String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(managementUri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request.build());
    }

    /// Asks the server.
    ///
    /// @param key the bearer key; null: none
    /// @param body JSON; null: none
    public HttpResponse<String> ask(String method, String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        if (ownsDatabase) {
            database.close();
        }
    }
}
