package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Names beside ids.
class ViewNamesTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();

    @Test
    void idsOfAccountsAndOperatorsHaveTheirNames() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "Named Bank");
        PLATFORM.key(bank, "'sms:send'");
        long operator = admin.post(
                        "/admin/v1/operators",
                        "{'name':'named-operator','default_cost':{'amount':'1','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'account_id':%d,'prefix':'99890'}".formatted(operator, bank))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'operator_id':%d,'account_id':%d,'prefix':'99890','price_per_sms':{'amount':'5','currency':'UZS'}}"
                                .formatted(operator, bank))
                .is(201);
        Platform.await(
                "the operator is known",
                () -> admin.get("/admin/v1/routes?account_id=" + bank)
                        .is(200)
                        .at("/items/0")
                        .has("operator"));
        List<String> without = new ArrayList<>();
        for (String path : List.of(
                "/admin/v1/routes?account_id=" + bank,
                "/admin/v1/tariff-routes?account_id=" + bank,
                "/admin/v1/api-keys?account_id=" + bank,
                "/admin/v1/balances/" + bank)) {
            JsonNode answer = admin.get(path).is(200);
            JsonNode item = answer.has("items") ? answer.at("/items/0") : answer;
            assertThat(item.get("account").stringValue()).as(path).isEqualTo("Named Bank");
            if (item.has("operator_id") && !item.path("operator").asString("").equals("named-operator")) {
                without.add(path);
            }
        }
        assertThat(without).isEmpty();
        JsonNode common = admin.post("/admin/v1/routes", "{'operator_id':%d,'mcc':'434'}".formatted(operator))
                .is(201);
        assertThat(common.has("account")).as("there is no id").isFalse();
    }
}
