package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InboundKeywordApiTest {
    private static final String PATH = "/admin/v1/inbound-keywords";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();

    @Test
    void everyLanguageHasItsWords() {
        JsonNode common = admin.get(PATH + "?account_id=0").is(200).get("items");
        for (String language : new String[] {"en", "ru", "uz-Latn", "uz-Cyrl"}) {
            assertThat(common.valueStream()
                            .filter(each -> each.get("language").stringValue().equals(language))
                            .map(each -> each.get("action").stringValue()))
                    .as(language)
                    .contains("opt_out", "opt_in");
        }
    }

    @Test
    void anAccountsWordIsPutReplacedAndRemoved() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        String body = "{'account_id':%d,'keyword':'%s','language':'en','action':'%s'%s}";
        JsonNode first =
                admin.post(PATH, body.formatted(bank, "STOP.", "none", "")).is(201);
        JsonNode second = admin.post(PATH, body.formatted(bank, "stop", "opt_out", ",'reply':'No more'"))
                .is(201);
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(first.get("keyword").stringValue()).isEqualTo("stop");
        assertThat(admin.get(PATH + "?account_id=" + bank).is(200).get("items")).containsExactly(second);
        admin.delete(PATH + "/" + second.get("id")).is(204);
        admin.delete(PATH + "/" + second.get("id")).isProblem(404, "not_found");
    }

    @Test
    void aWrongFieldIsNamed() {
        String end = ",'language':'en','action':'opt_out'}";
        admin.post(PATH, "{'keyword':'two words'" + end).isProblem(400, "invalid_field", "keyword");
        admin.post(PATH, "{'keyword':'\u00AD'" + end).isProblem(400, "invalid_field", "keyword");
        admin.post(PATH, "{'account_id':999999,'keyword':'x'" + end).isProblem(400, "invalid_field", "account_id");
        admin.post(PATH, "{'keyword':'x','language':'english language','action':'opt_out'}")
                .isProblem(400, "invalid_field", "language");
        admin.post(PATH, "{'keyword':'x','language':'en','action':'stop'}").isProblem(400, "invalid_field", "action");
        admin.post(PATH, "{'keyword':'x','language':'en'}").isProblem(400, "missing_field", "action");
        admin.get("/admin/v1/opt-outs?number=Bank").isProblem(400, "invalid_field", "number");
        admin.delete("/admin/v1/opt-outs/999").isProblem(404, "not_found");
    }
}
