package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Links, messages over one of them, and what is found of those messages afterwards.
class LinkApiTest {
    private static final String PASSWORD = "secret";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    private static int count;

    private final Api admin = PLATFORM.admin();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
    }

    private long operator() {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'operator%d','default_cost':{'amount':'30','currency':'UZS'}}".formatted(++count))
                .is(201)
                .get("id")
                .longValue();
    }

    private String link(long operator, String more) {
        String body =
                "{'operator_id':%d,'name':'link%d','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'%s'%s}"
                        .formatted(operator, ++count, simulator.ports().get("beeline"), PASSWORD, more);
        return "/admin/v1/smpp-links/"
                + admin.post("/admin/v1/smpp-links", body).is(201).get("id");
    }

    private JsonNode awaitState(String path, String state) {
        Platform.await(
                "the link is " + state,
                () -> admin.get(path).is(200).at("/live/state").asString("").equals(state));
        return admin.get(path).is(200);
    }

    @Test
    void aLinkIsBoundStoppedChangedAndRemoved() {
        long operator = operator();
        String path = link(operator, ",'sessions':2,'send_window':7");
        JsonNode bound = awaitState(path, "bound");
        assertThat(bound.at("/live/bound").intValue()).isEqualTo(2);
        assertThat(bound.at("/live/window").intValue()).isEqualTo(14);
        assertThat(admin.get("/admin/v1/operators/" + operator)
                        .is(200)
                        .get("bound")
                        .intValue())
                .isEqualTo(2);

        admin.patch(path, "{'status':'stopped'}").is(200);
        assertThat(awaitState(path, "stopped").get("status").stringValue()).isEqualTo("stopped");

        JsonNode changed = admin.patch(
                        path,
                        "{'status':'started','sessions':1,'options':{'refusals':{'attempts':5},'text':{'split':'sar'}}}")
                .is(200);
        assertThat(changed.get("send_window").intValue()).isEqualTo(7);
        assertThat(changed.at("/options/refusals/attempts").intValue()).isEqualTo(5);
        JsonNode again = awaitState(path, "bound");
        assertThat(again.at("/live/wanted").intValue()).isEqualTo(1);
        JsonNode delayed = admin.patch(path, "{'options':{'refusals':{'retry_delay':'1s'}}}")
                .is(200);
        assertThat(delayed.at("/options/refusals/attempts").intValue())
                .as("the group's other option stays")
                .isEqualTo(5);
        JsonNode fewer = admin.patch(path, "{'options':{'refusals':{'attempts':null},'text':null}}")
                .is(200);
        assertThat(fewer.at("/options/refusals").propertyNames()).containsExactly("retry_delay");
        assertThat(fewer.get("options").has("text")).isFalse();

        admin.delete(path).is(204);
        admin.delete(path).isProblem(404, "not_found");
        admin.get(path).isProblem(404, "not_found");
        Platform.await(
                "nothing is bound",
                () -> admin.get("/admin/v1/operators/" + operator)
                                .is(200)
                                .get("bound")
                                .intValue()
                        == 0);
    }

    @Test
    void aPasswordIsWrittenAndNeverShown() {
        String path = link(operator(), ",'status':'stopped'");
        assertThat(admin.get(path).http().body()).doesNotContain(PASSWORD).doesNotContain("password");
        assertThat(admin.get("/admin/v1/smpp-links").http().body()).doesNotContain(PASSWORD);
        assertThat(admin.patch(path, "{'password':'another'}").http().body()).doesNotContain("another");
    }

    @Test
    void thePasswordOfOutbindIsWrittenAndNeverShown() {
        String path = link(
                operator(), ",'status':'stopped','options':{'outbind':{'port':2775,'password':'" + PASSWORD + "'}}");
        assertThat(admin.get(path).http().body()).doesNotContain(PASSWORD);
        JsonNode changed =
                admin.patch(path, "{'options':{'outbind':{'port':2776}}}").is(200);
        assertThat(changed.at("/options/outbind").propertyNames()).containsExactly("port");
        admin.patch(path, "{'options':{'outbind':{'password':null}}}")
                .isProblem(400, "invalid_field", "options.outbind");
    }

    @Test
    void aWrongPasswordIsShownAsTheLinksProblem() {
        String path = link(operator(), ",'status':'stopped'");
        admin.patch(path, "{'password':'wrong','status':'started'}").is(200);
        Platform.await(
                "the problem shows",
                () -> admin.get(path).is(200).at("/live/problem").asString("").contains("ESME_R"));
        assertThat(admin.get(path).is(200).at("/live/state").stringValue()).isEqualTo("binding");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | operator_id | {'name':'x','host':'h','port':1,'system_id':'s','password':'p'}
                    invalid_field | operator_id | {'operator_id':999999,'name':'x','host':'h','port':1,'system_id':'s','password':'p'}
                    missing_field | password    | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s'}
                    invalid_field | port        | {'operator_id':%d,'name':'x','host':'h','port':65536,'system_id':'s','password':'p'}
                    invalid_field | password    | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'0123456789012345678901234567890123456789012345678901234567890123x'}
                    invalid_field | system_id   | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'0123456789012345678901234567890123456789012345678901234567890123x','password':'p'}
                    invalid_field | version     | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','version':'4.0'}
                    invalid_field | bind_mode   | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','bind_mode':'both'}
                    unknown_field | options.refusals.attemts | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'refusals':{'attemts':1}}}
                    invalid_field | options.refusals.attempts | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'refusals':{'attempts':0}}}
                    invalid_field | options.refusals | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'refusals':{'statuses':['0x0B=explode']}}}
                    invalid_field | options.submit | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'submit':{'tlvs':['0x1400']}}}
                    invalid_field | options.submit | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'submit':{'tlvs':['0x0424=00']}}}
                    invalid_field | options.submit.tlvs | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'submit':{'tlvs':[null]}}}
                    unknown_field | options.receipt_clock | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':{'receipt_clock':'Z'}}
                    unknown_field | settings | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','settings':{}}
                    invalid_field | options          | {'operator_id':%d,'name':'x','host':'h','port':1,'system_id':'s','password':'p','options':7}
                    """)
    void aLinkThatCannotBeIsRefused(String code, String field, String body) {
        admin.post("/admin/v1/smpp-links", body.replace("%d", Long.toString(operator())))
                .isProblem(400, code, field);
    }

    @Test
    void aNameIsTakenOnce() {
        String path = link(operator(), ",'status':'stopped'");
        String taken = admin.get(path).is(200).get("name").stringValue();
        String other = link(operator(), ",'status':'stopped'");
        admin.patch(other, "{'name':'%s'}".formatted(taken)).isProblem(409, "conflict", "name");
    }

    @Test
    void aSentMessageIsFoundWithItsRecordAndItsTimeline() {
        long operator = operator();
        awaitState(link(operator, ""), "bound");
        long client = PLATFORM.account("client", PLATFORM.root(), "bank");
        admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'account_id':%d,'any_destination':true}".formatted(operator, client))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'price_per_sms':{'amount':'55','currency':'UZS'},'country':'UZ'}"
                                .formatted(client))
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + client + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        Api bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        String send =
                "{'to':'+998901234567','from':'Bank','text':'Your code is 481516','class':'otp','reference':'r-1'}";
        Instant before = Instant.now();
        String id = awaitSent(bank, send);
        // They are of the last ten seconds, and a receipt may take longer.
        Platform.await(
                "the rates show it",
                () -> admin.get("/admin/v1/stats/tps")
                        .is(200)
                        .get("accounts")
                        .valueStream()
                        .anyMatch(each -> each.get("account_id").longValue() == client
                                && each.get("accepted").doubleValue() > 0));
        Platform.await("it is final", () -> bank.get("/v1/sms/" + id).is(200).has("final_at"));

        JsonNode message = admin.get("/admin/v1/messages/" + id).is(200);
        assertThat(message.get("account_id").longValue()).isEqualTo(client);
        assertThat(message.toString()).doesNotContain("481516");
        assertThat(message.at("/route/0/operator").stringValue()).isEqualTo(operatorName(operator));
        assertThat(message.at("/route/0/cost/amount").stringValue()).isEqualTo("30.000000");
        assertThat(message.at("/decision/version").longValue()).isPositive();
        assertThat(message.at("/decision/network_source").stringValue()).isEqualTo("none");
        assertThat(message.at("/decision/candidates/0/operator_id").longValue()).isEqualTo(operator);
        assertThat(message.at("/decision/candidates/0/prices/0/account_id").longValue())
                .isEqualTo(client);
        assertThat(message.get("timeline")
                        .valueStream()
                        .map(step -> step.get("event").stringValue()))
                .startsWith("accepted", "reserved", "submitted", "charged")
                .endsWith(message.get("state").stringValue());
        records(client, operator, id, message.get("state").stringValue(), before);
    }

    private String operatorName(long operator) {
        return admin.get("/admin/v1/operators/" + operator).is(200).get("name").stringValue();
    }

    private static String awaitSent(Api bank, String send) {
        String[] id = new String[1];
        Platform.await("the message is accepted", () -> {
            Api.Answer answer = bank.post("/v1/sms/send", send);
            id[0] = answer.status() == 202 ? answer.json().get("id").stringValue() : null;
            return id[0] != null;
        });
        return id[0];
    }

    private void records(long client, long operator, String id, String state, Instant before) {
        String all = "/admin/v1/cdr?account_id=" + client;
        JsonNode record = admin.get(all).is(200).at("/items/0");
        assertThat(record.get("id").stringValue()).isEqualTo(id);
        assertThat(record.get("reference").stringValue()).isEqualTo("r-1");
        assertThat(record.at("/price/amount").stringValue()).isEqualTo("55.000000");
        assertThat(record.at("/cost/amount").stringValue()).isEqualTo("30.000000");
        String[] fitting = {
            "&operator_id=" + operator,
            "&state=" + state,
            "&to=998901234567",
            "&to=%2B998901234567",
            "&accepted_from=" + before,
            "&accepted_before=" + Instant.now().plusSeconds(1)
        };
        for (String filter : fitting) {
            assertThat(admin.get(all + filter).is(200).get("items").size())
                    .as(filter)
                    .isEqualTo(1);
        }
        String[] others = {
            "&operator_id=999999",
            "&state=expired",
            "&to=998901234568",
            "&accepted_before=" + before,
            "&accepted_from=" + Instant.now().plusSeconds(1),
            "&cursor=" + id
        };
        for (String filter : others) {
            assertThat(admin.get(all + filter).is(200).get("items").size())
                    .as(filter)
                    .isZero();
        }
    }

    /// The link is not bound anew for it.
    @Test
    void aLinkIsTracedForSomeMinutes() {
        String path = link(operator(), "");
        JsonNode bound = awaitState(path, "bound");
        JsonNode traced = admin.post(path + "/trace", "{'minutes':10}").is(200);
        assertThat(Instant.parse(traced.get("traced_until").stringValue()))
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(601));
        admin.post(path + "/trace", "{'minutes':61}").isProblem(400, "invalid_field", "minutes");
        admin.post("/admin/v1/smpp-links/999999/trace", "{'minutes':1}").isProblem(404, "not_found");
        admin.delete(path + "/trace").is(204);
        JsonNode now = admin.get(path).is(200);
        assertThat(now.has("traced_until")).isFalse();
        assertThat(now.at("/live/since")).isEqualTo(bound.at("/live/since"));
        // The simulator would send it receipts of others.
        admin.delete(path).is(204);
    }

    @ParameterizedTest
    @CsvSource({
        "state,submitted",
        "state,gone",
        "to,x",
        "accepted_from,yesterday",
        "accepted_from,1969-12-31T23:59:59Z",
        "accepted_before,%2B999999999-12-31T00:00:00Z",
        "cursor,1",
        "account_id,x"
    })
    void aSearchThatCannotBeIsRefused(String name, String value) {
        admin.get("/admin/v1/cdr?" + name + "=" + value).isProblem(400, "invalid_field", name);
    }

    @Test
    void aMessageThatIsNotThereIsNotFound() {
        admin.get("/admin/v1/messages/019a9b1c-7c00-7000-8000-0123456789ab").isProblem(404, "not_found");
        admin.get("/admin/v1/messages/1").isProblem(404, "not_found");
    }
}
