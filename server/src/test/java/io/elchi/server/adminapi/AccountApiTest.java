package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AccountApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();

    @Test
    void anAccountOpensWithItsBalanceAndItsPlaceInTheTree() {
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "reseller");
        JsonNode created = admin.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'bank','currency':'UZS','external_ref':'crm-17',"
                                        .formatted(reseller)
                                + "'contact':'it@bank.example','credit_limit':{'amount':'500','currency':'UZS'},"
                                + "'rate_per_second':7,'max_parts':3,'weight':5}")
                .is(201);
        // The answer may lack the name beside the id: memory has it a moment later.
        Platform.await(
                "the name is known",
                () -> admin.get("/admin/v1/balances/" + created.get("id"))
                        .is(200)
                        .has("account"));
        JsonNode read = admin.get("/admin/v1/accounts/" + created.get("id")).is(200);
        ((ObjectNode) created.get("balance")).set("account", created.get("name"));
        assertThat(read).isEqualTo(created);
        assertThat(read.get("parent_id").longValue()).isEqualTo(reseller);
        assertThat(read.get("ancestors")
                        .valueStream()
                        .map(each -> each.get("id").longValue()))
                .containsExactly(reseller, PLATFORM.root());
        assertThat(read.get("external_ref").stringValue()).isEqualTo("crm-17");
        assertThat(read.get("contact").stringValue()).isEqualTo("it@bank.example");
        assertThat(read.get("rate_per_second").intValue()).isEqualTo(7);
        assertThat(read.get("max_parts").intValue()).isEqualTo(3);
        assertThat(read.get("weight").intValue()).isEqualTo(5);
        JsonNode balance = read.get("balance");
        assertThat(balance.at("/available/amount").stringValue()).isEqualTo("500.000000");
        assertThat(balance.at("/balance/amount").stringValue()).isEqualTo("0.000000");
        assertThat(admin.get("/admin/v1/balances/" + created.get("id")).is(200)).isEqualTo(balance);
    }

    @Test
    void aChangeOfAnotherVersionIsRefused() {
        String path = "/admin/v1/accounts/" + PLATFORM.account("client", PLATFORM.root(), "two editors");
        String seen = version(path);
        admin.patch(path, "{'contact':'aziza@bank.example'}").is(200);
        assertThat(changed(path, seen)).isEqualTo(412);
        JsonNode kept = admin.get(path).is(200);
        assertThat(kept.get("contact").stringValue()).isEqualTo("aziza@bank.example");
        assertThat(kept.get("rate_per_second").intValue()).isNotEqualTo(9);
        assertThat(changed(path, version(path))).isEqualTo(200);
        assertThat(changed(path, "\"new\"")).isEqualTo(400);
    }

    private String version(String path) {
        return admin.get(path).http().headers().firstValue("ETag").orElseThrow();
    }

    private static int changed(String path, String version) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri(path))
                        .header("Authorization", "Bearer " + PLATFORM.adminKey())
                        .header("Content-Type", "application/json")
                        .header("If-Match", version)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"rate_per_second\":9}"))
                        .build())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    malformed_body |        | []
                    malformed_body |        | {'type':'client'
                    malformed_body |        | {'type':'client','type':'client'}
                    unknown_field  | nane   | {'type':'client','parent_id':1,'name':'a','currency':'UZS','nane':'b'}
                    missing_field  | type   | {'parent_id':1,'name':'a','currency':'UZS'}
                    missing_field  | name   | {'type':'client','parent_id':1,'currency':'UZS'}
                    missing_field  | name   | {'type':'client','parent_id':1,'name':null,'currency':'UZS'}
                    missing_field  | currency  | {'type':'client','parent_id':1,'name':'a'}
                    missing_field  | parent_id | {'type':'client','name':'a','currency':'UZS'}
                    invalid_field  | parent_id | {'type':'client','parent_id':999999,'name':'a','currency':'UZS'}
                    invalid_field  | parent_id | {'type':'client','parent_id':'1','name':'a','currency':'UZS'}
                    invalid_field  | parent_id | {'type':'client','parent_id':0,'name':'a','currency':'UZS'}
                    invalid_field  | parent_id | {'type':'admin','parent_id':1,'name':'a','currency':'UZS'}
                    invalid_field  | type      | {'type':'bank','parent_id':1,'name':'a','currency':'UZS'}
                    invalid_field  | name      | {'type':'client','parent_id':1,'name':'  ','currency':'UZS'}
                    invalid_field  | name      | {'type':'client','parent_id':1,'name':'a\\u0000b','currency':'UZS'}
                    invalid_field  | name      | {'type':'client','parent_id':1,'name':7,'currency':'UZS'}
                    invalid_field  | currency  | {'type':'client','parent_id':1,'name':'a','currency':'uzs'}
                    invalid_field  | max_parts | {'type':'client','parent_id':1,'name':'a','currency':'UZS','max_parts':256}
                    invalid_field  | max_parts | {'type':'client','parent_id':1,'name':'a','currency':'UZS','max_parts':1.5}
                    invalid_field  | rate_per_second | {'type':'client','parent_id':1,'name':'a','currency':'UZS','rate_per_second':1e30}
                    invalid_field  | credit_limit | {'type':'client','parent_id':1,'name':'a','currency':'UZS','credit_limit':5}
                    invalid_field  | credit_limit.amount | {'type':'client','parent_id':1,'name':'a','currency':'UZS','credit_limit':{'amount':5,'currency':'UZS'}}
                    invalid_field  | credit_limit.amount | {'type':'client','parent_id':1,'name':'a','currency':'UZS','credit_limit':{'amount':'-5','currency':'UZS'}}
                    invalid_field  | credit_limit.currency | {'type':'client','parent_id':1,'name':'a','currency':'UZS','credit_limit':{'amount':'5','currency':'USD'}}
                    unknown_field  | credit_limit.tax | {'type':'client','parent_id':1,'name':'a','currency':'UZS','credit_limit':{'amount':'5','currency':'UZS','tax':1}}
                    """)
    void whatCannotBeIsRefusedByTheNameOfItsField(String code, String field, String body) {
        List<Long> before =
                Platform.ids(admin.get("/admin/v1/accounts?limit=500").is(200));
        admin.post("/admin/v1/accounts", body).isProblem(400, code, field);
        assertThat(Platform.ids(admin.get("/admin/v1/accounts?limit=500").is(200)))
                .isEqualTo(before);
    }

    @Test
    void aClientHasNoAccountsBelowIt() {
        long client = PLATFORM.account("client", PLATFORM.root(), "leaf");
        admin.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'a','currency':'UZS'}".formatted(client))
                .isProblem(400, "invalid_field", "parent_id");
    }

    @Test
    void pagesFollowEachOtherAndFiltersHold() {
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "pages");
        List<Long> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(PLATFORM.account(i == 4 ? "reseller" : "client", reseller, "page " + i));
        }
        admin.patch("/admin/v1/accounts/" + created.get(1), "{'status':'suspended'}")
                .is(200);

        List<Long> seen = new ArrayList<>();
        String query = "/admin/v1/accounts?limit=2&parent_id=" + reseller;
        String next = "";
        int pages = 0;
        while (next != null) {
            JsonNode page = admin.get(query + next).is(200);
            seen.addAll(Platform.ids(page));
            next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
            pages++;
        }
        assertThat(seen).isEqualTo(created);
        assertThat(pages).isEqualTo(3);
        String filtered = "/admin/v1/accounts?parent_id=" + reseller;
        assertThat(Platform.ids(admin.get(filtered + "&type=reseller").is(200))).containsExactly(created.get(4));
        assertThat(Platform.ids(admin.get(filtered + "&status=suspended").is(200)))
                .containsExactly(created.get(1));
        assertThat(Platform.ids(
                        admin.get(filtered + "&status=active&type=client").is(200)))
                .containsExactly(created.get(0), created.get(2), created.get(3));
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,501", "limit,x", "cursor,x", "cursor,''", "type,bank", "status,gone", "parent_id,x"})
    void aQueryThatCannotBeIsRefused(String name, String value) {
        admin.get("/admin/v1/accounts?" + name + "=" + value).isProblem(400, "invalid_field", name);
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "to change");
        long client = PLATFORM.account("client", reseller, "below");
        admin.patch("/admin/v1/accounts/" + reseller, "{'contact':'a','external_ref':'b','weight':9}")
                .is(200);
        JsonNode changed = admin.patch(
                        "/admin/v1/accounts/" + reseller, "{'name':'changed','contact':null,'max_parts':2}")
                .is(200);
        assertThat(changed.get("name").stringValue()).isEqualTo("changed");
        assertThat(changed.has("contact")).isFalse();
        assertThat(changed.get("external_ref").stringValue()).isEqualTo("b");
        assertThat(changed.get("max_parts").intValue()).isEqualTo(2);
        assertThat(changed.get("weight").intValue()).isEqualTo(9);

        assertThat(admin.patch("/admin/v1/accounts/" + reseller, "{'content_days':30}")
                        .is(200)
                        .get("content_days")
                        .intValue())
                .isEqualTo(30);
        assertThat(admin.patch("/admin/v1/accounts/" + reseller, "{'weight':9}")
                        .is(200)
                        .get("content_days")
                        .intValue())
                .isEqualTo(30);
        assertThat(admin.patch("/admin/v1/accounts/" + reseller, "{'content_days':null}")
                        .is(200)
                        .has("content_days"))
                .isFalse();
        admin.patch("/admin/v1/accounts/" + reseller, "{'status':'suspended'}").is(200);
        JsonNode below = admin.get("/admin/v1/accounts/" + client).is(200);
        assertThat(below.get("status").stringValue()).isEqualTo("active");
        assertThat(below.get("effective_status").stringValue()).isEqualTo("suspended");
        admin.patch("/admin/v1/accounts/" + reseller, "{'status':'active'}").is(200);
        assertThat(admin.get("/admin/v1/accounts/" + client)
                        .is(200)
                        .get("effective_status")
                        .stringValue())
                .isEqualTo("active");
    }

    @Test
    void changesThatCannotBeAreRefused() {
        long client = PLATFORM.account("client", PLATFORM.root(), "fixed");
        admin.patch("/admin/v1/accounts/" + client, "{'currency':'USD'}").isProblem(400, "unknown_field", "currency");
        admin.patch("/admin/v1/accounts/" + client, "{'content_days':7}")
                .isProblem(400, "invalid_field", "content_days");
        admin.patch("/admin/v1/accounts/" + client, "{'status':'closed'}").isProblem(400, "invalid_field", "status");
        admin.patch("/admin/v1/accounts/999999", "{'name':'a'}").isProblem(404, "not_found");
        admin.patch("/admin/v1/accounts/x", "{'name':'a'}").isProblem(400, "invalid_field", "id");
        admin.get("/admin/v1/accounts/999999").isProblem(404, "not_found");
        // Nobody could take that back.
        admin.patch("/admin/v1/accounts/" + PLATFORM.root(), "{'status':'suspended'}")
                .isProblem(409, "conflict", "status");
    }

    @Test
    void moneyComesInOnceForEachReference() {
        long client = PLATFORM.account("client", PLATFORM.root(), "paying");
        String path = "/admin/v1/accounts/" + client + "/topups";
        JsonNode first = admin.post(path, "{'amount':{'amount':'100.25','currency':'UZS'},'reference':'p-1'}")
                .is(201);
        JsonNode again = admin.post(path, "{'amount':{'amount':'100.25','currency':'UZS'},'reference':'p-1'}")
                .is(200);
        assertThat(first.get("repeated").booleanValue()).isFalse();
        assertThat(again.get("repeated").booleanValue()).isTrue();
        assertThat(again.get("transaction")).isEqualTo(first.get("transaction"));
        assertThat(again.get("balance")).isEqualTo(first.get("balance"));
        admin.post(path, "{'amount':{'amount':'100.26','currency':'UZS'},'reference':'p-1'}")
                .isProblem(409, "conflict", "reference");
        admin.post(path, "{'amount':{'amount':'0.000001','currency':'UZS'},'reference':'p-2'}")
                .is(201);
        assertThat(admin.get("/admin/v1/balances/" + client)
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("100.250001");

        JsonNode newest = admin.get("/admin/v1/accounts/" + client + "/transactions?limit=1")
                .is(200);
        assertThat(newest.at("/items/0/reference").stringValue()).isEqualTo("p-2");
        JsonNode oldest = admin.get("/admin/v1/transactions?account_id=" + client + "&limit=1&cursor="
                        + newest.get("next").stringValue())
                .is(200);
        assertThat(oldest.at("/items/0")).isEqualTo(first.get("transaction"));
        assertThat(oldest.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | invalid_field | amount          | {'amount':{'amount':'0','currency':'UZS'},'reference':'x'}
                    400 | invalid_field | amount.amount   | {'amount':{'amount':'-1','currency':'UZS'},'reference':'x'}
                    400 | invalid_field | amount.amount   | {'amount':{'amount':'1.0000001','currency':'UZS'},'reference':'x'}
                    400 | invalid_field | amount.amount   | {'amount':{'amount':'1e3','currency':'UZS'},'reference':'x'}
                    400 | invalid_field | amount.currency | {'amount':{'amount':'1','currency':'USD'},'reference':'x'}
                    400 | missing_field | reference       | {'amount':{'amount':'1','currency':'UZS'}}
                    400 | missing_field | amount          | {'reference':'x'}
                    """)
    void aPaymentThatCannotBeBooksNothing(int status, String code, String field, String body) {
        long client = PLATFORM.account("client", PLATFORM.root(), "not paying");
        admin.post("/admin/v1/accounts/" + client + "/topups", body).isProblem(status, code, field);
        assertThat(admin.get("/admin/v1/transactions?account_id=" + client)
                        .is(200)
                        .get("items"))
                .isEmpty();
    }

    @Test
    void aTopUpIsCorrectedByAnEntryOfItsOwn() {
        long client = PLATFORM.account("client", PLATFORM.root(), "corrected");
        String topUps = "/admin/v1/accounts/" + client + "/topups";
        String path = "/admin/v1/accounts/" + client + "/adjustments";
        admin.post(topUps, "{'amount':{'amount':'100','currency':'UZS'},'reference':'p-1'}")
                .is(201);
        String body = "{'amount':{'amount':'%s','currency':'UZS'},'reference':'%s','note':'one zero too many'%s}";
        JsonNode done = admin.post(path, body.formatted("-90", "c-1", "")).is(201);
        assertThat(done.at("/balance/available/amount").stringValue()).isEqualTo("10.000000");
        assertThat(done.at("/transaction/direction").stringValue()).isEqualTo("debit");
        assertThat(done.at("/transaction/reason").stringValue()).isEqualTo("adjustment");
        assertThat(done.at("/transaction/note").stringValue()).isEqualTo("one zero too many");
        assertThat(done.at("/transaction/amount/amount").stringValue()).isEqualTo("90.000000");
        JsonNode again = admin.post(path, body.formatted("-90", "c-1", "")).is(200);
        assertThat(again.get("transaction")).isEqualTo(done.get("transaction"));
        admin.post(path, body.formatted("90", "c-1", "")).isProblem(409, "conflict", "reference");

        admin.post(path, body.formatted("-10.000001", "c-2", "")).isProblem(402, "insufficient_funds", "amount");
        assertThat(admin.get("/admin/v1/balances/" + client)
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("10.000000");
        admin.post(path, body.formatted("-10.000001", "c-2", ",'allow_overdraft':true"))
                .is(201);
        admin.post(path, body.formatted("0.000001", "c-3", "")).is(201);
        assertThat(admin.get("/admin/v1/balances/" + client)
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("0.000000");
        assertThat(admin.get("/admin/v1/transactions?account_id=" + client)
                        .is(200)
                        .get("items"))
                .hasSize(4);
        admin.post(path, body.formatted("0", "c-4", "")).isProblem(400, "invalid_field", "amount");
        admin.post(path, "{'amount':{'amount':'1','currency':'UZS'},'reference':'c-5'}")
                .isProblem(400, "missing_field", "note");
    }

    @Test
    void aBalanceDoesNotOverflow() {
        long client = PLATFORM.account("client", PLATFORM.root(), "rich");
        String path = "/admin/v1/accounts/" + client + "/topups";
        String most = "{'amount':{'amount':'999999999999.999999','currency':'UZS'},'reference':'%s'}";
        admin.post(path, most.formatted("a")).is(201);
        admin.post(path, most.formatted("b")).isProblem(400, "invalid_field", "amount");
        assertThat(admin.get("/admin/v1/balances/" + client)
                        .is(200)
                        .at("/balance/amount")
                        .stringValue())
                .isEqualTo("999999999999.999999");
    }

    @Test
    void theCreditLimitSaysHowFarBelowZeroItMayGo() {
        long client = PLATFORM.account("client", PLATFORM.root(), "postpaid");
        String path = "/admin/v1/accounts/" + client + "/credit-limit";
        JsonNode set = admin.put(path, "{'credit_limit':{'amount':'42','currency':'UZS'}}")
                .is(200);
        assertThat(set.at("/available/amount").stringValue()).isEqualTo("42.000000");
        assertThat(admin.get("/admin/v1/balances/" + client).is(200)).isEqualTo(set);
        admin.put(path, "{'credit_limit':{'amount':'42','currency':'USD'}}")
                .isProblem(400, "invalid_field", "credit_limit.currency");
        admin.put("/admin/v1/accounts/999999/credit-limit", "{'credit_limit':{'amount':'42','currency':'UZS'}}")
                .isProblem(404, "not_found");
        admin.post("/admin/v1/accounts/999999/topups", "{'amount':{'amount':'1','currency':'UZS'},'reference':'x'}")
                .isProblem(404, "not_found");
        admin.get("/admin/v1/accounts/999999/transactions").isProblem(404, "not_found");
        admin.get("/admin/v1/balances/999999").isProblem(404, "not_found");
    }
}
