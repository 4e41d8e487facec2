package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeyApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();
    private final long client = PLATFORM.account("client", PLATFORM.root(), "bank");

    @Test
    void aKeyOpensWhatItsScopesSayAndIsShownOnce() {
        JsonNode issued = admin.post(
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'core','scopes':['sms:read'],'ip_whitelist':['127.0.0.0/8','::1'],"
                                        .formatted(client)
                                + "'expires_at':'2099-01-01T05:00:00+05:00'}")
                .is(201);
        String secret = issued.get("secret").stringValue();
        Api bank = PLATFORM.as(secret);
        assertThat(bank.get("/v1/balance").is(200).get("account_id").longValue())
                .isEqualTo(client);
        bank.get("/v1/webhooks").isProblem(403, "scope_missing");
        bank.post("/v1/sms/send", "{'to':'+998901234567','from':'A','text':'x'}")
                .isProblem(403, "scope_missing");
        bank.get("/admin/v1/accounts").isProblem(403, "scope_missing");

        JsonNode listed =
                admin.get("/admin/v1/api-keys?account_id=" + client).is(200).get("items");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0)).isEqualTo(issued.get("key"));
        assertThat(listed.toString()).doesNotContain(secret);
        assertThat(listed.at("/0/expires_at").stringValue()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(secret).contains(listed.at("/0/prefix").stringValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | account_id   | {'name':'a','scopes':['sms:send']}
                    invalid_field | account_id   | {'account_id':999999,'name':'a','scopes':['sms:send']}
                    missing_field | name         | {'account_id':%d,'scopes':['sms:send']}
                    invalid_field | scopes       | {'account_id':%d,'name':'a'}
                    invalid_field | scopes       | {'account_id':%d,'name':'a','scopes':[]}
                    invalid_field | scopes       | {'account_id':%d,'name':'a','scopes':['root']}
                    invalid_field | scopes       | {'account_id':%d,'name':'a','scopes':['admin']}
                    invalid_field | scopes       | {'account_id':%d,'name':'a','scopes':'sms:send'}
                    invalid_field | scopes[0]    | {'account_id':%d,'name':'a','scopes':[7]}
                    invalid_field | ip_whitelist | {'account_id':%d,'name':'a','scopes':['sms:send'],'ip_whitelist':['10.0.0.1/8']}
                    invalid_field | ip_whitelist | {'account_id':%d,'name':'a','scopes':['sms:send'],'ip_whitelist':['bank.example']}
                    invalid_field | expires_at   | {'account_id':%d,'name':'a','scopes':['sms:send'],'expires_at':'2020-01-01T00:00:00Z'}
                    invalid_field | expires_at   | {'account_id':%d,'name':'a','scopes':['sms:send'],'expires_at':'tomorrow'}
                    invalid_field | expires_at   | {'account_id':%d,'name':'a','scopes':['sms:send'],'expires_at':'+999999999-01-01T00:00:00Z'}
                    """)
    void aKeyThatCannotBeIsRefused(String code, String field, String body) {
        admin.post("/admin/v1/api-keys", body.replace("%d", Long.toString(client)))
                .isProblem(400, code, field);
        assertThat(admin.get("/admin/v1/api-keys?account_id=" + client).is(200).get("items"))
                .isEmpty();
    }

    @Test
    void aRotatedKeyWorksBesideTheNewOneForTheOverlap() {
        String old = PLATFORM.key(client, "'sms:read'");
        PLATFORM.as(old).get("/v1/balance").is(200);
        long id = admin.get("/admin/v1/api-keys?account_id=" + client)
                .is(200)
                .at("/items/0/id")
                .longValue();
        JsonNode rotated = admin.post("/admin/v1/api-keys/" + id + "/rotate", "{'overlap_seconds':3600}")
                .is(201);
        PLATFORM.as(rotated.get("secret").stringValue()).get("/v1/balance").is(200);
        PLATFORM.as(old).get("/v1/balance").is(200);
        JsonNode before =
                admin.get("/admin/v1/api-keys?account_id=" + client).is(200).at("/items/1");
        assertThat(before.get("replaced_by")).isEqualTo(rotated.at("/key/id"));
        assertThat(before.has("expires_at")).isTrue();

        admin.post("/admin/v1/api-keys/" + id + "/rotate", null).isProblem(409, "conflict");
        admin.post("/admin/v1/api-keys/999999/rotate", "{}").isProblem(404, "not_found");
        admin.post("/admin/v1/api-keys/" + rotated.at("/key/id") + "/rotate", "{'overlap_seconds':-1}")
                .isProblem(400, "invalid_field", "overlap_seconds");
    }

    @Test
    void aKeyThatIsRotatedWithoutOverlapEnds() {
        String old = PLATFORM.key(client, "'sms:read'");
        Api bank = PLATFORM.as(old);
        long id = admin.get("/admin/v1/api-keys?account_id=" + client)
                .is(200)
                .at("/items/0/id")
                .longValue();
        JsonNode rotated = admin.post("/admin/v1/api-keys/" + id + "/rotate", "{'overlap_seconds':0}")
                .is(201);
        PLATFORM.as(rotated.get("secret").stringValue());
        bank.get("/v1/balance").isProblem(401, "unauthorized");
    }

    /// What the staff gave to the key, its client rotates with it, and gives to no other.
    @Test
    void aClientRotatesAKeyForOctets() {
        PLATFORM.key(client, "'sms:send','sms:binary'");
        long id = admin.get("/admin/v1/api-keys?account_id=" + client)
                .is(200)
                .at("/items/0/id")
                .longValue();
        Browser owner = new People(PLATFORM).signedIn(client, "owner@bank.example", "owner");
        owner.post("/admin/v1/api-keys/" + id + "/rotate", "{}").is(201);
        owner.post("/admin/v1/api-keys", "{'account_id':%d,'name':'x','scopes':['sms:binary']}".formatted(client))
                .isProblem(403, "scope_missing");
    }

    @Test
    void aRevokedKeyOpensNothingAndStaysRevoked() {
        Api bank = PLATFORM.as(PLATFORM.key(client, "'sms:read'"));
        long id = admin.get("/admin/v1/api-keys?account_id=" + client)
                .is(200)
                .at("/items/0/id")
                .longValue();
        admin.delete("/admin/v1/api-keys/" + id).is(204);
        Platform.await("the key opens nothing", () -> bank.get("/v1/balance").status() == 401);
        admin.delete("/admin/v1/api-keys/" + id).isProblem(404, "not_found");
        admin.post("/admin/v1/api-keys/" + id + "/rotate", "{}").isProblem(409, "conflict");
        assertThat(admin.get("/admin/v1/api-keys?account_id=" + client)
                        .is(200)
                        .at("/items/0/status")
                        .stringValue())
                .isEqualTo("revoked");
    }

    @Test
    void aListNeedsItsAccount() {
        admin.get("/admin/v1/api-keys").isProblem(400, "missing_field", "account_id");
        admin.get("/admin/v1/api-keys?account_id=x").isProblem(400, "invalid_field", "account_id");
    }
}
