package io.elchi.server.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Database;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.inbound.ReplyOutbox;
import io.elchi.server.intake.Intake;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.server.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Automatic answers of a whole server; each test has an account with a number of its own.
class ReplySenderTest {
    private static final String HANDSET = "998901234567";
    private static final String ROUTES = "/admin/v1/inbound-routes";

    @AutoClose
    private static final Platform PLATFORM = Platform.start(
            Map.of("inbound.replies_per_day", "4", "inbound.replies_to_same_text", "2", "inbound.resend_window", "0s"));

    private static int numbers = 1_700;

    private final Api admin = PLATFORM.admin();
    private final String number = Integer.toString(++numbers);
    private final long account = PLATFORM.account("client", PLATFORM.root(), "bank " + number);

    private static long operator;

    @BeforeAll
    static void prices() {
        Api admin = PLATFORM.admin();
        operator = admin.post("/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        admin.post("/admin/v1/tariff-routes", "{'price_per_sms':{'amount':'50','currency':'UZS'},'country':'UZ'}")
                .is(201);
    }

    private void sender() {
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'%s'}".formatted(account, number))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        Compliance compliance = PLATFORM.server().part(Compliance.class);
        Platform.await("the sender id is known", () -> violation(compliance, HANDSET, false) == null);
    }

    private Refusal violation(Compliance compliance, String to, boolean needsConsent) {
        return compliance.violation(
                new Compliance.Question(account, number, new Msisdn(Long.parseLong(to)), "text", 1, 1, needsConsent));
    }

    private void route(String reply) {
        admin.post(ROUTES, "{'account_id':%d,'number':'%s','reply':'%s'}".formatted(account, number, reply))
                .is(201);
    }

    private void receive(String from, String text) {
        Outcome.Received received = new Outcome.Received(
                1,
                from,
                number,
                text,
                8,
                text.getBytes(StandardCharsets.UTF_16BE),
                Wire.PLAIN,
                () -> {},
                Instant.now());
        InboundStore store = PLATFORM.server().part(InboundStore.class);
        PLATFORM.server()
                .part(Database.class)
                .transactions()
                .run(tx -> store.store(tx, List.of(received), Instant.now()));
    }

    private List<JsonNode> replies() {
        List<JsonNode> replies = new ArrayList<>();
        admin.get("/admin/v1/inbound-replies?account_id=" + account)
                .is(200)
                .get("items")
                .forEach(replies::add);
        return replies;
    }

    /// The newest first.
    private List<JsonNode> ended(int count) {
        Platform.await(
                "they have an end",
                () -> replies().stream().filter(each -> each.has("ended_at")).count() == count);
        return replies();
    }

    private long sent() {
        return PLATFORM.server()
                .part(Database.class)
                .jdbc()
                .sql("SELECT count(*) FROM messages.messages WHERE account_id = ?")
                .param(account)
                .query(Long.class)
                .single();
    }

    @Test
    void aMessageIsAnsweredByAnOrdinaryMessageOfItsOwner() {
        sender();
        route("Salom <b>& hush kelibsiz</b>");
        receive(HANDSET, "balance");
        JsonNode reply = ended(1).getFirst();
        assertThat(reply.get("state").stringValue()).as(reply.toString()).isEqualTo("sent");
        JsonNode message = admin.get(
                        "/admin/v1/messages/" + reply.get("message_id").stringValue())
                .is(200);
        assertThat(message.get("account_id").longValue()).isEqualTo(account);
        assertThat(message.get("to").stringValue()).contains(HANDSET);
        assertThat(message.get("from").stringValue()).isEqualTo(number);
        assertThat(message.get("class").stringValue()).isEqualTo("service");
        assertThat(message.get("text").stringValue()).isEqualTo("Salom <b>& hush kelibsiz</b>");
        assertThat(admin.get("/admin/v1/balances/" + account).is(200).toString())
                .contains("50.000000");
    }

    /// The process ended between the commit of the message and the row's, and another one has the job.
    @Test
    void afterACrashTheSameAnswerIsFound() {
        sender();
        route("Salom");
        receive(HANDSET, "balance");
        JsonNode first = ended(1).getFirst();
        PLATFORM.server()
                .part(Database.class)
                .jdbc()
                .sql("UPDATE inbound.replies SET state = 'waiting', sent_id = NULL, ended_at = NULL, due = now()"
                        + " WHERE account_id = ?")
                .param(account)
                .update();
        JsonNode again = ended(1).getFirst();
        assertThat(again.get("message_id")).isEqualTo(first.get("message_id"));
        assertThat(again.get("attempts").intValue()).isGreaterThan(1);
        assertThat(sent()).isEqualTo(1);
    }

    /// As if leases had failed.
    @Test
    void twoSendersAtOnceSendOnce() {
        sender();
        route("Salom");
        ReplySender one = another();
        ReplySender two = another();
        receive("998901230001", "a");
        receive("998901230002", "b");
        receive("998901230003", "c");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(one::run, threads),
                            CompletableFuture.runAsync(two::run, threads))
                    .join();
        }
        assertThat(ended(3)).allMatch(each -> each.get("state").stringValue().equals("sent"));
        assertThat(sent()).isEqualTo(3);
    }

    private static ReplySender another() {
        return new ReplySender(
                PLATFORM.server().part(ReplyOutbox.class),
                PLATFORM.server().part(Accounts.class),
                PLATFORM.server().part(Intake.class),
                // Each process knows only its own requests.
                new Idempotency(PLATFORM.server().part(Database.class), Clock.SYSTEM),
                Clock.SYSTEM,
                new Metrics());
    }

    @Test
    void twoMachinesThatAnswerEachOtherStop() {
        sender();
        route("Salom");
        for (int i = 0; i < 4; i++) {
            receive(HANDSET, "I am away");
        }
        for (String text : List.of("1", "2", "3")) {
            receive(HANDSET, text);
        }
        assertThat(ended(7).reversed())
                .extracting(each -> each.path("reason").asString("sent"))
                .containsExactly("sent", "sent", "repeated_text", "repeated_text", "sent", "sent", "too_many");
        assertThat(sent()).isEqualTo(4);
    }

    @Test
    void shortCodesNamesAndOurOwnNumbersGetNone() {
        sender();
        route("Salom");
        admin.post("/admin/v1/inbound-numbers", "{'account_id':%d,'number':'99890%s567'}".formatted(account, number))
                .is(201);
        receive("1234", "a");
        receive("Shop", "b");
        receive("99890" + number + "567", "c");
        assertThat(ended(3).reversed())
                .extracting(each -> each.path("reason").asString(null))
                .containsExactly("not_a_number", "not_a_number", "own_number");
        assertThat(sent()).isZero();
    }

    @Test
    void anAnswerThatCannotBeSentSaysWhy() {
        route("Salom");
        receive(HANDSET, "a");
        JsonNode reply = ended(1).getFirst();
        assertThat(reply.get("state").stringValue()).isEqualTo("failed");
        assertThat(reply.get("reason").stringValue()).isEqualTo(Failure.SENDER_NOT_ALLOWED.code());
        assertThat(admin.get("/admin/v1/inbound-replies?state=failed&account_id=" + account)
                        .is(200)
                        .get("items"))
                .hasSize(1);
        admin.get("/admin/v1/inbound-replies?state=gone").isProblem(400, "invalid_field", "state");
    }

    @Test
    void attemptsHaveAnEnd() {
        sender();
        route("Salom");
        admin.patch("/admin/v1/operators/" + operator, "{'status':'suspended'}").is(200);
        try {
            receive(HANDSET, "a");
            Platform.await("it was tried", () -> replies().getFirst().has("reason"));
            JsonNode waiting = replies().getFirst();
            assertThat(waiting.get("state").stringValue()).isEqualTo("waiting");
            assertThat(waiting.get("reason").stringValue()).isEqualTo(Failure.ROUTE_SUSPENDED.code());
            PLATFORM.server()
                    .part(Database.class)
                    .jdbc()
                    .sql("UPDATE inbound.replies SET attempts = ?, due = now() WHERE account_id = ?")
                    .params(ReplySender.MOST_ATTEMPTS - 1, account)
                    .update();
            JsonNode failed = ended(1).getFirst();
            assertThat(failed.get("state").stringValue()).isEqualTo("failed");
            assertThat(failed.get("attempts").intValue()).isEqualTo(ReplySender.MOST_ATTEMPTS);
        } finally {
            admin.patch("/admin/v1/operators/" + operator, "{'status':'active'}")
                    .is(200);
        }
    }

    @Test
    void anOptOutIsConfirmedAndEndsAdvertising() {
        sender();
        route("Salom");
        admin.post(
                        "/admin/v1/inbound-keywords",
                        "{'account_id':%d,'keyword':'STOP','language':'en','action':'opt_out','reply':'No more'}"
                                .formatted(account))
                .is(201);
        receive(HANDSET, "STOP");
        Compliance compliance = PLATFORM.server().part(Compliance.class);
        Platform.await("the opt-out is known", () -> violation(compliance, HANDSET, true) != null);
        assertThat(violation(compliance, HANDSET, true).failure()).isEqualTo(Failure.BLOCKED_DESTINATION);
        assertThat(violation(compliance, HANDSET, false)).isNull();
        JsonNode confirmation = ended(1).getFirst();
        assertThat(confirmation.get("state").stringValue())
                .as(confirmation.toString())
                .isEqualTo("sent");
        assertThat(confirmation.get("kind").stringValue()).isEqualTo("opt_out");
        assertThat(confirmation.get("text").stringValue()).isEqualTo("No more");
        Api bank = PLATFORM.as(PLATFORM.key(account, "'sms:send'"));
        String send = "{'to':'+998901234567','from':'%s','text':'Salom','class':'%s'}";
        for (String blocked : List.of("service", "promotional")) {
            bank.post("/v1/sms/send", send.formatted(number, blocked)).isProblem(422, "blocked_destination", "to");
        }
        for (String sent : List.of("otp", "transactional")) {
            bank.post("/v1/sms/send", send.formatted(number, sent)).is(202);
        }
        // A second STOP gets nothing, and the answer of the route is not sent to a number that opted out.
        receive(HANDSET, "STOP");
        receive(HANDSET, "balance");
        assertThat(ended(2).getFirst().get("reason").stringValue()).isEqualTo("blocked_destination");
        long optOut = admin.get("/admin/v1/opt-outs?number=%2B" + HANDSET + "&account_id=" + account)
                .is(200)
                .at("/items/0/id")
                .longValue();
        receive(HANDSET, "Start");
        Platform.await("the opt-in is known", () -> violation(compliance, HANDSET, true) == null);
        admin.delete("/admin/v1/opt-outs/" + optOut).isProblem(404, "not_found");
        bank.post("/v1/sms/send", send.formatted(number, "promotional")).is(202);
    }
}
