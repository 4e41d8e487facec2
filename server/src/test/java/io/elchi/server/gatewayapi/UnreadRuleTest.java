package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A later release wrote a rule that this one cannot read.
class UnreadRuleTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String RULES = "/admin/v1/rules";

    private final Api admin = PLATFORM.admin();
    private long unread;

    @BeforeEach
    void one() {
        Platform.ids(admin.get(RULES).is(200)).forEach(id -> admin.delete(RULES + "/" + id));
        sql("DELETE FROM rules.rules");
        unread = PLATFORM.server()
                .part(Database.class)
                .jdbc()
                .sql("INSERT INTO rules.rules (name, priority, match, action)"
                        + " VALUES ('later', 15, '{\"later\":1}', '{\"reject\":\"blocked_text\"}') RETURNING id")
                .query(Long.class)
                .single();
    }

    private static void sql(String statement) {
        PLATFORM.server().part(Database.class).jdbc().sql(statement).update();
    }

    private long rule(int priority, String members) {
        return admin.post(RULES, "{'name':'r','priority':%d,%s}".formatted(priority, members))
                .is(201)
                .get("id")
                .longValue();
    }

    private static int put(long id) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri(RULES + "/" + id))
                        .header("Authorization", "Bearer " + PLATFORM.adminKey())
                        .header("Content-Type", "application/json")
                        .header("If-Match", "\"1\"")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"name\":\"next\",\"priority\":10,\"enabled\":false}"))
                        .build())
                .statusCode();
    }

    @Test
    void theOthersAreListedAndChanged() {
        long first = rule(10, "'action':{'class':'service'}");
        long last = rule(20, "'action':{'class':'service'}");
        assertThat(Platform.ids(admin.get(RULES).is(200))).containsExactly(first, last);
        JsonNode page = admin.get(RULES + "?limit=2").is(200);
        assertThat(Platform.ids(page)).containsExactly(first);
        assertThat(Platform.ids(admin.get(RULES + "?cursor=" + page.get("next").stringValue())
                        .is(200)))
                .containsExactly(last);
        assertThat(put(first)).isEqualTo(200);
        JsonNode report = admin.get(RULES + "/lint").is(200);
        assertThat(report.get("rules").intValue()).isEqualTo(2);
        admin.get(RULES + "/" + unread).isProblem(409, "conflict");
        assertThat(put(unread)).isEqualTo(409);
    }

    @Test
    void itKeepsAPlaceInTheOrder() {
        long first = rule(10, "'action':{'class':'service'}");
        long last = rule(20, "'action':{'class':'service'}");
        JsonNode problem = admin.put(RULES + "/order", "{'ids':[%d,%d]}".formatted(last, first))
                .isProblem(409, "conflict", "ids")
                .json();
        assertThat(problem.get("detail").stringValue()).contains("3 rules", "cannot read: " + unread);
        assertThat(Platform.ids(admin.put(RULES + "/order", "{'ids':[%d,%d,%d]}".formatted(last, first, unread))
                        .is(200)))
                .containsExactly(last, first);
        assertThat(PLATFORM.server()
                        .part(Database.class)
                        .jdbc()
                        .sql("SELECT priority FROM rules.rules WHERE id = ?")
                        .param(unread)
                        .query(Integer.class)
                        .single())
                .isEqualTo(30);
    }

    @Test
    void messagesPassTheOthers() {
        Api bank = PLATFORM.as(PLATFORM.key(TestBank.open(PLATFORM), "'sms:send'"));
        TestBank.awaitAcceptance(bank);
        String message = "{'to':'+998901234567','from':'Bank','text':'x'}";
        bank.post("/v1/sms/send", message).is(202);
        rule(20, "'match':{'from':{'equals':['Bank']}},'action':{'reject':'blocked_sender'}");
        Platform.await(
                "the rule is in force",
                () -> bank.post("/v1/sms/send", message).http().statusCode() == 422);
        bank.post("/v1/sms/send", message).isProblem(422, "blocked_sender");
    }

    @Test
    void itCanBeRemoved() {
        admin.delete(RULES + "/" + unread).is(204);
        admin.get(RULES + "/" + unread).isProblem(404, "not_found");
    }
}
