package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A suspension stops what is queued, over links to a simulated operator.
class SuspensionApiTest {
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

    private long operator(String linkStatus) {
        long operator = admin.post(
                        "/admin/v1/operators",
                        "{'name':'operator%d','default_cost':{'amount':'30','currency':'UZS'}}".formatted(++count))
                .is(201)
                .get("id")
                .longValue();
        admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'link%d','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'%s'}"
                                .formatted(operator, count, simulator.ports().get("beeline"), linkStatus))
                .is(201);
        return operator;
    }

    private void startLink(long operator) {
        for (var link : admin.get("/admin/v1/smpp-links").is(200).get("items")) {
            if (link.get("operator_id").longValue() == operator) {
                admin.patch("/admin/v1/smpp-links/" + link.get("id"), "{'status':'started'}")
                        .is(200);
            }
        }
    }

    private long client(String name, long... operators) {
        long client = PLATFORM.account("client", PLATFORM.root(), name);
        int priority = 0;
        for (long operator : operators) {
            admin.post(
                            "/admin/v1/routes",
                            "{'operator_id':%d,'account_id':%d,'country':'UZ','priority':%d}"
                                    .formatted(operator, client, priority++))
                    .is(201);
        }
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
        return client;
    }

    private Api as(long client) {
        return PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
    }

    private static String awaitAccepted(Api bank, String messageClass) {
        String[] id = new String[1];
        Platform.await("the message is accepted", () -> {
            Api.Answer answer = bank.post(
                    "/v1/sms/send",
                    "{'to':'+998901234567','from':'Bank','text':'Salom','class':'%s'}".formatted(messageClass));
            id[0] = answer.status() == 202 ? answer.json().get("id").stringValue() : null;
            return id[0] != null;
        });
        return id[0];
    }

    private List<String> events(String id) {
        return admin.get("/admin/v1/messages/" + id)
                .is(200)
                .get("timeline")
                .valueStream()
                .map(step -> step.get("event").stringValue())
                .toList();
    }

    private List<String> refusals(long account) {
        return admin.get("/admin/v1/refusals?account_id=" + account)
                .is(200)
                .get("items")
                .valueStream()
                .map(each -> each.get("code").stringValue())
                .toList();
    }

    private String waiting(String id) {
        return admin.get("/admin/v1/messages/" + id)
                .is(200)
                .at("/waiting/reason")
                .asString("");
    }

    private String reserved(long account) {
        return admin.get("/admin/v1/balances/" + account)
                .is(200)
                .at("/reserved/amount")
                .stringValue();
    }

    private String waitingOf(String path) {
        return admin.get(path).is(200).get("waiting").stringValue();
    }

    private static void change(long client, boolean active, boolean cancelWaiting) {
        PLATFORM.server()
                .part(AccountRegister.class)
                .change(
                        client,
                        new AccountRegister.Change(
                                active, cancelWaiting, null, null, null, null, null, null, null, null, false));
    }

    @Test
    void whatWaitsIsCanceledWhenWhoSuspendsWantsIt() throws SQLException {
        long operator = operator("stopped");
        long client = client("gone", operator);
        String path = "/admin/v1/accounts/" + client;
        Api bank = as(client);
        String id = awaitAccepted(bank, "otp");
        String later = bank.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'x','not_before':'%s'}"
                                .formatted(Instant.now().plusSeconds(3600)))
                .is(202)
                .get("id")
                .stringValue();
        assertThat(reserved(client)).isEqualTo("110.000000");
        admin.patch(path, "{'waiting':'cancel'}").isProblem(400, "invalid_field", "waiting");
        admin.patch(path, "{'status':'active','waiting':'hold'}").isProblem(400, "invalid_field", "waiting");
        admin.patch(path, "{'status':'suspended','waiting':'gone'}").isProblem(400, "invalid_field", "waiting");
        JsonNode held = admin.patch(path, "{'status':'suspended'}").is(200);
        assertThat(held.get("waiting").stringValue()).isEqualTo("hold");
        JsonNode canceling =
                admin.patch(path, "{'status':'suspended','waiting':'cancel'}").is(200);
        assertThat(canceling.get("waiting").stringValue()).isEqualTo("cancel");
        Platform.await(
                "it is canceled",
                () -> admin.get("/admin/v1/messages/" + id)
                        .is(200)
                        .get("state")
                        .stringValue()
                        .equals("canceled"));
        assertThat(events(id)).containsExactly("accepted", "reserved", "ended", "canceled");
        // The scheduled one comes to its turn at its time.
        assertThat(reserved(client)).isEqualTo("55.000000");
        assertThat(events(later)).containsExactly("accepted", "reserved");
        // What the platform decided stays when somebody else, or nobody, says something about it.
        change(client, false, false);
        assertThat(waitingOf(path)).isEqualTo("cancel");
        admin.patch(path, "{'status':'suspended'}").is(200);
        assertThat(waitingOf(path)).isEqualTo("cancel");
        admin.patch(path, "{'status':'suspended','waiting':'hold'}").is(200);
        change(client, false, true);
        assertThat(waitingOf(path)).isEqualTo("hold");
        JsonNode active = admin.patch(path, "{'status':'active'}").is(200);
        assertThat(active.has("waiting")).isFalse();
        // As by the people of a reseller above it.
        change(client, false, true);
        assertThat(waitingOf(path)).isEqualTo("cancel");
        // As by the release before.
        PLATFORM.server().database().execute("UPDATE accounts.accounts SET status = 'active' WHERE id = " + client);
        PLATFORM.server().database().execute("UPDATE accounts.accounts SET status = 'suspended' WHERE id = " + client);
        assertThat(waitingOf(path)).isEqualTo("hold");
    }

    @Test
    void queuedMessagesOfASuspendedAccountAreNotSentWhileItIsSuspended() {
        long operator = operator("stopped");
        long client = client("late payer", operator);
        Api bank = as(client);
        Api other = as(client("another", operator));
        String held = awaitAccepted(bank, "otp");
        assertThat(waiting(held)).isEqualTo("no_session");
        JsonNode shown = bank.get("/v1/sms/" + held).is(200).get("waiting");
        assertThat(shown.get("reason").stringValue()).isEqualTo("no_session");
        assertThat(shown.propertyNames()).containsExactlyInAnyOrder("reason", "detail");
        admin.patch("/admin/v1/accounts/" + client, "{'status':'suspended'}").is(200);
        Platform.await("the suspension is known", () -> bank.get("/v1/balance").status() == 403);
        bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'}")
                .isProblem(403, "account_suspended");
        Platform.await("the refusal is recorded", () -> refusals(client).contains("account_suspended"));
        startLink(operator);
        String sent = awaitAccepted(other, "otp");
        Platform.await("the other account's message is sent", () -> events(sent).contains("submitted"));
        assertThat(events(held)).containsExactly("accepted", "reserved");
        assertThat(waiting(held)).isEqualTo("account_suspended");
        admin.patch("/admin/v1/accounts/" + client, "{'status':'active'}").is(200);
        Platform.await("the held message is sent", () -> events(held).contains("submitted"));
        assertThat(waiting(held)).isIn("receipt", "");
    }

    /// It would wait a minute for the session of its first operator.
    @Test
    void aSuspendedOperatorsQueueMovesToTheNextCandidate() {
        long first = operator("stopped");
        long second = operator("stopped");
        Api bank = as(client("patient", first, second));
        String id = awaitAccepted(bank, "transactional");
        startLink(second);
        Platform.await(
                "the second operator can be reached",
                () -> admin.get("/admin/v1/operators/" + second)
                        .is(200)
                        .get("reachable")
                        .booleanValue());
        assertThat(events(id)).containsExactly("accepted", "reserved");
        admin.patch("/admin/v1/operators/" + first, "{'status':'suspended'}").is(200);
        Platform.await("the second operator has it", () -> events(id).contains("submitted"));
        assertThat(admin.get("/admin/v1/messages/" + id).is(200).get("timeline").toString())
                .contains("the operator is suspended");
    }
}
