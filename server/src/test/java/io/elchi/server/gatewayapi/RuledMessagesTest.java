package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages that rules match, from the request to the row.
class RuledMessagesTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String RULES = "/admin/v1/rules";

    private static long client;
    private static Api bank;
    private static Api tests;
    private static Api admin;

    @BeforeAll
    static void open() {
        client = TestBank.open(PLATFORM);
        admin = PLATFORM.admin();
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'MyBank'}".formatted(client))
                .is(201);
        bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read','sms:binary'"));
        tests = PLATFORM.as(PLATFORM.key(client, "'sms:test','sms:read'"));
        TestBank.awaitAcceptance(bank);
    }

    @AfterEach
    void empty() {
        Platform.ids(admin.get(RULES).is(200)).forEach(id -> admin.delete(RULES + "/" + id));
    }

    private static long rule(String members) {
        return admin.post(RULES, "{'name':'r'," + members + "}")
                .is(201)
                .get("id")
                .longValue();
    }

    private static String send(String text, String more) {
        return "{'to':'+998901234567','from':'Bank','text':'%s'%s}".formatted(text, more);
    }

    private static String reserved() {
        return bank.get("/v1/balance").is(200).at("/reserved/amount").stringValue();
    }

    private static JsonNode row(JsonNode accepted) {
        return JsonMapper.shared()
                .readTree(PLATFORM.server()
                        .database()
                        .database()
                        .jdbc()
                        .sql("SELECT to_jsonb(m)::text FROM messages.messages m WHERE id = ?::uuid")
                        .param(accepted.get("id").stringValue())
                        .query(String.class)
                        .single());
    }

    @Test
    void aMessageIsSentAsTheRulesMadeIt() {
        long first = rule("'priority':1,'passes_on':true,'match':{'from':{'equals':['Bank']}},"
                + "'action':{'from':{'set':'MyBank'},'to':{'pattern':'^99890','replace':'99893'},'class':'service'}");
        long second = rule("'priority':2,'match':{'from':{'equals':['MyBank']},'to':{'prefixes':['99893']}},"
                + "'action':{'text':{'pattern':'^','replace':'"
                + "x".repeat(200) + "'},'priority':3,'tlv':{'id':5121,'value':'0102'}}");
        JsonNode accepted = bank.post("/v1/sms/send", send("Salom", "")).is(202);
        assertThat(accepted.get("parts").intValue()).isEqualTo(2);
        JsonNode row = row(accepted);
        assertThat(row.get("sender").stringValue()).isEqualTo("MyBank");
        assertThat(row.get("msisdn").stringValue()).isEqualTo("998931234567");
        assertThat(row.get("content").stringValue()).endsWith("xSalom");
        assertThat(row.get("message_class").intValue()).isEqualTo(3);
        assertThat(row.get("delivery_options").stringValue()).isEqualTo("\\x0403071401" + "00020102");
        JsonNode explained = admin.get(
                        "/admin/v1/messages/" + accepted.get("id").stringValue() + "/explain")
                .is(200);
        assertThat(explained.get("rules").valueStream().map(JsonNode::longValue))
                .containsExactly(first, second);
    }

    @Test
    void aMessageThatNoRuleMatchesStaysAsItIs() {
        rule("'match':{'from':{'equals':['Other']}},'action':{'reject':'blocked_sender'}");
        JsonNode accepted = bank.post("/v1/sms/send", send("Salom", "")).is(202);
        assertThat(row(accepted).get("rules").isNull()).isTrue();
        JsonNode explained = admin.get(
                        "/admin/v1/messages/" + accepted.get("id").stringValue() + "/explain")
                .is(200);
        assertThat(explained.get("rules")).isEmpty();
    }

    /// The other checks look at the result of the rules.
    @Test
    void aSenderIdThatARuleWritesHasToBeRegistered() {
        rule("'action':{'from':{'set':'Nobody'}}");
        bank.post("/v1/sms/send", send("Salom", "")).isProblem(403, "sender_not_allowed", "from");
        assertThat(bank.post("/v1/sms/send", send("Salom", ",'dry_run':true"))
                        .is(200)
                        .toString())
                .contains("sender_not_allowed");
    }

    @Test
    void aRefusalIsRecordedAndCostsNothing() {
        String before = reserved();
        long id = rule("'match':{'text':{'contains':['casino']}},'action':{'reject':'blocked_text'}");
        bank.post("/v1/sms/send", send("best Casino", "")).isProblem(422, "blocked_text", "text");
        assertThat(reserved()).isEqualTo(before);
        Platform.await(
                "the refusal is kept",
                () -> admin.get("/admin/v1/refusals?code=blocked_text&account_id=" + client)
                        .is(200)
                        .get("items")
                        .valueStream()
                        .anyMatch(each -> each.get("detail").stringValue().equals("rule " + id + ", r")));
        JsonNode refusals = admin.get("/admin/v1/refusals?account_id=" + client).is(200);
        assertThat(refusals.toString()).doesNotContainIgnoringCase("casino");
    }

    @Test
    void aDryRunAndATestMessageHaveTheSameResult() {
        rule("'priority':1,'passes_on':true,'match':{'text':{'contains':['kod']}},"
                + "'action':{'text':{'pattern':'kod','replace':'code'}}");
        rule("'priority':2,'match':{'classes':['promotional']},'action':{'reject':'no_route'}");
        JsonNode dry =
                bank.post("/v1/sms/send", send("kod 12", ",'dry_run':true")).is(200);
        assertThat(dry.toString()).contains("code 12");
        JsonNode refused = bank.post("/v1/sms/send", send("kod 12", ",'dry_run':true,'class':'promotional'"))
                .is(200);
        assertThat(refused.toString()).contains("no_route");
        JsonNode test = tests.post("/v1/sms/send", "{'to':'+99910000000','from':'Bank','text':'kod 12'}")
                .is(202);
        assertThat(row(test).get("content").stringValue()).isEqualTo("code 12");
        tests.post("/v1/sms/send", "{'to':'+99910000000','from':'Bank','text':'x','class':'promotional'}")
                .isProblem(422, "no_route", "to");
    }

    /// Its rules see no text; its data_coding can be changed.
    @Test
    void octetsAreMatchedByTheirForm() {
        rule("'priority':1,'match':{'text':{'pattern':'.'}},'action':{'reject':'blocked_text'}");
        rule("'priority':2,'match':{'content':'data'},'action':{'data_coding':245}");
        JsonNode accepted = bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','data':'0506'}")
                .is(202);
        assertThat(row(accepted).get("rules")).hasSize(1);
    }

    /// It is encrypted, no rule looks at it, and it goes where its client says.
    @Test
    void theTextOfAnOtpStaysSecret() {
        rule("'priority':1,'match':{'text':{'pattern':'4711'}},'action':{'reject':'blocked_text'}");
        rule("'priority':2,'action':{'class':'promotional','to':{'set':'998931234567'},"
                + "'text':{'pattern':'[0-9]+','replace':'9$0'}}");
        JsonNode accepted =
                bank.post("/v1/sms/send", send("kod 4711", ",'class':'otp'")).is(202);
        JsonNode row = row(accepted);
        assertThat(row.get("message_class").intValue()).isZero();
        assertThat(row.get("msisdn").stringValue()).isEqualTo("998901234567");
        assertThat(row.get("content").isNull()).isTrue();
        assertThat(row.get("content_key").isNull()).isFalse();
    }

    /// Refused messages count against the rate of the account.
    @Test
    void refusedMessagesAreCounted() {
        rule("'action':{'reject':'no_route'}");
        long slow = PLATFORM.account("client", PLATFORM.root(), "slow");
        admin.patch("/admin/v1/accounts/" + slow, "{'rate_per_second':1}").is(200);
        Api own = PLATFORM.as(PLATFORM.key(slow, "'sms:send'"));
        Platform.await(
                "one too many", () -> own.post("/v1/sms/send", send("x", "")).status() == 429);
    }
}
