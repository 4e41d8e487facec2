package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What an administrator is told of a route decision, and how the fields of the question change it.
class DecisionApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static int count;

    private final Api admin = PLATFORM.admin();

    private long operator(String cost) {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'operator%d','default_cost':{'amount':'%s','currency':'UZS'}}"
                                .formatted(++count, cost))
                .is(201)
                .get("id")
                .longValue();
    }

    private void route(long operator, long account) {
        admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'account_id':%d,'any_destination':true}".formatted(operator, account))
                .is(201);
    }

    private void price(long account, String amount) {
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'price_per_sms':{'amount':'%s','currency':'UZS'},'any_destination':true}"
                                .formatted(account, amount))
                .is(201);
    }

    /// An account with a price of 50 and a route of its own to an operator at a cost of 30.
    ///
    /// @return its id
    private long routed(long operator, String name) {
        long client = PLATFORM.account("client", PLATFORM.root(), name);
        route(operator, client);
        price(client, "50");
        Platform.await(
                "it is routed",
                () -> "routed"
                        .equals(admin.post("/admin/v1/route/decision", question(client, ""))
                                .json()
                                .at("/decision")
                                .asString("")));
        return client;
    }

    private static String question(long account, String more) {
        return "{'account_id':%d,'to':'+998901234567'%s}".formatted(account, more);
    }

    private JsonNode decision(long account, String more) {
        return admin.post("/admin/v1/route/decision", question(account, more)).is(200);
    }

    private static String reason(JsonNode decision, long operator) {
        return decision.get("rejected")
                .valueStream()
                .filter(each -> each.get("operator_id").longValue() == operator)
                .map(each -> each.get("reason").stringValue())
                .findFirst()
                .orElse(null);
    }

    /// The sender id is checked as it is when a message is sent.
    @Test
    void aSenderIdThatASendWouldRefuseIsNamed() {
        long client = routed(operator("30"), "sender");
        assertThat(decision(client, "").has("violation")).isFalse();
        assertThat(decision(client, ",'from':'Bank'").at("/violation/code").stringValue())
                .isEqualTo("sender_not_allowed");
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        Platform.await(
                "the sender id is allowed",
                () -> !decision(client, ",'from':'Bank'").has("violation"));
        JsonNode card = decision(client, ",'from':'Bank','text':'card 4111 1111 1111 1111'");
        assertThat(card.at("/violation/code").stringValue()).isEqualTo("card_number");
        assertThat(card.at("/violation/field").stringValue()).isEqualTo("text");
        assertThat(card.get("decision").stringValue()).isEqualTo("routed");
    }

    @Test
    void anOptOutOfTheRecipientIsNamedForTheClassesThatNeedConsent() {
        long client = routed(operator("30"), "consent");
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        Platform.await(
                "the sender id is allowed",
                () -> !decision(client, ",'from':'Bank'").has("violation"));
        PLATFORM.server()
                .database()
                .database()
                .jdbc()
                .sql("INSERT INTO compliance.opt_outs (account_id, number, message_id, keyword, opted_out_at)"
                        + " VALUES (?, '998901234567', gen_random_uuid(), 'stop', now())")
                .param(client)
                .update();
        Platform.await(
                "the opt-out counts",
                () -> "blocked_destination"
                        .equals(decision(client, ",'from':'Bank','class':'promotional'")
                                .at("/violation/code")
                                .asString("")));
        for (String messageClass : List.of("otp", "transactional")) {
            assertThat(decision(client, ",'from':'Bank','class':'" + messageClass + "'")
                            .has("violation"))
                    .isFalse();
        }
    }

    /// An OTP leaves an operator without a session earlier than other messages.
    @Test
    void theClassDecidesWhenTheNextCandidateHasItsTurn() {
        long operator = operator("30");
        long client = routed(operator, "class");
        assertThat(decision(client, ",'class':'otp'")
                        .at("/candidates/0/failover_ms")
                        .longValue())
                .isEqualTo(5_000);
        admin.patch("/admin/v1/operators/" + operator, "{'options':{'otp_failover':'3s','failover':'40s'}}")
                .is(200);
        assertThat(decision(client, ",'class':'otp'")
                        .at("/candidates/0/failover_ms")
                        .longValue())
                .isEqualTo(3_000);
        assertThat(decision(client, ",'class':'promotional'")
                        .at("/candidates/0/failover_ms")
                        .longValue())
                .isEqualTo(40_000);
        assertThat(decision(client, "").at("/candidates/0/has_capacity").booleanValue())
                .isTrue();
    }

    private void link(long operator, String settings) {
        admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'link%d','host':'127.0.0.1','port':1,'system_id':'a','password':'b','options':{'text':{%s}}}"
                                .formatted(operator, operator, settings))
                .is(201);
    }

    /// Two UCS-2 submit_sm of a text that is quoted as one part cost 60, which the price of 50 does not cover.
    @Test
    void theCostIsThatOfTheSubmitsOfTheLink() {
        long operator = operator("30");
        long client = routed(operator, "submits");
        String euros = ",'text':'%s'".formatted("\u20AC".repeat(75));
        assertThat(decision(client, euros).get("parts").intValue()).isEqualTo(1);
        assertThat(decision(client, euros).at("/candidates/0/submits").intValue())
                .isEqualTo(1);
        link(operator, "'default_alphabet':'ascii'");
        Platform.await(
                "the link's alphabet counts", () -> "below_cost".equals(reason(decision(client, euros), operator)));
        assertThat(decision(client, "").get("decision").stringValue()).isEqualTo("routed");
    }

    @Test
    void aDecisionIsExplained() {
        long cheap = operator("30");
        long dear = operator("40");
        long loss = operator("90");
        long elsewhere = operator("1");
        long client = PLATFORM.account("client", PLATFORM.root(), "decided");
        admin.post("/admin/v1/mccmnc", "{'mcc':'434','mnc':'04','name':'beeline','country':'UZ','prefixes':['99890']}")
                .is(201);
        for (long operator : List.of(dear, cheap, loss)) {
            route(operator, client);
        }
        String question = "{'account_id':%d,'to':'+998 90 123-45-67','from':'Bank','class':'otp'}".formatted(client);
        Platform.await(
                "the account is known",
                () -> admin.post("/admin/v1/route/decision", question).status() == 200);
        awaitDecision(question, "/decision", "no_price");
        price(client, "50");
        awaitDecision(question, "/decision", "routed");

        JsonNode decision = admin.post("/admin/v1/route/decision", question).is(200);
        assertThat(decision.at("/network/name").stringValue()).isEqualTo("beeline");
        assertThat(decision.get("routes_of").longValue()).isEqualTo(client);
        assertThat(decision.get("candidates")
                        .valueStream()
                        .map(each -> each.get("operator_id").longValue()))
                .containsExactly(cheap, dear);
        assertThat(decision.at("/candidates/0/prices/0/price/amount").stringValue())
                .isEqualTo("50.000000");
        assertThat(reason(decision, loss)).isEqualTo("below_cost");
        assertThat(reason(decision, elsewhere)).isEqualTo("no_own_route");

        admin.patch("/admin/v1/operators/" + cheap, "{'status':'suspended'}").is(200);
        awaitDecision(question, "/candidates/0/operator_id", Long.toString(dear));
    }

    private void awaitDecision(String question, String pointer, String value) {
        Platform.await(
                pointer + " is " + value,
                () -> admin.post("/admin/v1/route/decision", question)
                        .is(200)
                        .at(pointer)
                        .asString()
                        .equals(value));
    }

    @Test
    void aDecisionNeedsAnAccountAndANumber() {
        admin.post("/admin/v1/route/decision", "{'account_id':999999,'to':'+998901234567'}")
                .isProblem(400, "invalid_field", "account_id");
        admin.post("/admin/v1/route/decision", "{'account_id':%d,'to':'+1'}".formatted(PLATFORM.root()))
                .isProblem(422, "invalid_destination", "to");
    }
}
