package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import io.elchi.server.http.EntrancePort;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A platform with the port for clients of Jasmin and Kannel, and a bank that may send.
final class EntranceBank implements AutoCloseable {
    static final Map<String, String> SETTINGS =
            Map.of("entrances.enabled", "true", "entrances.port", "0", "entrances.max_failed_passwords", "1000");
    static final String DESTINATION = "998901234567";
    static final String PASSWORD = "a-long-password1";

    final Platform platform;
    final long account;
    private final HttpClient client = HttpClient.newHttpClient();

    EntranceBank() {
        this(Map.of());
    }

    /// @param settings besides [#SETTINGS], before which they go
    EntranceBank(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        platform = Platform.start(all);
        account = TestBank.open(platform);
        TestBank.awaitAcceptance(platform.as(platform.key(account, "'sms:send'")));
    }

    Api admin() {
        return platform.admin();
    }

    /// A login with [#PASSWORD].
    ///
    /// @param submits its rules besides `http`, as `,'binary':true`
    /// @param more members of the login, as `,'binds':{...}`
    /// @return its id
    long login(String systemId, String submits, String more) {
        long id = admin().post(
                        "/admin/v1/smpp-logins",
                        "{'account_id':%d,'system_id':'%s','password':'%s','submits':{'http':true%s}%s}"
                                .formatted(account, systemId, PASSWORD, submits, more))
                .is(201)
                .at("/login/id")
                .longValue();
        awaitKnown(platform.server(), systemId);
        return id;
    }

    static void awaitKnown(TestServer server, String systemId) {
        SmppDirectory logins = server.part(SmppDirectory.class);
        Platform.await("the login is known", () -> logins.find(systemId).isPresent());
    }

    /// What is needed to send, and what else is given; an empty value removes a parameter.
    static Map<String, String> send(String user, String... more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("username", user);
        all.put("password", PASSWORD);
        all.put("to", DESTINATION);
        all.put("from", "Bank");
        all.put("content", "Salom");
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
            if (more[i + 1] == null) {
                all.remove(more[i]);
            }
        }
        return all;
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    HttpResponse<String> get(String path, Map<String, String> parameters) {
        return get(path + "?" + encoded(parameters));
    }

    /// @param target with a query that is percent-encoded
    HttpResponse<String> get(String target) {
        return ask(HttpRequest.newBuilder(uri(target)).build());
    }

    HttpResponse<String> post(String path, Map<String, String> parameters) {
        return ask(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(parameters)))
                .build());
    }

    HttpResponse<String> ask(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    URI uri(String target) {
        return uri(platform.server(), target);
    }

    static URI uri(TestServer server, String target) {
        return URI.create("http://127.0.0.1:" + server.part(EntrancePort.class).port() + target);
    }

    @Override
    public void close() {
        client.close();
        platform.close();
    }
}
