package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Charges;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.reconcile.Reconciler;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Charges of other systems over HTTP.
class ChargeApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("billing.charge_expiry", "2s"));

    private final Api admin = PLATFORM.admin();
    private final long account = account();

    private long account() {
        long id = PLATFORM.account("client", PLATFORM.root(), "bank");
        admin.post(
                        "/admin/v1/accounts/" + id + "/topups",
                        "{'amount':{'amount':'100','currency':'UZS'},'reference':'start'}")
                .is(201);
        return id;
    }

    private Api.Answer charge(String id, String action, String amount, String more) {
        return admin.post(
                "/admin/v1/charges",
                "{'account_id':%d,'external_id':'%s','action':'%s'%s%s}"
                        .formatted(
                                account,
                                id,
                                action,
                                amount == null ? "" : ",'amount':{'amount':'%s','currency':'UZS'}".formatted(amount),
                                more));
    }

    private static String amount(JsonNode json, String path) {
        return json.at(path).stringValue();
    }

    @Test
    void aChargeIsReservedPostedAndSeen() {
        JsonNode reserved = charge("call-1", "reserve", "60", ",'expires_in':600,'description':'a call'")
                .is(201);
        assertThat(amount(reserved, "/balance/reserved/amount")).isEqualTo("60.000000");
        assertThat(amount(reserved, "/balance/available/amount")).isEqualTo("40.000000");
        assertThat(charge("call-1", "reserve", "60", "").is(200).get("repeated").booleanValue())
                .isTrue();
        charge("call-1", "reserve", "61", "").isProblem(409, "conflict", "amount");
        charge("call-2", "post", "41", "").isProblem(402, "insufficient_funds", "amount");
        JsonNode posted = charge("call-1", "post", "25.5", "").is(201);
        assertThat(amount(posted, "/charge/state")).isEqualTo("posted");
        assertThat(amount(posted, "/balance/available/amount")).isEqualTo("74.500000");
        charge("call-1", "void", null, "").isProblem(409, "conflict", "external_id");
        charge("call-3", "reserve", "1", ",'expires_in':600").is(201);
        charge("call-3", "void", null, "").is(201);
        assertThat(admin.get("/admin/v1/charges/call-1?account_id=" + account).is(200))
                .isEqualTo(posted.get("charge"));
        admin.get("/admin/v1/charges/call-9?account_id=" + account).isProblem(404, "not_found");
        assertThat(admin.get("/admin/v1/charges?account_id=" + account).is(200).get("items"))
                .hasSize(2);
        assertThat(admin.get("/admin/v1/charges?state=posted&limit=1&account_id=" + account)
                        .is(200)
                        .get("items"))
                .containsExactly(posted.get("charge"));
        JsonNode entry = admin.get("/admin/v1/transactions?reason=charge&account_id=" + account)
                .is(200)
                .get("items")
                .get(0);
        assertThat(amount(entry, "/amount/amount")).isEqualTo("25.500000");
        assertThat(amount(entry, "/reference")).isEqualTo("call-1");
        assertThat(amount(entry, "/note")).isEqualTo("a call");
        assertThat(PLATFORM.server().part(Reconciler.class).run()).isEmpty();
    }

    private JsonNode audited() {
        return admin.get("/admin/v1/audit?limit=3").is(200).get("items");
    }

    /// The row of the charge says what the entry of the ledger says.
    @Test
    void eachStepIsAuditedOnce() {
        JsonNode before = audited();
        charge("seen", "reserve", "5", ",'expires_in':600").is(201);
        charge("seen", "post", null, "").is(201);
        JsonNode after = audited();
        assertThat(after.get(2)).isEqualTo(before.get(0));
        assertThat(after.get(0).at("/entry/object").stringValue()).isEqualTo("billing.charges");
        assertThat(after.get(0).at("/entry/after/state").stringValue()).isEqualTo("posted");
        assertThat(after.get(1).at("/entry/action").stringValue()).isEqualTo("insert");
    }

    /// What another system needs, and no more.
    @Test
    void aKeyForChargesChargesAndReads() {
        Api system = PLATFORM.as(PLATFORM.key(PLATFORM.root(), "'role:charges'"));
        system.post(
                        "/admin/v1/charges",
                        "{'account_id':%d,'external_id':'own','action':'post','amount':{'amount':'5','currency':'UZS'}}"
                                .formatted(account))
                .is(201);
        system.get("/admin/v1/charges/own?account_id=" + account).is(200);
        system.get("/admin/v1/balances/" + account).is(200);
        system.post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':{'amount':'5','currency':'UZS'},'reference':'own'}")
                .isProblem(403, "scope_missing");
    }

    @Test
    void aReservationEndsByItself() {
        charge("short", "reserve", "100", "").is(201);
        charge("next", "reserve", "100", "").isProblem(402, "insufficient_funds", "amount");
        Charges charges = PLATFORM.server().part(Charges.class);
        Platform.await(
                "the job ends it",
                () -> charges.find(account, "short").orElseThrow().endedAt() != null);
        charge("short", "post", null, "").isProblem(409, "conflict", "external_id");
        charge("next", "reserve", "100", "").is(201);
        assertThat(PLATFORM.server().part(Reconciler.class).run()).isEmpty();
    }

    @Test
    void aSuspendedAccountSpendsNothingNew() {
        charge("held", "reserve", "10", ",'expires_in':600").is(201);
        admin.patch("/admin/v1/accounts/" + account, "{'status':'suspended'}").is(200);
        charge("new", "reserve", "1", "").isProblem(403, "account_suspended");
        charge("held", "post", null, "").is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | account_id  | {'external_id':'a','action':'void'}
                    invalid_field | account_id  | {'account_id':99999999,'external_id':'a','action':'void'}
                    missing_field | external_id | {'account_id':ID,'action':'void'}
                    invalid_field | external_id | {'account_id':ID,'external_id':'a/b','action':'void'}
                    invalid_field | external_id | {'account_id':ID,'external_id':'','action':'void'}
                    missing_field | action      | {'account_id':ID,'external_id':'a'}
                    invalid_field | action      | {'account_id':ID,'external_id':'a','action':'refund'}
                    missing_field | amount      | {'account_id':ID,'external_id':'a','action':'reserve'}
                    missing_field | amount      | {'account_id':ID,'external_id':'a','action':'post'}
                    unknown_field | amount      | {'account_id':ID,'external_id':'a','action':'void','amount':{'amount':'1','currency':'UZS'}}
                    invalid_field | amount      | {'account_id':ID,'external_id':'a','action':'post','amount':{'amount':'0','currency':'UZS'}}
                    invalid_field | amount.currency | {'account_id':ID,'external_id':'a','action':'post','amount':{'amount':'1','currency':'USD'}}
                    invalid_field | expires_in  | {'account_id':ID,'external_id':'a','action':'reserve','amount':{'amount':'1','currency':'UZS'},'expires_in':604801}
                    unknown_field | expires_in  | {'account_id':ID,'external_id':'a','action':'post','amount':{'amount':'1','currency':'UZS'},'expires_in':60}
                    """)
    void whatCannotBeIsRefusedByTheNameOfItsField(String code, String field, String body) {
        admin.post("/admin/v1/charges", body.replace("ID", Long.toString(account)))
                .isProblem(400, code, field);
        assertThat(admin.get("/admin/v1/charges?account_id=" + account).is(200).get("items"))
                .isEmpty();
    }
}
