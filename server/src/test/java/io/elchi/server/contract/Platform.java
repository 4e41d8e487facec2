package io.elchi.server.contract;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.accounts.Scope;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.boot.TestServer;
import io.elchi.server.core.Money;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running server with an administrator who has a key: what tests of the APIs begin with.
public final class Platform implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TestServer server;
    private final long root;
    private final Api admin;
    private final String adminKey;

    private Platform(TestServer server) {
        this.server = server;
        root = server.part(AccountOpening.class)
                .open(
                        new AccountStore.NewAccount(0, Account.Type.ADMIN, "root", null, null, "UZS", 100, 10, 1, null),
                        Money.zero("UZS"));
        ApiKey.Issued issued = server.part(ApiKeys.class)
                .issue(new ApiKey.NewKey(
                        root, "root", List.of(), Set.of(Scope.SEND, Scope.READ, Scope.WEBHOOKS, Scope.ADMIN), null));
        adminKey = issued.secret().reveal();
        admin = as(adminKey);
    }

    public static Platform start() {
        return start(Map.of());
    }

    public static Platform start(Map<String, String> settings) {
        return new Platform(TestServer.start(settings));
    }

    /// @param tls of the client that asks it
    public static Platform start(Map<String, String> settings, SSLContext tls) {
        return new Platform(TestServer.start(settings, tls));
    }

    public TestServer server() {
        return server;
    }

    /// The administrator's account.
    public long root() {
        return root;
    }

    public String adminKey() {
        return adminKey;
    }

    public Api admin() {
        return admin;
    }

    /// Whoever has this key, once the server knows it.
    public Api as(String key) {
        Accounts accounts = server.part(Accounts.class);
        await(
                "the key is known",
                () -> accounts.authenticate(key, InetAddress.getLoopbackAddress()) instanceof Authentication.Granted);
        return new Api(server, key);
    }

    /// Opens an account.
    ///
    /// @return its id
    public long account(String type, long parent, String name) {
        return admin.post(
                        "/admin/v1/accounts",
                        "{'type':'%s','parent_id':%d,'name':'%s','currency':'UZS','rate_per_second':1000}"
                                .formatted(type, parent, name))
                .is(201)
                .get("id")
                .longValue();
    }

    /// Issues a key.
    ///
    /// @param scopes `'sms:send','sms:read'`
    /// @return the key itself
    public String key(long account, String scopes) {
        return admin.post(
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'test','scopes':[%s]}".formatted(account, scopes))
                .is(201)
                .get("secret")
                .stringValue();
    }

    /// Makes a client of OAuth2.
    ///
    /// @param scopes `'sms:send','sms:read'`
    /// @return an access token with these scopes
    public String token(long account, String scopes) {
        JsonNode made = admin.post(
                        "/admin/v1/oauth-clients",
                        "{'account_id':%d,'name':'test','scopes':[%s]}".formatted(account, scopes))
                .is(201);
        HttpRequest request = HttpRequest.newBuilder(server.uri("/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + made.at("/client/client_id").stringValue() + "&client_secret="
                        + made.get("secret").stringValue()))
                .build();
        AtomicReference<JsonNode> granted = new AtomicReference<>();
        await("the client gets a token", () -> {
            granted.set(JsonMapper.shared().readTree(server.send(request).body()));
            return granted.get().has("access_token");
        });
        return granted.get().get("access_token").stringValue();
    }

    /// The ids of what a list shows.
    public static List<Long> ids(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("id").longValue())
                .toList();
    }

    /// Waits until it is so: tables come round to memory by a notification.
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it does not come true that " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
