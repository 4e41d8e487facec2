package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.Settled;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages from their acceptance to their end, on the real tables: at every moment a client reads what it was
/// told, whichever table has it, and its account pays exactly that.
class MessageLifeTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long accounts = 100;
    private final Stage stage = Stage.on(DATABASE.database(), ManualClock.atMidnight());
    private long client;
    private long reseller;

    @BeforeEach
    void accounts() {
        client = ++accounts;
        reseller = ++accounts;
        stage.open(10_000, client, reseller);
    }

    private void reads(Message message, MessageState state, long price, int charged, EventKind... events) {
        MessageView view = stage.store.view(client, message.id()).orElseThrow();
        assertThat(view.state()).isEqualTo(state);
        assertThat(view.priceMicros()).isEqualTo(price);
        assertThat(view.partsCharged()).isEqualTo(charged);
        assertThat(view.events()).extracting(Event::kind).containsExactly(events);
        assertThat(stage.balance(client)).isEqualTo(10_000_000_000L - price);
        List<Settled> told = stage.told.stream()
                .filter(each -> each.message().id().equals(message.id()))
                .toList();
        if (state.isFinal()) {
            Settled last = told.getLast();
            assertThat(told).hasSize(1);
            assertThat(last.state()).isEqualTo(state);
            assertThat(last.cdr().priceMicros()).isEqualTo(price);
            assertThat(view.endedAt()).isEqualTo(last.at());
            assertThat(view.submittedAt()).isEqualTo(last.cdr().submittedAt());
            assertThat(view.deliveredAt()).isEqualTo(last.cdr().deliveredAt());
            assertThat(view.smscStatus()).isEqualTo(last.cdr().smscStatus());
            assertThat(view.errorCode()).isEqualTo(last.cdr().errorCode());
            assertThat(stage.reserved(client)).isZero();
            assertThat(stage.reserved(reseller)).isZero();
        } else {
            assertThat(told).isEmpty();
            assertThat(view.endedAt()).isNull();
            int open = message.parts() - charged;
            assertThat(stage.reserved(client)).isEqualTo(message.reservedMicros(0) * open);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deliveredAfterSomeProgress(boolean restarts) throws InterruptedException {
        Message message = stage.accept(client, new long[] {reseller}, 1, Stage.candidate(1, 45_000_000, 40_000_000));
        reads(message, MessageState.ACCEPTED, 0, 0);
        stage.now(stage.submitted(message, 1, 1, "a-" + client));
        reads(message, MessageState.SUBMITTED, 45_000_000, 1, EventKind.SUBMITTED);
        assertThat(stage.balance(reseller)).isEqualTo(9_960_000_000L);
        again(restarts);
        stage.now(stage.receipt(1, "a-" + client, ReceiptState.ENROUTE));
        reads(message, MessageState.SUBMITTED, 45_000_000, 1, EventKind.SUBMITTED, EventKind.INTERMEDIATE_RECEIPT);
        again(restarts);
        stage.now(stage.receipt(1, "a-" + client, ReceiptState.DELIVERED));
        reads(
                message,
                MessageState.DELIVERED,
                45_000_000,
                1,
                EventKind.SUBMITTED,
                EventKind.INTERMEDIATE_RECEIPT,
                EventKind.RECEIPT);
        Settled told = stage.told.getLast();
        assertThat(told.cdr().smscStatus()).isEqualTo("DELIVERED");
        assertThat(told.cdr().errorCode()).isEqualTo("000");
        assertThat(told.cdr().operatorId()).isEqualTo(1);
        assertThat(told.cdr().cost().micros()).isEqualTo(22_500_000);
        assertThat(told.cdr().upstreamMicros()).containsExactly(40_000_000);
    }

    private void again(boolean restarts) {
        if (restarts) {
            stage.restart();
            stage.sweep();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threePartsOfWhichOneIsNotDelivered(boolean restarts) throws InterruptedException {
        Message message = stage.accept(client, new long[] {reseller}, 3, Stage.candidate(1, 45_000_000, 0));
        String id = "b-" + client + "-";
        stage.now(stage.submitted(message, 2, 3, id + 2));
        reads(message, MessageState.SUBMITTED, 45_000_000, 1, EventKind.SUBMITTED);
        again(restarts);
        stage.now(stage.submitted(message, 1, 3, id + 1), stage.submitted(message, 3, 3, id + 3));
        again(restarts);
        stage.now(
                stage.receipt(1, id + 3, ReceiptState.DELIVERED), stage.receipt(1, id + 1, ReceiptState.UNDELIVERABLE));
        reads(
                message,
                MessageState.SUBMITTED,
                135_000_000,
                3,
                EventKind.SUBMITTED,
                EventKind.SUBMITTED,
                EventKind.SUBMITTED,
                EventKind.RECEIPT,
                EventKind.RECEIPT);
        again(restarts);
        stage.now(stage.receipt(1, id + 2, ReceiptState.DELIVERED));
        MessageView view = stage.store.view(client, message.id()).orElseThrow();
        reads(
                message,
                MessageState.UNDELIVERED,
                135_000_000,
                3,
                view.events().stream().map(Event::kind).toArray(EventKind[]::new));
        assertThat(view.deliveredAt()).isNull();
        assertThat(stage.told.getLast().cdr().smscMessageId()).isEqualTo(id + "1," + id + "2," + id + "3");
    }

    @Test
    void refusedThenTakenByTheNextOperatorAtItsOwnPrice() throws InterruptedException {
        Message message = stage.accept(
                client,
                new long[] {reseller},
                2,
                Stage.candidate(1, 45_000_000, 44_000_000),
                Stage.candidate(2, 40_000_001, 39_000_000));
        stage.now(stage.refused(message, 1, 2, 0x0A, true));
        reads(message, MessageState.ACCEPTED, 0, 0, EventKind.REFUSED);
        stage.now(stage.refused(message, 2, 2, 0x0A, true));
        assertThat(stage.queued(2)).extracting(SubmitTask::candidate).containsExactly(1);
        stage.now(
                stage.submitted(message, 1, 2, "c1-" + client),
                stage.submitted(message, 2, 2, "c2-" + client),
                stage.receipt(2, "c1-" + client, ReceiptState.DELIVERED),
                stage.receipt(2, "c2-" + client, ReceiptState.DELIVERED));
        reads(
                message,
                MessageState.DELIVERED,
                80_000_002,
                2,
                EventKind.REFUSED,
                EventKind.REFUSED,
                EventKind.SUBMITTED,
                EventKind.SUBMITTED,
                EventKind.RECEIPT,
                EventKind.RECEIPT);
        // What the first operator said of it is no error of a message that is delivered.
        assertThat(stage.told.getLast().cdr().errorCode()).isEqualTo("000");
        assertThat(stage.told.getLast().cdr().operatorId()).isEqualTo(2);
        assertThat(stage.balance(reseller)).isEqualTo(10_000_000_000L - 78_000_000);
    }

    /// A link with longer headers makes four submit_sm of three parts: the operator is paid for four.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCostIsThatOfTheSubmitsAndThePriceIsAsQuoted(boolean restarts) throws InterruptedException {
        Message message = stage.accept(
                client,
                RouteCandidate.NONE,
                3,
                Samples.candidate(1, 45_000_000, RouteCandidate.NONE, 38_000_000, "UZS"));
        for (int part = 1; part <= 4; part++) {
            stage.now(stage.submitted(message, part, 4, "g-" + client + "-" + part));
        }
        again(restarts);
        for (int part = 1; part <= 4; part++) {
            stage.now(stage.receipt(1, "g-" + client + "-" + part, ReceiptState.DELIVERED));
        }
        var cdr = stage.told.getLast().cdr();
        assertThat(cdr.priceMicros()).isEqualTo(3 * 45_000_000L);
        assertThat(cdr.partsCharged()).isEqualTo(3);
        assertThat(cdr.cost().submits()).isEqualTo(4);
        assertThat(cdr.cost().micros()).isEqualTo(4 * 38_000_000L);
        assertThat(cdr.cost().byOperator()).isNull();
    }

    /// The next operator has its turn when the late answer of the first one comes.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCostIsThatOfTheOperatorsThatTookTheParts(boolean restarts) throws InterruptedException {
        Message message = stage.accept(
                client,
                RouteCandidate.NONE,
                2,
                Samples.candidate(1, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS"),
                Samples.candidate(2, 45_000_000, RouteCandidate.NONE, 20_000, "EUR"));
        SubmitTask first = stage.dispatch(message);
        stage.now(stage.refused(message, 0, 2, 0x58, true));
        SubmitTask second = stage.dispatch(message);
        stage.now(new Outcome.Submitted(first, 1, 2, "h1", "h1-" + client, true, stage.clock.now()));
        again(restarts);
        stage.now(
                new Outcome.Submitted(second, 1, 2, "h2", "h2-" + client, false, stage.clock.now()),
                new Outcome.Submitted(second, 2, 2, "h3", "h3-" + client, false, stage.clock.now()));
        again(restarts);
        stage.now(stage.receipt(2, "h3-" + client, ReceiptState.DELIVERED));
        stage.now(stage.receipt(1, "h1-" + client, ReceiptState.DELIVERED));
        var cdr = stage.told.getLast().cdr();
        assertThat(cdr.cost().submits()).isEqualTo(3);
        assertThat(cdr.cost().byOperator()).isEqualTo("1:1:30UZS,2:2:0.04EUR");
        assertThat(cdr.cost().micros()).isEqualTo(40_000);
        assertThat(cdr.cost().currency()).isEqualTo("EUR");
    }

    /// The client is not charged for it, and the operator gets its money.
    @Test
    void whatAnOperatorTakesAfterTheEndIsInTheRecordWithItsCost() throws InterruptedException {
        Message message = stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(1, 45_000_000));
        SubmitTask task = stage.dispatch(message);
        stage.now(new Outcome.Expired(task, 1, stage.clock.now()));
        stage.clock.advance(Duration.ofMillis(5));
        stage.now(new Outcome.Submitted(task, 1, 1, "l1", "l1-" + client, true, stage.clock.now()));
        reads(message, MessageState.EXPIRED, 0, 0, EventKind.ENDED, EventKind.SUBMITTED_LATE);
        Map<String, Object> record = DATABASE.database()
                .jdbc()
                .sql("SELECT cost, submits, operator_costs FROM messages.cdr_sms WHERE id = ?")
                .param(message.id().uuid())
                .query()
                .singleRow();
        assertThat(record.get("cost")).hasToString("22.500000");
        assertThat(record.get("submits")).hasToString("1");
        assertThat(record.get("operator_costs")).isEqualTo("1:1:22.5UZS");
    }

    @Test
    void refusedByAllCostsNothing() throws InterruptedException {
        Message message = stage.accept(
                client, RouteCandidate.NONE, 1, Stage.candidate(1, 45_000_000), Stage.candidate(2, 50_000_000));
        stage.now(stage.refused(message, 1, 1, 0x08, true));
        stage.now(stage.refused(message, 1, 1, 0x0B, false));
        reads(message, MessageState.REJECTED, 0, 0, EventKind.REFUSED, EventKind.REFUSED, EventKind.ENDED);
        assertThat(stage.told.getLast().cdr().smscStatus()).isEqualTo("status 11");
        assertThat(stage.told.getLast().cdr().errorCode()).isEqualTo("0x0000000B");
        assertThat(stage.told.getLast().cdr().operatorId()).isEqualTo(2);
    }

    @Test
    void expiredInTheQueueNamesNoOperator() throws InterruptedException {
        Message message = stage.accept(client, 2);
        stage.clock.advance(Duration.ofHours(1));
        stage.now(new Outcome.Expired(stage.dispatch(message), 0, stage.clock.now()));
        reads(message, MessageState.EXPIRED, 0, 0, EventKind.ENDED);
        assertThat(stage.told.getLast().cdr().operatorId()).isZero();
        assertThat(stage.told.getLast().cdr().smscStatus()).isNull();
        assertThat(stage.told.getLast().cdr().cost().micros()).isZero();
    }

    @Test
    void onePartTakenAndTheOtherExpiredIsPaidForOne() throws InterruptedException {
        Message message = stage.accept(client, new long[] {reseller}, 2, Stage.candidate(1, 45_000_000, 40_000_000));
        stage.now(stage.submitted(message, 1, 2, "d-" + client));
        stage.clock.advance(Duration.ofHours(2));
        stage.now(new Outcome.Expired(new SubmitTask(stage.progress(message), 0, 2, 1), 2, stage.clock.now()));
        stage.now(stage.receipt(1, "d-" + client, ReceiptState.DELIVERED));
        reads(message, MessageState.EXPIRED, 45_000_000, 1, EventKind.SUBMITTED, EventKind.ENDED, EventKind.RECEIPT);
    }

    /// Each part that was written is canceled on its own.
    @Test
    void partsThatAreCanceledOneByOneAreCanceled() throws InterruptedException {
        Message message = stage.accept(client, 3);
        for (int part = 1; part <= 3; part++) {
            stage.now(new Outcome.Canceled(new SubmitTask(stage.progress(message), 0, part, 1), 3, stage.clock.now()));
        }
        reads(message, MessageState.CANCELED, 0, 0, EventKind.ENDED, EventKind.ENDED, EventKind.ENDED);
    }

    /// The operator may have it: nobody can say that it was taken back.
    @Test
    void whatWasNotAnsweredIsNotCanceled() throws InterruptedException {
        Message message = stage.accept(client, 1);
        SubmitTask task = stage.dispatch(message);
        stage.now(new Outcome.Unanswered(task, 1, 1, true, "no response in time", stage.clock.now()));
        stage.now(new Outcome.Canceled(new SubmitTask(stage.progress(message), 0, 1, 2), 1, stage.clock.now()));
        reads(message, MessageState.UNKNOWN, 0, 0, EventKind.UNANSWERED, EventKind.ENDED);
    }

    /// The first part waited for a throttled operator until the message's validity was over; what the operator
    /// said of the other one comes after that.
    @Test
    void aPartThatExpiresBeforeTheOthersAreAnsweredEndsNoneOfThem() throws InterruptedException {
        Message message = stage.accept(client, 2);
        stage.clock.advance(Duration.ofHours(1));
        stage.now(new Outcome.Expired(new SubmitTask(stage.progress(message), 0, 1, 1), 2, stage.clock.now()));
        stage.now(stage.submitted(message, 2, 2, "g-" + client));
        stage.now(stage.receipt(1, "g-" + client, ReceiptState.DELIVERED));
        reads(message, MessageState.EXPIRED, 45_000_000, 1, EventKind.ENDED, EventKind.SUBMITTED, EventKind.RECEIPT);
    }

    /// A link that sends the text whole makes one submit_sm of what is paid as three parts; one with longer
    /// headers four.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void howeverALinkSplitsItTheWholeIsPaidOnce(int total) throws InterruptedException {
        Message message = stage.accept(client, new long[] {reseller}, 3, Stage.candidate(1, 33_333_333, 11_111_111));
        Outcome[] answers = new Outcome[total];
        Outcome[] receipts = new Outcome[total];
        for (int part = 1; part <= total; part++) {
            String id = "e-" + client + "-" + part;
            answers[part - 1] = stage.submitted(message, part, total, id);
            receipts[part - 1] = stage.receipt(1, id, ReceiptState.DELIVERED);
        }
        stage.now(answers);
        stage.now(receipts);
        EventKind[] events = new EventKind[2 * total];
        Arrays.fill(events, 0, total, EventKind.SUBMITTED);
        Arrays.fill(events, total, 2 * total, EventKind.RECEIPT);
        reads(message, MessageState.DELIVERED, 99_999_999, 3, events);
        assertThat(stage.balance(reseller)).isEqualTo(10_000_000_000L - 33_333_333);
    }

    /// The first operator's answer comes when the next one had its turn already: what the message still waits with
    /// is sent by the first one, and nothing waits for nobody until its validity ends.
    @Test
    void aLateAnswerOfTheOperatorBeforeTakesTheWholeMessageBack() throws InterruptedException {
        Message message = stage.accept(
                client, RouteCandidate.NONE, 2, Stage.candidate(1, 45_000_000), Stage.candidate(2, 50_000_000));
        SubmitTask first = stage.dispatch(message);
        stage.queued(1);
        stage.now(
                new Outcome.Unanswered(first, 1, 2, true, "no response in time", stage.clock.now()),
                stage.refused(message, 2, 2, 0x58, true),
                stage.refused(message, 1, 2, 0x0A, true));
        assertThat(stage.queued(2)).hasSize(1);
        stage.clock.advance(Duration.ofSeconds(1));
        stage.now(new Outcome.Submitted(first, 1, 2, "f-" + client, "f-" + client, true, stage.clock.now()));
        assertThat(stage.progress(message).candidate()).isZero();
        List<SubmitTask> again =
                stage.queued(1).stream().filter(task -> !task.isStale()).toList();
        assertThat(again).singleElement().satisfies(task -> {
            assertThat(task.candidate()).isZero();
            assertThat(task.progress().pendingParts()).containsExactly(2);
        });
    }
}
