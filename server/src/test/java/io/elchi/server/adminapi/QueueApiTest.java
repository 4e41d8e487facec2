package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Queues are shown, held, released and moved, over links to a simulated operator.
class QueueApiTest {
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

    private long operator(int cost, String linkStatus) {
        long operator = admin.post(
                        "/admin/v1/operators",
                        "{'name':'queue%d','default_cost':{'amount':'%d','currency':'UZS'}}".formatted(++count, cost))
                .is(201)
                .get("id")
                .longValue();
        admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'queue-link%d','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'%s'}"
                                .formatted(operator, count, simulator.ports().get("beeline"), linkStatus))
                .is(201);
        return operator;
    }

    private void startLink(long operator) {
        for (JsonNode link : admin.get("/admin/v1/smpp-links").is(200).get("items")) {
            if (link.get("operator_id").longValue() == operator) {
                admin.patch("/admin/v1/smpp-links/" + link.get("id"), "{'status':'started'}")
                        .is(200);
            }
        }
    }

    private long client(long... operators) {
        long client = PLATFORM.account("client", PLATFORM.root(), "queues " + ++count);
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

    private static String send(Api bank, String more) {
        String[] id = new String[1];
        Platform.await("a message is accepted", () -> {
            Api.Answer answer =
                    bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'%s}".formatted(more));
            id[0] = answer.status() == 202 ? answer.json().get("id").stringValue() : null;
            return id[0] != null;
        });
        return id[0];
    }

    private JsonNode queue(long operator) {
        return admin.get("/admin/v1/queues")
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.get("operator_id").longValue() == operator)
                .findFirst()
                .orElseThrow();
    }

    private int waiting(long operator, String reason) {
        return queue(operator).at("/waiting/" + reason).intValue();
    }

    private List<String> events(String id) {
        return admin.get("/admin/v1/messages/" + id)
                .is(200)
                .get("timeline")
                .valueStream()
                .map(step -> step.get("event").stringValue())
                .toList();
    }

    private String reason(String id) {
        return admin.get("/admin/v1/messages/" + id)
                .is(200)
                .at("/waiting/reason")
                .asString("");
    }

    private List<JsonNode> audited(String object) {
        return admin.get("/admin/v1/audit?object=" + object)
                .is(200)
                .get("items")
                .valueStream()
                .map(item -> item.get("entry"))
                .toList();
    }

    @Test
    void aHeldOperatorGetsNothingUntilItIsReleased() {
        long operator = operator(30, "stopped");
        long client = client(operator);
        Api bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        JsonNode held =
                admin.post("/admin/v1/queues/" + operator + "/hold", null).is(200);
        String since = held.get("held_at").stringValue();
        startLink(operator);
        Platform.await(
                "it is reachable",
                () -> admin.get("/admin/v1/operators/" + operator)
                        .is(200)
                        .get("reachable")
                        .booleanValue());
        String id = send(bank, "");
        send(bank, ",'not_before':'" + Instant.now().plusSeconds(3600) + "'");
        Platform.await("the hold is known", () -> reason(id).equals("operator_held"));
        assertThat(waiting(operator, "held")).isEqualTo(1);
        assertThat(waiting(operator, "scheduled")).isEqualTo(1);
        assertThat(waiting(operator, "queued")).isZero();
        assertThat(queue(operator).at("/waiting/complete").booleanValue()).isTrue();
        Platform.await("its owner said so", () -> queue(operator).has("process"));
        assertThat(queue(operator).get("oldest")).isNotNull();
        // A hold comes before a suspension, which would let messages leave.
        admin.patch("/admin/v1/operators/" + operator, "{'status':'suspended'}").is(200);
        assertThat(events(id)).containsExactly("accepted", "reserved");
        assertThat(admin.post("/admin/v1/queues/" + operator + "/hold", null)
                        .is(200)
                        .get("held_at")
                        .stringValue())
                .isEqualTo(since);
        admin.patch("/admin/v1/operators/" + operator, "{'status':'active'}").is(200);
        assertThat(admin.post("/admin/v1/queues/" + operator + "/release", null)
                        .is(200)
                        .has("held_at"))
                .isFalse();
        Platform.await("it is sent", () -> events(id).contains("submitted"));
        Platform.await("nothing waits but the scheduled one", () -> waiting(operator, "queued") == 0);
        assertThat(audited("routing.operators").stream()
                        .filter(entry -> entry.get("id").stringValue().equals(Long.toString(operator)))
                        .filter(entry -> entry.at("/after/held_at").isString()))
                .hasSize(1);
    }

    private String money(long client, String what) {
        return admin.get("/admin/v1/balances/" + client)
                .is(200)
                .at("/" + what + "/amount")
                .stringValue();
    }

    private void awaitReachable(long operator) {
        Platform.await(
                "it can be reached",
                () -> admin.get("/admin/v1/operators/" + operator)
                        .is(200)
                        .get("reachable")
                        .booleanValue());
    }

    /// The client pays 60 for a part that this operator carries.
    private void priceOf(long third, long client) {
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'operator_id':%d,'price_per_sms':{'amount':'60','currency':'UZS'},'country':'UZ'}"
                                .formatted(client, third))
                .is(201);
        Platform.await(
                "the price is known",
                () -> admin.post("/admin/v1/route/decision", "{'account_id':%d,'to':'+998901234567'}".formatted(client))
                        .is(200)
                        .toString()
                        .contains("60.000000"));
    }

    @Test
    void whatWaitsMovesToTheNamedCandidateAndCostsWhatThatCosts() {
        long first = operator(30, "stopped");
        long second = operator(31, "stopped");
        long third = operator(32, "started");
        long client = client(first, second, third);
        priceOf(third, client);
        Api bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        awaitReachable(third);
        // Held, so that it is the first that has its turn, and that nothing leaves by itself.
        admin.post("/admin/v1/queues/" + first + "/hold", null).is(200);
        startLink(first);
        startLink(second);
        awaitReachable(first);
        // Else it would be the last candidate, and the third one the next of the second move.
        awaitReachable(second);
        String id = send(bank, "");
        String other = send(bank, "");
        Platform.await("both wait", () -> waiting(first, "held") == 2);
        JsonNode begun = admin.post(
                        "/admin/v1/queues/" + first + "/move", "{'to_operator_id':%d,'limit':1}".formatted(third))
                .is(202);
        assertThat(begun.get("state").stringValue()).isEqualTo("running");
        Platform.await(
                "one has moved",
                () -> queue(first).at("/move/state").asString("").equals("finished"));
        assertThat(queue(first).at("/move/moved").intValue()).isEqualTo(1);
        Platform.await(
                "it is sent",
                () -> events(id).contains("submitted") || events(other).contains("submitted"));
        assertThat(waiting(first, "held")).isEqualTo(1);
        admin.post("/admin/v1/queues/" + first + "/move", "{}").is(202);
        Platform.await(
                "the other one is sent",
                () -> events(id).contains("submitted") && events(other).contains("submitted"));
        Platform.await(
                "the move has ended",
                () -> queue(first).at("/move/state").asString("").equals("finished"));
        JsonNode timeline = admin.get("/admin/v1/messages/" + id).is(200).get("timeline");
        assertThat(timeline.toString()).contains("the platform moved it to another operator");
        assertThat(waiting(first, "held")).isZero();
        assertThat(audited("messages.queue_moves").stream()
                        .filter(entry -> entry.get("action").stringValue().equals("insert")))
                .hasSizeGreaterThanOrEqualTo(2);
        Platform.await(
                "each costs what its candidate costs",
                () -> money(client, "balance").equals("885.000000"));
        Platform.await("the rest is released", () -> money(client, "reserved").equals("0.000000"));
    }

    /// `retry` counts answers of operators. A candidate that was passed over was not asked.
    @Test
    void whatWasMovedWaitsAsBefore() throws SQLException {
        long first = operator(30, "stopped");
        long second = operator(31, "stopped");
        long client = client(first, second);
        admin.post("/admin/v1/queues/" + first + "/hold", null).is(200);
        startLink(first);
        awaitReachable(first);
        String id = send(PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'")), "");
        Platform.await("it waits", () -> waiting(first, "held") == 1);
        admin.post("/admin/v1/queues/" + first + "/move", "{}").is(202);
        Platform.await("it waits for the other operator", () -> waiting(second, "queued") == 1);
        assertThat(waiting(second, "retry")).isZero();
        String refused = "UPDATE messages.events SET status = 8 WHERE kind = 3 AND message_id = '" + id + "'";
        PLATFORM.server().database().execute(refused);
        assertThat(waiting(second, "retry")).isEqualTo(1);
        assertThat(waiting(second, "queued")).isZero();
    }

    @Test
    void aMoveMustNameAnotherOperatorAndRunsAlone() throws SQLException {
        long operator = operator(30, "stopped");
        String move = "/admin/v1/queues/" + operator + "/move";
        admin.post(move, "{'to_operator_id':%d}".formatted(operator)).isProblem(400, "invalid_field", "to_operator_id");
        admin.post(move, "{'to_operator_id':987654}").isProblem(400, "invalid_field", "to_operator_id");
        admin.post(move, "{'limit':0}").isProblem(400, "invalid_field", "limit");
        admin.post("/admin/v1/queues/987654/move", "{}").isProblem(404, "not_found");
        admin.post("/admin/v1/queues/987654/hold", null).isProblem(404, "not_found");
        PLATFORM.server()
                .database()
                .execute("INSERT INTO messages.queue_moves (operator_id, most, created_at) VALUES (987654, 1, now())");
        PLATFORM.server()
                .database()
                .execute("INSERT INTO messages.queue_moves (operator_id, most, created_at) SELECT " + operator
                        + ", 1, now() ON CONFLICT DO NOTHING");
        Platform.await(
                "it ends, since nothing waits",
                () -> queue(operator).at("/move/state").asString("").equals("finished"));
    }

    private List<JsonNode> letters(String kind) {
        return admin.get("/admin/v1/dead-letters/" + kind)
                .is(200)
                .get("items")
                .valueStream()
                .toList();
    }

    @Test
    void deadLettersAreTriedAgainOrDiscarded() throws SQLException {
        long operator = operator(30, "stopped");
        PLATFORM.server()
                .database()
                .execute(
                        "INSERT INTO messages.unmatched_receipts (id, operator_id, smsc_message_id, receipt_key, source,"
                                + " destination, state, received_at, attempts) SELECT gen_random_uuid(), " + operator
                                + ", 'lost-' || n, 'lost-' || n, '998901234567', 'Bank', 'DELIVERED', now() - n * interval '1 s', 4"
                                + " FROM generate_series(1, 3) n");
        PLATFORM.server()
                .database()
                .execute("INSERT INTO queue.dead_letters (id, shard, kind, payload, put_at, attempts, reason)"
                        + " VALUES (gen_random_uuid(), " + (operator << 6) + ", 2, '\\x7f', now(), 30, 'planted')");
        JsonNode page = admin.get("/admin/v1/dead-letters/receipts?limit=2&operator_id=" + operator)
                .is(200);
        assertThat(page.get("items")).hasSize(2);
        JsonNode rest = admin.get("/admin/v1/dead-letters/receipts?limit=2&operator_id=" + operator + "&cursor="
                        + page.get("next").stringValue())
                .is(200);
        assertThat(rest.get("items")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
        String first = page.at("/items/0/id").stringValue();
        admin.post("/admin/v1/dead-letters/receipts/" + first + "/discard", null)
                .is(204);
        admin.post("/admin/v1/dead-letters/receipts/" + first + "/discard", null)
                .isProblem(404, "not_found");
        String second = page.at("/items/1/id").stringValue();
        admin.post("/admin/v1/dead-letters/receipts/" + second + "/retry", null).is(204);
        Platform.await(
                "it was looked for again", () -> !letters("receipts").toString().contains(second));
        String row = letters("inbox").getFirst().get("id").stringValue();
        assertThat(letters("inbox").getFirst().get("type").stringValue()).isEqualTo("late_answer");
        admin.post("/admin/v1/dead-letters/inbox/" + row + "/retry", null).is(204);
        assertThat(letters("inbox")).isEmpty();
        List<JsonNode> entries = audited("messages.unmatched_receipts");
        assertThat(entries.stream().map(entry -> entry.get("action").stringValue()))
                .containsExactly("update", "delete");
        assertThat(entries.getFirst().at("/actor/kind").stringValue()).isEqualTo("key");
        assertThat(entries.toString()).contains("lost-1").doesNotContain("998901234567");
        assertThat(audited("queue.dead_letters")
                        .getFirst()
                        .at("/before/payload")
                        .stringValue())
                .isEqualTo("hidden");
    }

    @Test
    void questionsForDeadLettersThatCannotBeAreRefused() {
        admin.get("/admin/v1/dead-letters/nothing").isProblem(404, "not_found");
        admin.get("/admin/v1/dead-letters/receipts?account_id=3").isProblem(400, "invalid_field", "account_id");
        admin.get("/admin/v1/dead-letters/receipts?cursor=x").isProblem(400, "invalid_field", "cursor");
        admin.get("/admin/v1/dead-letters/webhooks?cursor=1.x").isProblem(400, "invalid_field", "cursor");
        for (String time : List.of("-9000000000000000000", "-1", "253402300800000000", "9000000000000000000")) {
            admin.get("/admin/v1/dead-letters/receipts?cursor=" + time + ".00000000-0000-0000-0000-000000000000")
                    .isProblem(400, "invalid_field", "cursor");
        }
        admin.post("/admin/v1/dead-letters/webhooks/x/retry", null).isProblem(404, "not_found");
    }

    @Test
    void anAbandonedEventIsPostedAgain() throws SQLException {
        long client = PLATFORM.account("client", PLATFORM.root(), "dead letters");
        PLATFORM.server()
                .database()
                .execute("INSERT INTO webhooks.endpoints (account_id, url, secret, status) VALUES (" + client
                        + ", 'https://example.test/', 'whsec_AAAA', 'disabled')");
        for (int event = 1; event <= 2; event++) {
            PLATFORM.server()
                    .database()
                    .execute("INSERT INTO webhooks.deliveries (endpoint_id, event_id, type, payload, state, attempts,"
                            + " last_error, created_at, updated_at) SELECT id, " + event
                            + ", 'message.delivered', '{}', 'dead', 12, 'HTTP 500', now(), now()"
                            + " FROM webhooks.endpoints WHERE account_id = " + client);
        }
        JsonNode page = admin.get("/admin/v1/dead-letters/webhooks?account_id=" + client)
                .is(200);
        assertThat(page.get("items")).hasSize(2);
        String path = "/admin/v1/dead-letters/webhooks/";
        admin.post(path + page.at("/items/0/id").stringValue() + "/retry", null).is(204);
        admin.post(path + page.at("/items/1/id").stringValue() + "/discard", null)
                .is(204);
        assertThat(admin.get("/admin/v1/dead-letters/webhooks?account_id=" + client)
                        .is(200)
                        .get("items"))
                .isEmpty();
        assertThat(audited("webhooks.deliveries").stream()
                        .map(entry -> entry.get("action").stringValue()))
                .containsExactly("delete", "update");
        admin.get("/admin/v1/dead-letters/webhooks?operator_id=3").isProblem(400, "invalid_field", "operator_id");
    }
}
