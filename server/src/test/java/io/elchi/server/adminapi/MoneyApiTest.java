package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Transfers, refunds, past balances and filters of entries over HTTP.
class MoneyApiTest {
    private static final String MOST = "999999999999.999999";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();
    private final long reseller = PLATFORM.account("reseller", PLATFORM.root(), "reseller");
    private final long client = PLATFORM.account("client", reseller, "client");

    private static String uzs(String amount) {
        return "{'amount':'%s','currency':'UZS'}".formatted(amount);
    }

    private JsonNode topUp(long account, String amount, String reference) {
        return admin.post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':%s,'reference':'%s'}".formatted(uzs(amount), reference))
                .is(201);
    }

    private Api.Answer transfer(long from, long to, String amount, String reference) {
        return admin.post(
                "/admin/v1/accounts/" + from + "/transfers",
                "{'to_account_id':%d,'amount':%s,'reference':'%s'}".formatted(to, uzs(amount), reference));
    }

    private String balance(long account) {
        return admin.get("/admin/v1/balances/" + account)
                .is(200)
                .at("/balance/amount")
                .stringValue();
    }

    @Test
    void moneyGoesDownAndUpTheTreeAndNowhereElse() {
        topUp(reseller, "100", "start");
        JsonNode done = transfer(reseller, client, "60", "t").is(201);
        assertThat(done.at("/debit/counter_account_id").longValue()).isEqualTo(client);
        assertThat(done.at("/credit/account_id").longValue()).isEqualTo(client);
        assertThat(transfer(reseller, client, "60", "t").is(200).at("/debit")).isEqualTo(done.at("/debit"));
        transfer(reseller, client, "61", "t").isProblem(409, "conflict", "reference");
        transfer(reseller, client, "41", "more").isProblem(402, "insufficient_funds", "amount");
        transfer(client, reseller, "10.5", "back").is(201);
        assertThat(balance(reseller)).isEqualTo("50.500000");
        assertThat(balance(client)).isEqualTo("49.500000");
        long sister = PLATFORM.account("client", reseller, "sister");
        String field = "to_account_id";
        transfer(client, sister, "1", "x").isProblem(400, "invalid_field", field);
        transfer(client, client, "1", "x").isProblem(400, "invalid_field", field);
        transfer(client, PLATFORM.root(), "1", "x").isProblem(400, "invalid_field", field);
        transfer(reseller, PLATFORM.root(), "1", "x").isProblem(400, "invalid_field", field);
        transfer(client, 99_999_999, "1", "x").isProblem(400, "invalid_field", field);
        transfer(99_999_999, client, "1", "x").isProblem(404, "not_found");
        transfer(reseller, client, "0", "x").isProblem(400, "invalid_field", "amount");
        long dollars = admin.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'dollars','currency':'USD'}".formatted(reseller))
                .is(201)
                .get("id")
                .longValue();
        transfer(reseller, dollars, "1", "x").isProblem(400, "invalid_field", field);
    }

    @Test
    void aRefundOfAMessageNeedsOneThatWasCharged() {
        String path = "/admin/v1/accounts/" + client + "/refunds";
        String body = "{'amount':%s,'reference':'r','note':'late'%s}";
        JsonNode done = admin.post(path, body.formatted(uzs("5"), "")).is(201);
        assertThat(done.at("/transaction/reason").stringValue()).isEqualTo("refund");
        assertThat(admin.post(path, body.formatted(uzs("5"), "")).is(200).at("/transaction"))
                .isEqualTo(done.at("/transaction"));
        admin.post(path, body.formatted(uzs("6"), "")).isProblem(409, "conflict", "reference");
        for (String unknown : new String[] {"019a9b1c-7c00-7000-8000-0123456789ab", "x"}) {
            String named = ",'message_id':'" + unknown + "'";
            admin.post(path, body.replace("'r'", "'of a message'").formatted(uzs("5"), named))
                    .isProblem(400, "invalid_field", "message_id");
        }
        admin.post(path, "{'amount':%s,'reference':'r2'}".formatted(uzs("5"))).isProblem(400, "missing_field", "note");
    }

    @Test
    void aRefundThatIsBookedIsAnsweredWhateverBecameOfItsMessage() {
        String message = "019a9b1c-7c00-7000-8000-0123456789ab";
        database()
                .jdbc()
                .sql("INSERT INTO billing.account_transactions (account_id, direction, amount, currency, reason,"
                        + " external_ref, note, message_id) VALUES (?, 'credit', 5, 'UZS', 'refund', 'old', 'late',"
                        + " ?::uuid)")
                .params(client, message)
                .update();
        String body = "{'amount':%s,'reference':'old','note':'late','message_id':'%s'}";
        String path = "/admin/v1/accounts/" + client + "/refunds";
        admin.post(path, body.formatted(uzs("5"), message)).is(200);
        admin.post(path, body.formatted(uzs("4"), message)).isProblem(409, "conflict", "reference");
    }

    @Test
    void aPaymentChargedNoMessages() {
        long id = topUp(client, "3", "paid").at("/transaction/id").longValue();
        assertThat(admin.get("/admin/v1/transactions/" + id + "/messages")
                        .is(200)
                        .get("items"))
                .isEmpty();
        Api other = PLATFORM.as(PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "other"), "'sms:read'"));
        other.get("/admin/v1/transactions/" + id + "/messages").isProblem(403, "scope_missing");
    }

    @Test
    void aSuspendedAccountNeitherGivesNorGets() {
        topUp(reseller, "100", "start");
        transfer(reseller, client, "60", "t").is(201);
        admin.patch("/admin/v1/accounts/" + client, "{'status':'suspended'}").is(200);
        transfer(reseller, client, "1", "down").isProblem(403, "account_suspended");
        transfer(client, reseller, "1", "up").isProblem(403, "account_suspended");
        transfer(reseller, client, "60", "t").is(200);
        assertThat(balance(reseller)).isEqualTo("40.000000");
        assertThat(balance(client)).isEqualTo("60.000000");
        admin.patch("/admin/v1/accounts/" + client, "{'status':'active'}").is(200);
        transfer(reseller, client, "1", "down").is(201);
        admin.patch("/admin/v1/accounts/" + reseller, "{'status':'suspended'}").is(200);
        transfer(client, reseller, "1", "up").isProblem(403, "account_suspended");
    }

    private static Database database() {
        return PLATFORM.server().part(Database.class);
    }

    private Api.Answer creditLimit(long account, String amount) {
        return admin.put(
                "/admin/v1/accounts/" + account + "/credit-limit", "{'credit_limit':%s}".formatted(uzs(amount)));
    }

    private Api.Answer charge(long account, String id, String action, String amount) {
        return admin.post(
                "/admin/v1/charges",
                "{'account_id':%d,'external_id':'%s','action':'%s','amount':%s}"
                        .formatted(account, id, action, uzs(amount)));
    }

    @Test
    void whatIsMissingMayBeMoreThanAnAmountCanBe() {
        creditLimit(reseller, "100").is(200);
        charge(reseller, "held", "reserve", "1").is(201);
        transfer(reseller, client, MOST, "t").isProblem(402, "insufficient_funds", "amount");
        charge(reseller, "all", "post", MOST).isProblem(402, "insufficient_funds", "amount");
        charge(reseller, "all", "reserve", MOST).isProblem(400, "invalid_field", "amount");
        admin.post(
                        "/admin/v1/accounts/" + client + "/adjustments",
                        "{'amount':%s,'reference':'a','note':'n','allow_overdraft':true}".formatted(uzs("-5")))
                .is(201);
        charge(client, "all", "reserve", MOST).isProblem(402, "insufficient_funds", "amount");
    }

    @Test
    void aBalanceAndACreditLimitFitAnAmountTogether() {
        topUp(client, "5", "start");
        creditLimit(client, MOST).isProblem(400, "invalid_field", "credit_limit");
        creditLimit(reseller, MOST).is(200);
        admin.post("/admin/v1/accounts/" + reseller + "/topups", "{'amount':%s,'reference':'more'}".formatted(uzs("1")))
                .isProblem(400, "invalid_field", "amount");
        // As another release may have stored it.
        database()
                .jdbc()
                .sql("UPDATE billing.account_balances SET credit_limit = 999999999999.999999 WHERE account_id = ?")
                .param(client)
                .update();
        assertThat(admin.get("/admin/v1/balances/" + client)
                        .is(200)
                        .at("/available/amount")
                        .stringValue())
                .isEqualTo(MOST);
        Api own = PLATFORM.as(PLATFORM.key(client, "'sms:read'"));
        assertThat(own.get("/v1/balance").is(200).at("/available/amount").stringValue())
                .isEqualTo(MOST);
        charge(client, "one", "reserve", "1").is(201);
    }

    @Test
    void aBalanceIsKnownForEachMoment() {
        JsonNode first = topUp(client, "3", "one").get("transaction");
        JsonNode second = topUp(client, "4", "two").get("transaction");
        String path = "/admin/v1/balances/" + client + "?at=";
        JsonNode then = admin.get(path + first.get("created_at").stringValue()).is(200);
        assertThat(then.at("/balance/amount").stringValue()).isEqualTo("3.000000");
        assertThat(then.get("unknown").valueStream().map(JsonNode::stringValue))
                .containsExactly("available", "reserved", "credit_limit");
        assertThat(admin.get(path + second.get("created_at").stringValue())
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("7.000000");
        assertThat(admin.get(path + "2020-01-01T00:00:00Z")
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("0.000000");
        admin.get(path + "2199-01-01T00:00:00Z").isProblem(400, "invalid_field", "at");
        admin.get(path + "yesterday").isProblem(400, "invalid_field", "at");
        admin.get("/admin/v1/balances/99999999?at=2020-01-01T00:00:00Z").isProblem(404, "not_found");
    }

    @Test
    void entriesAreFilteredForTheStaffAndForTheAccountItself() {
        topUp(client, "3", "one");
        topUp(client, "40", "two");
        transfer(client, reseller, "2", "up").is(201);
        Api own = PLATFORM.as(PLATFORM.key(client, "'sms:read'"));
        for (String filter : new String[] {
            "reason=topup&max_amount=3", "reference=one", "direction=credit&max_amount=3.5&min_amount=3"
        }) {
            for (String path : new String[] {
                "/admin/v1/transactions?account_id=" + client + "&", "/admin/v1/accounts/" + client + "/transactions?"
            }) {
                assertThat(admin.get(path + filter).is(200).get("items"))
                        .as(path + filter)
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.get("reference").stringValue()).isEqualTo("one"));
            }
            assertThat(own.get("/v1/transactions?" + filter).is(200).get("items"))
                    .as(filter)
                    .hasSize(1);
        }
        assertThat(own.get("/v1/transactions?direction=debit").is(200).get("items"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.get("reason").stringValue()).isEqualTo("transfer"));
        assertThat(own.get("/v1/transactions?created_before=2020-01-01T00:00:00Z")
                        .is(200)
                        .get("items"))
                .isEmpty();
        for (String wrong : new String[] {"reason=x", "direction=x", "min_amount=x", "max_amount=1.1234567"}) {
            own.get("/v1/transactions?" + wrong).isProblem(400, "invalid_field", wrong.replaceAll("=.*", ""));
        }
        own.get("/v1/transactions?created_from=x").isProblem(400, "invalid_field");
    }
}
