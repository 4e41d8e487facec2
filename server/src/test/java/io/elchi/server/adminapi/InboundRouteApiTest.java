package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InboundRouteApiTest {
    private static final String PATH = "/admin/v1/inbound-routes";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Api ADMIN = PLATFORM.admin();
    private static final long BANK = PLATFORM.account("client", PLATFORM.root(), "bank");
    private static final long OPERATOR = ADMIN.post(
                    "/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
            .is(201)
            .get("id")
            .longValue();

    private JsonNode test(String to, String text) {
        return ADMIN.post(
                        PATH + "/test",
                        "{'to':'%s','from':'+998901234567','text':'%s','operator_id':%d,'at':'2026-11-24T20:00:00Z'}"
                                .formatted(to, text, OPERATOR))
                .is(200);
    }

    @Test
    void aRouteIsAddedTestedReplacedAndRemoved() {
        JsonNode added = ADMIN.post(
                        PATH,
                        ("{'account_id':%d,'number':'+1700','keyword':' БАЛАНС!','operator_id':%d,'from_prefix':'99890',"
                                        + "'time_from':'18:00','time_until':'04:00','priority':7}")
                                .formatted(BANK, OPERATOR))
                .is(201);
        String path = PATH + "/" + added.get("id");
        assertThat(added.get("keyword").stringValue()).isEqualTo("баланс");
        assertThat(added.get("time_from").stringValue()).isEqualTo("18:00");
        assertThat(added.get("account").stringValue()).isEqualTo("bank");
        Platform.await(
                "the operator's name is known", () -> ADMIN.get(path).is(200).has("operator"));
        JsonNode read = ADMIN.get(path).is(200);
        assertThat(read.get("created_at")).isEqualTo(added.get("created_at"));
        JsonNode tested = test("1700", "Баланс 8600");
        assertThat(tested.get("keyword").stringValue()).isEqualTo("баланс");
        assertThat(tested.get("route")).isEqualTo(read);
        assertThat(tested.get("account_id").longValue()).isEqualTo(BANK);
        assertThat(test("1700", "other").has("account_id")).isFalse();
        JsonNode replaced = ADMIN.put(path, "{'account_id':%d,'number':'1700'}".formatted(BANK))
                .is(200);
        assertThat(replaced.has("keyword")).isFalse();
        assertThat(replaced.get("priority").intValue()).isEqualTo(100);
        assertThat(test("1700", "other").get("account_id").longValue()).isEqualTo(BANK);
        assertThat(ADMIN.get(PATH + "?number=1700&account_id=" + BANK).is(200).get("items"))
                .contains(replaced);
        ADMIN.delete(path).is(204);
        ADMIN.delete(path).isProblem(404, "not_found");
        ADMIN.get(path).isProblem(404, "not_found");
        ADMIN.put(path, "{'account_id':%d}".formatted(BANK)).isProblem(404, "not_found");
    }

    @Test
    void twoWithTheSameConditionsConflict() {
        String body = "{'account_id':%d,'number':'1701','keyword':'%s'}";
        ADMIN.post(PATH, body.formatted(BANK, "pay")).is(201);
        ADMIN.post(PATH, body.formatted(BANK, "PAY")).isProblem(409, "conflict");
        String second = ADMIN.post(PATH, body.formatted(BANK, "other"))
                .is(201)
                .get("id")
                .toString();
        ADMIN.put(PATH + "/" + second, body.formatted(BANK, "pay")).isProblem(409, "conflict");
    }

    @Test
    void aWrongFieldIsNamed() {
        String begin = "{'account_id':%d,".formatted(BANK);
        ADMIN.post(PATH, "{'account_id':999999}").isProblem(400, "invalid_field", "account_id");
        ADMIN.post(PATH, "{}").isProblem(400, "missing_field", "account_id");
        ADMIN.post(PATH, begin + "'number':'Bank'}").isProblem(400, "invalid_field", "number");
        ADMIN.post(PATH, begin + "'operator_id':999}").isProblem(400, "invalid_field", "operator_id");
        ADMIN.post(PATH, begin + "'keyword':'two words'}").isProblem(400, "invalid_field", "keyword");
        ADMIN.post(PATH, begin + "'keyword':'\u200B'}").isProblem(400, "invalid_field", "keyword");
        ADMIN.post(PATH, begin + "'from_prefix':'+998'}").isProblem(400, "invalid_field", "from_prefix");
        ADMIN.post(PATH, begin + "'time_from':'24:00','time_until':'01:00'}")
                .isProblem(400, "invalid_field", "time_from");
        ADMIN.post(PATH, begin + "'time_from':'10:00'}").isProblem(400, "invalid_field", "time_until");
        ADMIN.post(PATH, begin + "'time_from':'10:00','time_until':'10:00'}")
                .isProblem(400, "invalid_field", "time_until");
        ADMIN.post(PATH, begin + "'priority':0}").isProblem(400, "invalid_field", "priority");
        ADMIN.post(PATH, begin + "'color':1}").isProblem(400, "unknown_field", "color");
        ADMIN.post(PATH + "/test", "{'to':'1','from':'x','text':'a','operator_id':1}")
                .isProblem(400, "invalid_field", "from");
        ADMIN.get(PATH + "?number=Bank").isProblem(400, "invalid_field", "number");
    }
}
