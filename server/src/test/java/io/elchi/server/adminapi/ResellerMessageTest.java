package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The page of a message for people of resellers: what they see of their clients' messages, and what they do not.
@Timeout(120)
class ResellerMessageTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static String send(Api client) {
        Platform.await(
                "messages are accepted",
                () -> client.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom','dry_run':true}")
                        .json()
                        .path("acceptable")
                        .booleanValue(false));
        return client.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'}")
                .is(202)
                .get("id")
                .stringValue();
    }

    @Test
    void theyReadMessagesOfTheirClientsWithoutOperatorsAndCosts() {
        long other = TestBank.open(PLATFORM);
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "reseller");
        long client = PLATFORM.account("client", reseller, "client");
        for (long account : new long[] {reseller, client}) {
            PLATFORM.admin()
                    .post(
                            "/admin/v1/accounts/" + account + "/topups",
                            "{'amount':{'amount':'1000','currency':'UZS'},'reference':'first'}")
                    .is(201);
        }
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        String id = send(PLATFORM.as(PLATFORM.key(client, "'sms:send'")));
        String foreign = send(PLATFORM.as(PLATFORM.key(other, "'sms:send'")));
        Browser people = new People(PLATFORM).signedIn(reseller, "messages@reseller.example", "reseller_admin");

        JsonNode staff = PLATFORM.admin().get("/admin/v1/messages/" + id).is(200);
        assertThat(staff.at("/route/0/operator").stringValue()).isEqualTo("beeline");
        assertThat(staff.has("decision")).isTrue();
        JsonNode seen = people.get("/admin/v1/messages/" + id).is(200);
        assertThat(seen.get("account_id").longValue()).isEqualTo(client);
        assertThat(seen.at("/timeline/0/event").stringValue()).isEqualTo("accepted");
        assertThat(seen.get("route")).isEmpty();
        assertThat(seen.toString()).doesNotContain("beeline", "operator_id\"", "\"cost", "\"decision\"");

        String unknown = "019a9b1c-7c00-7000-8000-0123456789ab";
        Api.Answer refused = people.get("/admin/v1/messages/" + foreign).isProblem(404, "not_found");
        Api.Answer missing = people.get("/admin/v1/messages/" + unknown).isProblem(404, "not_found");
        assertThat(refused.json().get("detail").stringValue().replace(foreign, unknown))
                .isEqualTo(missing.json().get("detail").stringValue());
        people.get("/admin/v1/messages/" + id + "/explain").isProblem(403, "scope_missing");
    }
}
