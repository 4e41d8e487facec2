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

    private final Api admin = PLATFORM.admin();
    private final long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
    private final long operator = admin.post(
                    "/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
            .is(201)
            .get("id")
            .longValue();

    private JsonNode test(String to, String text) {
        return admin.post(
                        PATH + "/test",
                        "{'to':'%s','from':'+998901234567','text':'%s','operator_id':%d,'at':'2026-11-24T20:00:00Z'}"
                                .formatted(to, text, operator))
                .is(200);
    }

    @Test
    void aRouteIsAddedTestedReplacedAndRemoved() {
        JsonNode added = admin.post(
                        PATH,
                        ("{'account_id':%d,'number':'+1700','keyword':' БАЛАНС!','operator_id':%d,'from_prefix':'99890',"
                                        + "'time_from':'18:00','time_until':'04:00','priority':7}")
                                .formatted(bank, operator))
                .is(201);
        String path = PATH + "/" + added.get("id");
        assertThat(added.get("keyword").stringValue()).isEqualTo("баланс");
        assertThat(added.get("time_from").stringValue()).isEqualTo("18:00");
        assertThat(added.get("account").stringValue()).isEqualTo("bank");
        assertThat(admin.get(path).is(200)).isEqualTo(added);
        JsonNode tested = test("1700", "Баланс 8600");
        assertThat(tested.get("keyword").stringValue()).isEqualTo("баланс");
        assertThat(tested.get("route")).isEqualTo(added);
        assertThat(tested.get("account_id").longValue()).isEqualTo(bank);
        assertThat(test("1700", "other").has("account_id")).isFalse();
        JsonNode replaced = admin.put(path, "{'account_id':%d,'number':'1700'}".formatted(bank))
                .is(200);
        assertThat(replaced.has("keyword")).isFalse();
        assertThat(replaced.get("priority").intValue()).isEqualTo(100);
        assertThat(test("1700", "other").get("account_id").longValue()).isEqualTo(bank);
        assertThat(admin.get(PATH + "?number=1700&account_id=" + bank).is(200).get("items"))
                .contains(replaced);
        admin.delete(path).is(204);
        admin.delete(path).isProblem(404, "not_found");
        admin.get(path).isProblem(404, "not_found");
        admin.put(path, "{'account_id':%d}".formatted(bank)).isProblem(404, "not_found");
    }

    @Test
    void twoWithTheSameConditionsConflict() {
        String body = "{'account_id':%d,'number':'1701','keyword':'%s'}";
        admin.post(PATH, body.formatted(bank, "pay")).is(201);
        admin.post(PATH, body.formatted(bank, "PAY")).isProblem(409, "conflict");
        String second = admin.post(PATH, body.formatted(bank, "other"))
                .is(201)
                .get("id")
                .toString();
        admin.put(PATH + "/" + second, body.formatted(bank, "pay")).isProblem(409, "conflict");
    }

    @Test
    void aWrongFieldIsNamed() {
        String begin = "{'account_id':%d,".formatted(bank);
        admin.post(PATH, "{'account_id':999999}").isProblem(400, "invalid_field", "account_id");
        admin.post(PATH, "{}").isProblem(400, "missing_field", "account_id");
        admin.post(PATH, begin + "'number':'Bank'}").isProblem(400, "invalid_field", "number");
        admin.post(PATH, begin + "'operator_id':999}").isProblem(400, "invalid_field", "operator_id");
        admin.post(PATH, begin + "'keyword':'two words'}").isProblem(400, "invalid_field", "keyword");
        admin.post(PATH, begin + "'keyword':'\u200B'}").isProblem(400, "invalid_field", "keyword");
        admin.post(PATH, begin + "'from_prefix':'+998'}").isProblem(400, "invalid_field", "from_prefix");
        admin.post(PATH, begin + "'time_from':'24:00','time_until':'01:00'}")
                .isProblem(400, "invalid_field", "time_from");
        admin.post(PATH, begin + "'time_from':'10:00'}").isProblem(400, "invalid_field", "time_until");
        admin.post(PATH, begin + "'time_from':'10:00','time_until':'10:00'}")
                .isProblem(400, "invalid_field", "time_until");
        admin.post(PATH, begin + "'priority':0}").isProblem(400, "invalid_field", "priority");
        admin.post(PATH, begin + "'color':1}").isProblem(400, "unknown_field", "color");
        admin.post(PATH + "/test", "{'to':'1','from':'x','text':'a','operator_id':1}")
                .isProblem(400, "invalid_field", "from");
        admin.get(PATH + "?number=Bank").isProblem(400, "invalid_field", "number");
    }
}
