package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.http.Wire;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests made from the contracts' schemas, with hostile values and damage, to a whole server: each operation in
/// turn. None is answered with 5xx, none is left without an answer, no answer shows the inside of the server, and
/// each is in the contract; an error that has a field names it.
///
/// `-Delchi.contract.requests=200000` for a long run, `-Delchi.seed=17` for other requests. A failure names its
/// request.
class RequestFuzzTest {
    private static final int REQUESTS = Integer.getInteger("elchi.contract.requests", 5_000);
    private static final long SEED = Long.getLong("elchi.seed", 1);
    private static final int CLIENTS = 4;
    private static final int MOST_SHOWN = 40;
    private static final int SHOWN_EVERY = 10_000;
    private static final int LONGEST_SHOWN = 700;
    /// The requests revoke keys and suspend accounts, their own among them.
    private static final int KEYS_LAST = 100;
    private static final int ACCOUNTS_LAST = 10;
    /// Answers for a part of HTTP that the server does not have, which is the client's doing.
    private static final Set<String> NOT_OURS = Set.of("not_implemented", "http_version");
    /// Codes that blame a field.
    private static final Set<String> WITH_FIELD =
            Set.of("invalid_field", "unknown_field", "missing_field", "unknown_parameter");
    /// Names of classes and lines of stack traces.
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(java|javax|jakarta|jdk|sun|org|com|tools|io)\\.[a-z]+[a-z0-9]*\\.[A-Za-z]|\\.java:\\d|Exception\\b|\\bat [a-z]+\\.");

    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of(
            "http.header_timeout", "2s",
            "http.body_timeout", "2s",
            "http.max_body", "65536",
            "events.stream_time", "1s",
            "limits.changes_per_hour", "1000000",
            "oauth.requests_per_second", "100000",
            "oauth.failures_per_minute", "100000",
            "oauth.tokens_per_second", "10000"));

    private final long client = PLATFORM.account("client", PLATFORM.root(), "bank");
    private final AtomicInteger operators = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();

    /// Long enough for a long run: each answer has a timeout of its own.
    @Test
    @Timeout(7_200)
    void nothingThatAClientSendsIsTheServersFault() throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> clients = java.util.stream.IntStream.range(0, CLIENTS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> ask(next)))
                .toList();
        for (Thread each : clients) {
            each.join();
        }
        System.out.println("answers by status: " + new TreeMap<>(statuses));
        assertThat(wrong).isEmpty();
        assertThat(statuses.keySet()).contains(200, 202, 400, 401, 404, 405);
        assertThat(statuses.values().stream().mapToInt(AtomicInteger::get).sum())
                .isGreaterThan(REQUESTS / 2);
    }

    private void ask(AtomicInteger next) {
        Wire wire = null;
        HostileRequest.Keys keys = null;
        int asked = 0;
        for (int i = next.getAndIncrement(); i < REQUESTS && wrong.size() < MOST_SHOWN; i = next.getAndIncrement()) {
            if (i > 0 && i % SHOWN_EVERY == 0) {
                System.out.println(i + " requests, answers by status: " + new TreeMap<>(statuses));
            }
            if (asked % KEYS_LAST == 0) {
                keys = keys();
            }
            if (asked++ % ACCOUNTS_LAST == 0) {
                activate();
            }
            HostileRequest request = HostileRequest.of(i, new SplittableRandom(SEED * 1_000_003 + i), keys);
            try {
                wire = wire == null ? new Wire(PLATFORM.server().uri("/")) : wire;
                if (!answered(wire, request)) {
                    wire.close();
                    wire = null;
                }
            } catch (IOException e) {
                // A connection may end without an answer only when what was sent is no request.
                if (request.whole()) {
                    wrong.add(e + " for " + shown(request));
                }
                wire = null;
            } catch (RuntimeException e) {
                wrong.add(e + " for " + shown(request));
                wire = null;
            }
        }
    }

    private static String shown(HostileRequest request) {
        String octets = request.octets();
        return octets.substring(0, Math.min(octets.length(), LONGEST_SHOWN));
    }

    /// Keys that are valid, and a platform on which the client can send: the requests change all of it.
    private HostileRequest.Keys keys() {
        activate();
        String administrator = key(PLATFORM.root(), Set.of(Scope.ADMIN));
        try {
            PLATFORM.server().database().execute("DELETE FROM compliance.blocklist");
            PLATFORM.server().database().execute("DELETE FROM compliance.senders");
            PLATFORM.server()
                    .database()
                    .execute("UPDATE accounts.accounts SET rate_per_second = 1000 WHERE id = " + client);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        for (String sender : List.of("Bank", "DemoBank", "7070")) {
            post(administrator, "/admin/v1/senders", "{'account_id':%d,'sender':'%s'}".formatted(client, sender));
        }
        JsonNode operator = post(
                administrator,
                "/admin/v1/operators",
                "{'name':'o%d','default_cost':{'amount':'30','currency':'UZS'}}"
                        .formatted(operators.incrementAndGet()));
        post(
                administrator,
                "/admin/v1/routes",
                "{'operator_id':%d,'any_destination':true}"
                        .formatted(operator.path("id").asLong(1)));
        post(
                administrator,
                "/admin/v1/tariff-routes",
                "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}");
        post(
                administrator,
                "/admin/v1/accounts/" + client + "/topups",
                "{'amount':{'amount':'100000000','currency':'UZS'},'reference':'r'}");
        JsonNode machine = post(
                administrator,
                "/admin/v1/oauth-clients",
                "{'account_id':%d,'name':'fuzz','scopes':['sms:read']}".formatted(client));
        return new HostileRequest.Keys(
                key(client, Set.of(Scope.SEND, Scope.READ, Scope.WEBHOOKS)),
                administrator,
                machine.at("/client/client_id").asString() + ":"
                        + machine.path("secret").asString());
    }

    private void activate() {
        AccountStore accounts = PLATFORM.server().part(AccountStore.class);
        accounts.setActive(client, true);
        accounts.setActive(PLATFORM.root(), true);
    }

    private static JsonNode post(String key, String path, String body) {
        return JsonMapper.shared()
                .readTree(PLATFORM.server()
                        .ask("POST", path, key, body.replace('\'', '"'))
                        .body());
    }

    private static String key(long account, Set<Scope> scopes) {
        String key = PLATFORM.server()
                .part(ApiKeys.class)
                .issue(new ApiKey.NewKey(account, "fuzz", List.of(), scopes, null))
                .secret()
                .reveal();
        PLATFORM.as(key);
        return key;
    }

    /// @return whether the connection may be used again
    private boolean answered(Wire wire, HostileRequest request) throws IOException {
        wire.write(request.octets());
        if (request.whole()) {
            Wire.Answer answer = wire.read();
            check(request, answer);
            return !"close".equals(answer.header("Connection"));
        }
        wire.end();
        while (true) {
            try {
                check(request, wire.read(!request.octets().startsWith("HEAD")));
            } catch (java.net.SocketTimeoutException e) {
                wrong.add("no answer, and the connection stays open, for " + shown(request));
                return false;
            } catch (IOException ignored) {
                return false; // the connection ended
            }
        }
    }

    private static JsonNode json(Wire.Answer answer) {
        String type = answer.header("Content-Type");
        boolean plain = type != null
                && (type.startsWith("text/") || type.equals("application/yaml") || type.startsWith("application/vnd."));
        return plain
                ? JsonMapper.shared().valueToTree(answer.body())
                : JsonMapper.shared().readTree(answer.body());
    }

    private void check(HostileRequest request, Wire.Answer answer) {
        statuses.computeIfAbsent(answer.status(), _ -> new AtomicInteger()).incrementAndGet();
        JsonNode json;
        try {
            json = answer.body().isEmpty() ? null : json(answer);
        } catch (RuntimeException e) {
            wrong.add("no JSON: " + answer + " for " + shown(request));
            return;
        }
        String code = json == null ? "" : json.path("code").asString("");
        boolean error = answer.status() >= 400;
        if (error && INSIDE.matcher(answer.body()).find()) {
            wrong.add("it shows the inside: " + answer + " for " + shown(request));
        }
        // The name of a field may be the empty text.
        if (WITH_FIELD.contains(code) && !json.has("field")) {
            wrong.add("it names no field: " + answer + " for " + shown(request));
        }
        if (answer.status() >= 500 && !NOT_OURS.contains(code)) {
            wrong.add(answer + " for " + shown(request));
        } else if (request.path() != null) {
            Contract.violations(
                            request.method(),
                            request.path(),
                            null,
                            answer.status(),
                            answer.header("Content-Type"),
                            json)
                    .forEach(problem -> wrong.add(problem + " for " + shown(request)));
        }
    }
}
