package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.elchi.server.oauth.Machines.Machine;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A machine gets a token and uses it.
class TokenTest {
    private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

    @AutoClose
    private static final Machines MACHINES = new Machines(Map.of());

    private static final Machine MACHINE = MACHINES.machine("'sms:send','sms:read'");

    private static HttpResponse<String> ask(String method, String path, String token, String body) {
        return MACHINES.server().ask(method, path, token, body);
    }

    private static HttpResponse<String> post(String path, Machine machine, Map<String, String> fields) {
        return Machines.post(MACHINES.server(), path, machine, fields);
    }

    private static String error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
        assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
        return Machines.json(answer).get("error").stringValue();
    }

    @Test
    void aTokenSendsAMessageAndReadsABalance() {
        HttpResponse<String> answer = post("/oauth2/token", MACHINE, GRANT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
        assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
        JsonNode granted = Machines.json(answer);
        assertThat(granted.get("scope").stringValue().split(" ")).containsExactlyInAnyOrder("sms:send", "sms:read");
        assertThat(granted.get("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(granted.get("expires_in").intValue()).isBetween(590, 600);
        assertThat(granted.has("refresh_token")).isFalse();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        String token = granted.get("access_token").stringValue();
        HttpResponse<String> sent = ask("POST", "/v1/sms/send", token, Machines.SEND);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        String id = Machines.json(sent).get("id").stringValue();
        assertThat(ask("GET", "/v1/balance", token, null).statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/v1/sms/" + id, token, null).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenSaysWhatRfc9068Wants() throws ParseException {
        SignedJWT token = SignedJWT.parse(MACHINES.token(MACHINE));
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.getHeader().getKeyID()).isNotBlank();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(MACHINES.server().uri("").toString());
        assertThat(claims.getSubject()).isEqualTo(MACHINE.clientId());
        assertThat(claims.getAudience()).containsExactly("elchi");
        assertThat(claims.getStringClaim("client_id")).isEqualTo(MACHINE.clientId());
        assertThat(claims.getStringClaim("scope")).isEqualTo("sms:read sms:send");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(600_000);
    }

    @Test
    void aTokenHasAtMostTheScopesOfItsClient() {
        HttpResponse<String> answer =
                post("/oauth2/token", MACHINE, Map.of("grant_type", "client_credentials", "scope", "sms:read"));
        assertThat(Machines.json(answer).get("scope").stringValue()).isEqualTo("sms:read");
        String token = Machines.json(answer).get("access_token").stringValue();
        assertThat(ask("GET", "/v1/balance", token, null).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = ask("POST", "/v1/sms/send", token, Machines.SEND);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Machines.json(refused).get("code").stringValue()).isEqualTo("scope_missing");
        for (String scope : List.of("webhooks", "sms:read admin", "sms:everything")) {
            Map<String, String> fields = Map.of("grant_type", "client_credentials", "scope", scope);
            assertThat(error(post("/oauth2/token", MACHINE, fields), 400)).isEqualTo("invalid_scope");
        }
    }

    @Test
    void aClientOfTheStaffAdministers() {
        Machine noc = MACHINES.machine(
                "{'account_id':%d,'name':'noc','scopes':['role:noc']}"
                        .formatted(MACHINES.platform().root()),
                MACHINES.server());
        String token = MACHINES.token(noc);
        assertThat(ask("GET", "/admin/v1/operators", token, null).statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/admin/v1/oauth-clients?account_id=1", token, null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("POST", "/admin/v1/oauth-clients", token, "{}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void theSecretMayBeInTheForm() {
        Map<String, String> fields = Map.of(
                "grant_type", "client_credentials", "client_id", MACHINE.clientId(), "client_secret", MACHINE.secret());
        assertThat(post("/oauth2/token", null, fields).statusCode()).isEqualTo(200);
        // One method a request (RFC 6749, 2.3).
        assertThat(error(post("/oauth2/token", MACHINE, fields), 400)).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_code, unsupported_grant_type",
        "refresh_token, unsupported_grant_type",
        "password, unsupported_grant_type",
        "urn:ietf:params:oauth:grant-type:token-exchange, unsupported_grant_type",
        "urn:ietf:params:oauth:grant-type:device_code, unsupported_grant_type",
        "urn:ietf:params:oauth:grant-type:jwt-bearer, unsupported_grant_type",
        "'', unsupported_grant_type"
    })
    void thereIsOneGrant(String grant, String error) {
        Map<String, String> fields = Map.of("grant_type", grant, "refresh_token", "x");
        assertThat(error(post("/oauth2/token", MACHINE, fields), 400)).isEqualTo(error);
    }

    @Test
    void aWrongSecretAndAnUnknownClientAreAnsweredTheSame() {
        Machine wrong = new Machine(0, MACHINE.clientId(), "elchi_secret_" + "x".repeat(43));
        Machine unknown = new Machine(0, "elchi_client_aaaaaaaa", MACHINE.secret());
        Machine strange = new Machine(0, "nobody", "nothing");
        for (Machine machine : List.of(wrong, unknown, strange)) {
            for (String path : List.of("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
                HttpResponse<String> answer = post(path, machine, Map.of("grant_type", "client_credentials"));
                assertThat(error(answer, 401)).isEqualTo("invalid_client");
                assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_client\"}");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"elchi\"");
            }
        }
        assertThat(error(post("/oauth2/token", null, GRANT), 401)).isEqualTo("invalid_client");
        assertThat(error(post("/oauth2/introspect", null, Map.of("token", "x")), 401))
                .isEqualTo("invalid_client");
    }

    private static HttpResponse<String> raw(String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(MACHINES.server().uri(path))
                .header("Authorization", Machines.basic(MACHINE))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Machines.checked("POST", path, MACHINES.server().send(request));
    }

    @Test
    void onlyAFormOfReasonableSizeIsRead() {
        String form = "application/x-www-form-urlencoded";
        String grant = "grant_type=client_credentials";
        assertThat(raw("/oauth2/token", form + ";charset=UTF-8", grant).statusCode())
                .isEqualTo(200);
        for (HttpResponse<String> answer : List.of(
                raw("/oauth2/token", "application/json", "{\"grant_type\":\"client_credentials\"}"),
                raw("/oauth2/token", "nonsense", grant),
                raw("/oauth2/token", form, grant + "&" + grant),
                raw("/oauth2/token", form, grant + "&scope=%zz"),
                raw("/oauth2/token", form, ""),
                raw("/oauth2/token?grant_type=client_credentials", form, grant),
                raw("/oauth2/token?client_secret=" + MACHINE.secret(), form, grant))) {
            assertThat(error(answer, 400)).isEqualTo("invalid_request");
        }
        assertThat(error(raw("/oauth2/token", form, grant + "&x=" + "y".repeat(9_000)), 413))
                .isEqualTo("invalid_request");
        assertThat(error(raw("/oauth2/token", form, grant + "&x=" + "y".repeat(2_000_000)), 413))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorize",
                "/oauth2/device_authorization",
                "/oauth2/device_verification",
                "/oauth2/par",
                "/oauth2/register",
                "/oauth2/token",
                "/oauth2/jwks/",
                "/connect/register",
                "/userinfo",
                "/.well-known/openid-configuration"
            })
    void everythingElseOfAnAuthorizationServerIsOff(String path) {
        assertThat(ask("GET", path, null, null).statusCode()).isEqualTo(401);
        assertThat(ask("GET", path, MACHINES.platform().adminKey(), null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePublishedKeysHaveNoPrivateParts() {
        MACHINES.token(MACHINE);
        HttpResponse<String> answer = Machines.checked("GET", "/oauth2/jwks", ask("GET", "/oauth2/jwks", null, null));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
        JsonNode keys = Machines.json(answer).get("keys");
        assertThat(keys.size()).isEqualTo(1);
        assertThat(new TreeSet<>(keys.get(0).propertyNames()))
                .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
    }

    @Test
    void theServerSaysWhatItCanDoAndNothingElse() {
        HttpResponse<String> answer =
                Machines.checked("GET", ServerMetadata.PATH, ask("GET", ServerMetadata.PATH, null, null));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode metadata = Machines.json(answer);
        String self = MACHINES.server().uri("").toString();
        assertThat(metadata.get("issuer").stringValue()).isEqualTo(self);
        assertThat(metadata.get("token_endpoint").stringValue()).isEqualTo(self + "/oauth2/token");
        assertThat(metadata.get("grant_types_supported").toString()).isEqualTo("[\"client_credentials\"]");
        assertThat(metadata.has("authorization_endpoint")).isFalse();
    }

    /// What a token changes is in the audit with its client.
    @Test
    void theAuditNamesTheClient() {
        Machine owner = MACHINES.machine("'webhooks'");
        String token = MACHINES.token(owner);
        HttpResponse<String> made = ask("POST", "/v1/webhooks", token, "{\"url\":\"https://example.org/hook\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode entries = MACHINES.platform()
                .admin()
                .get("/admin/v1/audit?object=webhooks.endpoints")
                .is(200)
                .get("items");
        assertThat(entries.get(0).toString()).contains("\"oauth_client_id\":" + owner.id());
    }
}
