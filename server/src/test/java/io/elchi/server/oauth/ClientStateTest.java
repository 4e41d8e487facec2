package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Authentication;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Failure;
import io.elchi.server.oauth.Machines.Machine;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What ends a client, its secret or a token.
class ClientStateTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

    @AutoClose
    private static final Machines MACHINES = new Machines(Map.of());

    private static Api admin() {
        return MACHINES.platform().admin();
    }

    private static Failure failure(String token, String from) {
        return MACHINES.accounts().authenticate(token, InetAddress.ofLiteral(from))
                        instanceof Authentication.Denied denied
                ? denied.failure()
                : null;
    }

    private static int tokenStatus(Machine machine) {
        return Machines.post(MACHINES.server(), "/oauth2/token", machine, GRANT).statusCode();
    }

    private static JsonNode introspect(Machine asking, String token) {
        HttpResponse<String> answer =
                Machines.post(MACHINES.server(), "/oauth2/introspect", asking, Map.of("token", token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Machines.json(answer);
    }

    private static Machine at(long account, String name) {
        return MACHINES.machine(
                "{'account_id':%d,'name':'%s','scopes':['sms:send']}".formatted(account, name), MACHINES.server());
    }

    /// A stolen token, and a stolen secret, are worth nothing elsewhere.
    @Test
    void aTokenAndASecretWorkFromTheClientsAddressesAlone() {
        Machine home = MACHINES.machine(
                "{'account_id':%d,'name':'home','scopes':['sms:send'],'ip_whitelist':['127.0.0.0/8','2001:db8::/32']}"
                        .formatted(MACHINES.bank()),
                MACHINES.server());
        String token = MACHINES.token(home);
        assertThat(failure(token, "127.0.0.1")).isNull();
        assertThat(failure(token, "2001:db8::1")).isNull();
        assertThat(failure(token, "192.0.2.7")).isEqualTo(Failure.IP_NOT_ALLOWED);
        Machine elsewhere = MACHINES.machine(
                "{'account_id':%d,'name':'elsewhere','scopes':['sms:send'],'ip_whitelist':['192.0.2.0/24']}"
                        .formatted(MACHINES.bank()),
                MACHINES.server());
        HttpResponse<String> refused = Machines.post(MACHINES.server(), "/oauth2/token", elsewhere, GRANT);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"error\":\"invalid_client\"}");
    }

    @Test
    void aRevokedClientGetsNoTokenAndItsTokensOpenNothing() {
        Machine machine = at(MACHINES.bank(), "short");
        String token = MACHINES.token(machine);
        assertThat(failure(token, "127.0.0.1")).isNull();
        assertThat(admin().delete("/admin/v1/oauth-clients/" + machine.id()).status())
                .isEqualTo(204);
        Platform.await("the token opens nothing", () -> failure(token, "127.0.0.1") == Failure.UNAUTHORIZED);
        assertThat(tokenStatus(machine)).isEqualTo(401);
        admin().delete("/admin/v1/oauth-clients/" + machine.id()).isProblem(404, "not_found");
        admin().post("/admin/v1/oauth-clients/" + machine.id() + "/rotate", "{}")
                .isProblem(409, "conflict");
    }

    @Test
    void twoSecretsAreValidUntilTheOverlapEnds() {
        Machine machine = at(MACHINES.bank(), "rotated");
        String token = MACHINES.token(machine);
        JsonNode rotated = admin().post(
                        "/admin/v1/oauth-clients/" + machine.id() + "/rotate", "{'overlap_seconds':3600}")
                .is(200);
        assertThat(rotated.at("/client/former_secret_until").isMissingNode()).isFalse();
        Machine fresh = new Machine(
                machine.id(), machine.clientId(), rotated.get("secret").stringValue());
        Platform.await("the new secret is known", () -> tokenStatus(fresh) == 200);
        assertThat(tokenStatus(machine)).isEqualTo(200);
        assertThat(failure(token, "127.0.0.1")).isNull();
        JsonNode again = admin().post("/admin/v1/oauth-clients/" + machine.id() + "/rotate", "{'overlap_seconds':0}")
                .is(200);
        Machine last = new Machine(
                machine.id(), machine.clientId(), again.get("secret").stringValue());
        Platform.await("the last secret is known", () -> tokenStatus(last) == 200);
        assertThat(tokenStatus(fresh)).isEqualTo(401);
        assertThat(tokenStatus(machine)).isEqualTo(401);
    }

    @Test
    void anExpiredClientAndASuspendedAccountGetNothing() {
        Machine machine = at(MACHINES.bank(), "expires");
        String token = MACHINES.token(machine);
        change("UPDATE oauth.clients SET expires_at = now() - interval '1 second' WHERE id = " + machine.id());
        Platform.await("the client has expired", () -> failure(token, "127.0.0.1") == Failure.UNAUTHORIZED);
        assertThat(tokenStatus(machine)).isEqualTo(401);
        long other = MACHINES.platform().account("client", MACHINES.platform().root(), "suspended");
        Machine poor = at(other, "poor");
        String poorToken = MACHINES.token(poor);
        admin().patch("/admin/v1/accounts/" + other, "{'status':'suspended'}").is(200);
        Platform.await("the account is suspended", () -> failure(poorToken, "127.0.0.1") == Failure.ACCOUNT_SUSPENDED);
        assertThat(tokenStatus(poor)).isEqualTo(401);
    }

    @Test
    void aRevokedTokenOpensNothing() {
        Machine machine = at(MACHINES.bank(), "revoker");
        String token = MACHINES.token(machine);
        String kept = MACHINES.token(machine);
        assertThat(MACHINES.accounts().authenticate(token, HERE)).isInstanceOf(Authentication.Granted.class);
        assertThat(introspect(machine, token).get("active").booleanValue()).isTrue();
        HttpResponse<String> revoked =
                Machines.post(MACHINES.server(), "/oauth2/revoke", machine, Map.of("token", token));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
        assertThat(failure(token, "127.0.0.1")).isEqualTo(Failure.UNAUTHORIZED);
        assertThat(introspect(machine, token).toString()).isEqualTo("{\"active\":false}");
        assertThat(failure(kept, "127.0.0.1")).isNull();
        // RFC 7009, 2.2: a token that is not valid is revoked already.
        for (String other : new String[] {token, "nonsense", "a.b.c"}) {
            assertThat(Machines.post(MACHINES.server(), "/oauth2/revoke", machine, Map.of("token", other))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(MACHINES.server().part(Authorizations.class).forget()).isZero();
        change("UPDATE oauth.revoked_tokens SET expires_at = now() - interval '1 second'");
        assertThat(MACHINES.server().part(Authorizations.class).forget()).isPositive();
        Platform.await(
                "it is forgotten",
                () -> MACHINES.server().part(ClientDirectory.class).revoked().isEmpty());
    }

    private static void change(String sql) {
        MACHINES.server().database().database().jdbc().sql(sql).update();
    }

    /// A client cannot make the table grow.
    @Test
    void aClientHasOnlySoManyRevocations() {
        Machine machine = at(MACHINES.bank(), "eager");
        change("INSERT INTO oauth.revoked_tokens SELECT 'eager-' || n, " + machine.id()
                + ", now() + interval '1 hour' FROM generate_series(1, 10000) n");
        String token = MACHINES.token(machine);
        HttpResponse<String> refused =
                Machines.post(MACHINES.server(), "/oauth2/revoke", machine, Map.of("token", token));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(failure(token, "127.0.0.1")).isNull();
        change("DELETE FROM oauth.revoked_tokens");
    }

    /// A process that hears nothing may have missed that an administrator's client is revoked.
    @Test
    void tokensOfTheStaffNeedACurrentSnapshot() {
        Machine staff = MACHINES.machine(
                "{'account_id':%d,'name':'staff','scopes':['role:noc']}"
                        .formatted(MACHINES.platform().root()),
                MACHINES.server());
        String token = MACHINES.token(staff);
        String client = MACHINES.token(at(MACHINES.bank(), "beside"));
        ClientDirectory directory = MACHINES.server().part(ClientDirectory.class);
        directory.follow(() -> Duration.ofHours(1));
        try {
            assertThat(failure(token, "127.0.0.1")).isEqualTo(Failure.KEYS_OUTDATED);
            assertThat(failure(client, "127.0.0.1")).isNull();
        } finally {
            directory.follow(() -> Duration.ZERO);
        }
        assertThat(failure(token, "127.0.0.1")).isNull();
    }

    /// What an operator does after the theft of a key.
    @Test
    void aRemovedKeyEndsAllThatItSigned() {
        Machine machine = at(MACHINES.bank(), "renewed");
        String token = MACHINES.token(machine);
        assertThat(failure(token, "127.0.0.1")).isNull();
        change("DELETE FROM oauth.signing_keys");
        Platform.await("the token opens nothing", () -> failure(token, "127.0.0.1") == Failure.UNAUTHORIZED);
        assertThat(failure(MACHINES.token(machine), "127.0.0.1")).isNull();
    }

    /// The thread that all connections share must not verify a signature, nor ask the database.
    @Test
    void theLoadShedderJudgesTokensThatAreKnown() {
        String token = MACHINES.token(at(MACHINES.bank(), "shed"));
        assertThat(MACHINES.accounts().authenticateAtOnce(token, null, HERE)).isEmpty();
        assertThat(MACHINES.accounts().authenticate(token, HERE)).isInstanceOf(Authentication.Granted.class);
        assertThat(MACHINES.accounts().authenticateAtOnce(token, null, HERE))
                .get()
                .isInstanceOf(Authentication.Granted.class);
        assertThat(MACHINES.accounts().authenticateAtOnce(MACHINES.platform().adminKey(), null, HERE))
                .get()
                .isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void introspectionShowsATokenToItsAccountAlone() {
        Machine machine = at(MACHINES.bank(), "introspected");
        Machine sibling = at(MACHINES.bank(), "sibling");
        long other = MACHINES.platform().account("client", MACHINES.platform().root(), "competitor");
        Machine stranger = at(other, "stranger");
        String token = MACHINES.token(machine);
        for (Machine own : new Machine[] {machine, sibling}) {
            JsonNode shown = introspect(own, token);
            assertThat(shown.get("active").booleanValue()).isTrue();
            assertThat(shown.get("client_id").stringValue()).isEqualTo(machine.clientId());
            assertThat(shown.get("sub").stringValue()).isEqualTo(machine.clientId());
            assertThat(shown.get("scope").stringValue()).isEqualTo("sms:send");
            assertThat(shown.get("exp").longValue() - shown.get("iat").longValue())
                    .isEqualTo(600);
        }
        assertThat(introspect(stranger, token).toString()).isEqualTo("{\"active\":false}");
        assertThat(introspect(machine, "invented").toString()).isEqualTo("{\"active\":false}");
        // A stranger cannot revoke it, and does not learn that it is there.
        HttpResponse<String> tried =
                Machines.post(MACHINES.server(), "/oauth2/revoke", stranger, Map.of("token", token));
        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(failure(token, "127.0.0.1")).isNull();
        assertThat(Machines.post(MACHINES.server(), "/oauth2/revoke", sibling, Map.of("token", token))
                        .statusCode())
                .isEqualTo(401);
        assertThat(failure(token, "127.0.0.1")).isNull();
    }

    @Test
    void theListShowsNoSecrets() {
        Machine machine = at(MACHINES.bank(), "listed");
        JsonNode items = admin().get("/admin/v1/oauth-clients?account_id=" + MACHINES.bank())
                .is(200)
                .get("items");
        assertThat(items.get(0).get("client_id").stringValue()).isEqualTo(machine.clientId());
        assertThat(items.toString()).doesNotContain(machine.secret());
        MACHINES.token(machine);
        assertThat(failure(MACHINES.token(machine), "127.0.0.1")).isNull();
        MACHINES.server().part(ClientDirectory.class).storeUse();
        assertThat(admin().get("/admin/v1/oauth-clients?account_id=" + MACHINES.bank())
                        .is(200)
                        .at("/items/0/last_used_at")
                        .isMissingNode())
                .isFalse();
        String audit =
                admin().get("/admin/v1/audit?object=oauth.clients").is(200).toString();
        assertThat(audit).contains("\"secret_hash\":\"hidden\"");
    }

    @Test
    void clientsHaveTheRulesOfKeys() {
        String body = "{'account_id':%d,'name':'x','scopes':[%s]}";
        admin().post("/admin/v1/oauth-clients", body.formatted(MACHINES.bank(), "'admin'"))
                .isProblem(400, "invalid_field", "scopes");
        admin().post("/admin/v1/oauth-clients", body.formatted(MACHINES.bank(), "'everything'"))
                .isProblem(400, "invalid_field", "scopes");
        admin().post("/admin/v1/oauth-clients", body.formatted(999_999, "'sms:send'"))
                .isProblem(400, "invalid_field", "account_id");
        admin().post(
                        "/admin/v1/oauth-clients",
                        "{'account_id':1,'name':'x','scopes':['sms:send'],'ip_whitelist':['nowhere']}")
                .isProblem(400, "invalid_field", "ip_whitelist");
        admin().post("/admin/v1/oauth-clients/999999/rotate", "{}").isProblem(404, "not_found");
    }
}
