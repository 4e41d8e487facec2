package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SenderApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();
    private final long client = PLATFORM.account("client", PLATFORM.root(), "bank");

    @Test
    void aSenderIdIsAllowedListedAndTakenAway() {
        JsonNode allowed = admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'DemoBank'}".formatted(client))
                .is(201);
        JsonNode again = admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'DemoBank'}".formatted(client))
                .is(201);
        assertThat(again).isEqualTo(allowed);
        JsonNode other = admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'7070'}".formatted(client))
                .is(201);
        String list = "/admin/v1/senders?account_id=" + client;
        JsonNode page = admin.get(list + "&limit=1").is(200);
        assertThat(page.at("/items/0")).isEqualTo(allowed);
        assertThat(admin.get(list + "&limit=1&cursor=" + page.get("next").stringValue())
                        .is(200)
                        .at("/items/0"))
                .isEqualTo(other);
        admin.delete("/admin/v1/senders/" + allowed.get("id")).is(204);
        admin.delete("/admin/v1/senders/" + allowed.get("id")).isProblem(404, "not_found");
        assertThat(Platform.ids(admin.get(list).is(200)))
                .containsExactly(other.get("id").longValue());
    }

    @Test
    void aSenderIdThatCannotBeIsRefused() {
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'TwelveLetter'}".formatted(client))
                .isProblem(422, "invalid_sender", "sender");
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Банк'}".formatted(client))
                .isProblem(422, "invalid_sender", "sender");
        admin.post("/admin/v1/senders", "{'account_id':999999,'sender':'Bank'}")
                .isProblem(400, "invalid_field", "account_id");
        admin.post("/admin/v1/senders", "{'account_id':%d}".formatted(client))
                .isProblem(400, "missing_field", "sender");
    }

    @Test
    void theBlockListKnowsOneRowForOneNumber() {
        JsonNode plus = admin.post("/admin/v1/blocklist", "{'kind':'number','pattern':'+998901234567','reason':'a'}")
                .is(201);
        JsonNode plain = admin.post("/admin/v1/blocklist", "{'kind':'number','pattern':'998901234567','reason':'b'}")
                .is(201);
        assertThat(plain.get("id")).isEqualTo(plus.get("id"));
        assertThat(plain.get("pattern").stringValue()).isEqualTo("998901234567");
        assertThat(plain.get("reason").stringValue()).isEqualTo("b");
        JsonNode own = admin.post(
                        "/admin/v1/blocklist", "{'kind':'text','pattern':'casino','account_id':%d}".formatted(client))
                .is(201);
        assertThat(Platform.ids(
                        admin.get("/admin/v1/blocklist?account_id=" + client).is(200)))
                .containsExactly(own.get("id").longValue());
        assertThat(Platform.ids(admin.get("/admin/v1/blocklist?account_id=0").is(200)))
                .containsExactly(plus.get("id").longValue());
        assertThat(Platform.ids(admin.get("/admin/v1/blocklist").is(200))).hasSize(2);
        admin.delete("/admin/v1/blocklist/" + own.get("id")).is(204);
        admin.delete("/admin/v1/blocklist/" + own.get("id")).isProblem(404, "not_found");
        admin.post("/admin/v1/blocklist", "{'kind':'number','pattern':'*'}").isProblem(400, "invalid_field", "pattern");
        admin.post("/admin/v1/blocklist", "{'kind':'word','pattern':'x'}").isProblem(400, "invalid_field", "kind");
    }
}
