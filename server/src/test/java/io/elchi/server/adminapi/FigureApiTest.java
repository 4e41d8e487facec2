package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Figures over HTTP. There is an operator, and no link to it: messages are accepted and wait.
class FigureApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static Api bank;
    private static long client;
    private static long operator;

    @BeforeAll
    static void traffic() {
        Api admin = PLATFORM.admin();
        client = PLATFORM.account("client", PLATFORM.root(), "bank");
        operator = admin.post(
                        "/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}")
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + client + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        String send = "{'to':'+998901234567','from':'Bank','text':'Salom','class':'%s'}";
        Platform.await(
                "messages are accepted",
                () -> bank.post("/v1/sms/send", send.formatted("otp")).status() == 202);
        bank.post("/v1/sms/send", send.formatted("promotional")).is(202);
        bank.post("/v1/sms/send", send.formatted("promotional")).is(202);
        Platform.await(
                "the figures have them",
                () -> bank.get("/v1/stats/top?by=class").is(200).get("items").size() == 2
                        && bank.get("/v1/stats/top?by=class")
                                        .is(200)
                                        .at("/items/0/accepted")
                                        .intValue()
                                == 2);
    }

    @Test
    void whatWasAcceptedIsCounted() {
        for (String step : new String[] {"minute", "five_minutes", "hour", "day"}) {
            JsonNode own =
                    bank.get("/v1/stats/series?zone=Asia/Tashkent&step=" + step).is(200);
            long accepted = 0;
            for (JsonNode item : own.get("items")) {
                accepted += item.get("accepted").longValue();
                assertThat(item.has("costs")).isFalse();
            }
            assertThat(accepted).as(step).isEqualTo(3);
        }
        JsonNode top = bank.get("/v1/stats/top?by=class").is(200).get("items");
        assertThat(top.get(0).get("key").stringValue()).isEqualTo("promotional");
        assertThat(top.get(0).get("accepted").intValue()).isEqualTo(2);
        assertThat(top.get(1).get("key").stringValue()).isEqualTo("otp");
        JsonNode accounts = PLATFORM.admin()
                .get("/admin/v1/stats/top?by=account&metric=accepted")
                .is(200)
                .get("items");
        assertThat(accounts.get(0).get("name").stringValue()).isEqualTo("bank");
        assertThat(accounts.get(0).has("costs")).isTrue();
        assertThat(bank.get("/v1/stats/heatmap?zone=Asia/Tashkent")
                        .is(200)
                        .at("/items/0/accepted")
                        .intValue())
                .isPositive();
        assertThat(bank.get("/v1/stats/series?class=otp&step=day")
                        .is(200)
                        .at("/items/0/accepted")
                        .intValue())
                .isEqualTo(1);
        // Another account has none of them.
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        assertThat(PLATFORM.as(PLATFORM.key(other, "'sms:read'"))
                        .get("/v1/stats/series")
                        .is(200)
                        .get("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "series?step=week, invalid_field, step",
        "series?step=minute&from=2026-01-01T00:00:00Z, invalid_field, step",
        "series?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, invalid_field, from",
        "series?from=0001-01-02T00:00:00Z, invalid_field, from",
        "series?to=soon, invalid_field, to",
        "series?by=weather, invalid_field, by",
        "series?zone=Mars/Base, invalid_field, zone",
        "series?zone=%2B05:00, invalid_field, zone",
        "series?zone=Etc/GMT%2B5, invalid_field, zone",
        "series?zone=SystemV/EST5, invalid_field, zone",
        "series?class=x, invalid_field, class",
        "series?state=x, invalid_field, state",
        "series?metric=accepted, unknown_parameter, metric",
        "top, invalid_field, by",
        "top?by=sender&metric=x, invalid_field, metric",
        "top?by=sender&limit=101, invalid_field, limit",
        "top?by=sender&step=hour, invalid_field, step",
        "heatmap?by=sender, invalid_field, by"
    })
    void aQueryOfFiguresIsChecked(String query, String code, String field) {
        bank.get("/v1/stats/" + query).isProblem(400, code, field);
        PLATFORM.admin().get("/admin/v1/stats/" + query).isProblem(400, code, field);
    }

    /// Which operators carry what is the platform's own affair.
    @Test
    void operatorsAreShownToTheStaffAlone() {
        bank.get("/v1/stats/top?by=operator").isProblem(400, "invalid_field", "by");
        bank.get("/v1/stats/series?by=operator").isProblem(400, "invalid_field", "by");
        PLATFORM.admin().get("/admin/v1/stats/top?by=operator").is(200);
    }

    @Test
    void anOperatorHasItsHealth() {
        JsonNode health = PLATFORM.admin()
                .get("/admin/v1/operators/" + operator + "/health")
                .is(200);
        assertThat(health.get("operator").stringValue()).isEqualTo("beeline");
        assertThat(health.get("status").stringValue()).isEqualTo("active");
        assertThat(health.at("/last_hour/sent").intValue()).isZero();
        PLATFORM.admin().get("/admin/v1/operators/9999/health").isProblem(404, "not_found");
    }
}
