package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Contract;
import io.elchi.server.contract.Platform;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A platform with a bank that may send, and clients of OAuth2 at it.
final class Machines implements AutoCloseable {
    static final String SEND = "{\"to\":\"+998901234567\",\"from\":\"Bank\",\"text\":\"Salom\"}";

    private final Platform platform;
    private final long bank;

    Machines(Map<String, String> settings) {
        platform = Platform.start(settings);
        Api admin = platform.admin();
        bank = platform.account("client", platform.root(), "bank");
        long operator = admin.post(
                        "/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}")
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(bank))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + bank + "/topups",
                        "{'amount':{'amount':'100000','currency':'UZS'},'reference':'x'}")
                .is(201);
        Api key = platform.as(platform.key(bank, "'sms:send','sms:read'"));
        Platform.await(
                "messages are accepted", () -> key.post("/v1/sms/send", SEND).status() == 202);
    }

    /// A client with its secret.
    record Machine(long id, String clientId, String secret) {}

    Platform platform() {
        return platform;
    }

    TestServer server() {
        return platform.server();
    }

    long bank() {
        return bank;
    }

    /// A client of the bank, which the server knows.
    ///
    /// @param scopes `'sms:send','sms:read'`
    Machine machine(String scopes) {
        return machine("{'account_id':%d,'name':'test','scopes':[%s]}".formatted(bank, scopes), server());
    }

    Machine machine(String body, TestServer knower) {
        JsonNode made = platform.admin().post("/admin/v1/oauth-clients", body).is(201);
        String clientId = made.at("/client/client_id").stringValue();
        await(knower, clientId);
        return new Machine(
                made.at("/client/id").longValue(), clientId, made.get("secret").stringValue());
    }

    static void await(TestServer server, String clientId) {
        ClientRepository clients = server.part(ClientRepository.class);
        Platform.await(
                "the client and its account are known",
                () -> clients.known(clientId).isPresent());
    }

    /// Posts a form.
    static HttpResponse<String> post(TestServer server, String path, Machine machine, Map<String, String> fields) {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()));
        if (machine != null) {
            request.header("Authorization", basic(machine));
        }
        return checked("POST", path, server.send(request.build()));
    }

    /// The same, when it is as the contract has it.
    static HttpResponse<String> checked(String method, String path, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse(null);
        assertThat(Contract.violations(
                        method,
                        path,
                        null,
                        answer.statusCode(),
                        type,
                        answer.body().isEmpty() ? null : json(answer)))
                .isEmpty();
        return answer;
    }

    static String basic(Machine machine) {
        String both = machine.clientId + ":" + machine.secret;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /// An access token with all scopes of the client.
    String token(Machine machine) {
        return token(server(), machine);
    }

    static String token(TestServer server, Machine machine) {
        HttpResponse<String> answer =
                post(server, "/oauth2/token", machine, Map.of("grant_type", "client_credentials"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("access_token").stringValue();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    Accounts accounts() {
        return server().part(Accounts.class);
    }

    @Override
    public void close() {
        platform.close();
    }
}
