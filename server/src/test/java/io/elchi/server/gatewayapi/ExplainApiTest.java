package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What was decided about a message, for its client and for the staff.
class ExplainApiTest {
    @AutoClose
    private final Platform platform = Platform.start();

    private Api bank;

    @BeforeEach
    void bank() {
        long client = TestBank.open(platform);
        bank = platform.as(platform.key(client, "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
    }

    private String send() {
        return bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom','class':'otp'}")
                .is(202)
                .get("id")
                .stringValue();
    }

    @Test
    void aClientSeesWhatConcernsIt() {
        String id = send();
        JsonNode steps = bank.get("/v1/sms/" + id + "/explain").is(200).get("steps");
        assertThat(steps.valueStream().map(step -> step.get("step").stringValue()))
                .isEqualTo(List.of("destination", "content", "route", "price"));
        assertThat(steps.at("/1/facts/parts").intValue()).isEqualTo(1);
        assertThat(steps.at("/2/facts/operators").intValue()).isEqualTo(1);
        assertThat(steps.at("/3/facts/max_price/amount").stringValue()).isEqualTo("50.000000");
        assertThat(steps.toString()).doesNotContain("beeline").doesNotContain("30");
        Api other = platform.as(platform.key(platform.account("client", platform.root(), "other"), "'sms:read'"));
        other.get("/v1/sms/" + id + "/explain").isProblem(404, "not_found");
        bank.get("/v1/sms/x/explain").isProblem(404, "not_found");
    }

    @Test
    void theStaffSeesWhetherItWouldBeDecidedTheSameNow() {
        String id = send();
        Api admin = platform.admin();
        String path = "/admin/v1/messages/" + id + "/explain";
        JsonNode first = admin.get(path).is(200);
        assertThat(first.at("/now/same").booleanValue()).isTrue();
        assertThat(first.at("/now/decision")).isEqualTo(first.get("decision"));
        assertThat(first.at("/decision/candidates/0/operator").stringValue()).isEqualTo("beeline");
        long route = first.at("/decision/candidates/0/route_id").longValue();
        JsonNode operator = admin.post(
                        "/admin/v1/operators", "{'name':'ucell','default_cost':{'amount':'20','currency':'UZS'}}")
                .is(201);
        admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'any_destination':true,'priority':1}"
                                .formatted(operator.get("id").longValue()))
                .is(201);
        Platform.await(
                "the new route is used",
                () -> admin.get(path).is(200).at("/now/decision/candidates").size() == 2);
        JsonNode second = admin.get(path).is(200);
        assertThat(second.at("/now/same").booleanValue()).isFalse();
        assertThat(second.at("/now/decision/version").longValue())
                .isGreaterThan(first.at("/decision/version").longValue());
        assertThat(second.get("decision")).isEqualTo(first.get("decision"));
        for (JsonNode each : admin.get("/admin/v1/routes").is(200).get("items")) {
            admin.delete("/admin/v1/routes/" + each.get("id").longValue());
        }
        Platform.await(
                "there is no route",
                () -> admin.get(path).is(200).at("/now/outcome").stringValue().equals("no_route"));
        assertThat(admin.get(path).is(200).at("/decision/candidates/0/route_id").longValue())
                .isEqualTo(route);
        String then = path + "?version=" + first.get("routes_version").longValue();
        assertThat(first.has("then")).isFalse();
        assertThat(admin.get(then).is(200).at("/then/same").booleanValue()).isTrue();
        admin.get(path + "?version=999999999").isProblem(400, "invalid_field", "version");
        admin.get("/admin/v1/messages/019a9b1c-7c00-7000-8000-0123456789ab/explain")
                .isProblem(404, "not_found");
    }
}
