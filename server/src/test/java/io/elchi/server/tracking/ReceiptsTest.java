package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What operators report, in whatever order and as often as they like, on the real tables.
class ReceiptsTest extends ReceiptScene {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    ReceiptsTest() {
        super(DATABASE);
    }

    @ParameterizedTest
    @EnumSource
    void whatAReceiptSaysIsWhatTheMessageComesTo(ReceiptState reported) throws InterruptedException {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id), stage.receipt(1, id, reported, acknowledged));
        MessageState expected = switch (reported) {
            case SCHEDULED, ENROUTE, ACCEPTED, OTHER -> MessageState.SUBMITTED;
            case DELIVERED -> MessageState.DELIVERED;
            case EXPIRED -> MessageState.EXPIRED;
            case DELETED, UNDELIVERABLE, REJECTED, SKIPPED -> MessageState.UNDELIVERED;
            case UNKNOWN -> MessageState.UNKNOWN;
        };
        assertThat(view(message).state()).isEqualTo(expected);
        assertThat(acknowledged).hasValue(1);
        assertThat(stage.told).hasSize(expected.isFinal() ? 1 : 0);
    }

    @Test
    void theFirstLastReceiptCountsAndTheOthersAreAcknowledged() throws InterruptedException {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id));
        stage.now(stage.receipt(1, id, ReceiptState.EXPIRED, acknowledged));
        stage.now(
                stage.receipt(1, id, ReceiptState.DELIVERED, acknowledged),
                stage.receipt(1, id, ReceiptState.EXPIRED, acknowledged),
                stage.receipt(1, id, ReceiptState.ENROUTE, acknowledged));
        stage.restart();
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED, acknowledged));
        assertThat(view(message).state()).isEqualTo(MessageState.EXPIRED);
        assertThat(view(message).events())
                .extracting(Event::kind)
                .containsExactly(EventKind.SUBMITTED, EventKind.RECEIPT);
        assertThat(acknowledged).hasValue(5);
        assertThat(stage.told).hasSize(1);
    }

    @Test
    void reportsOnTheWayAreKeptUpToTen() throws InterruptedException {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id));
        for (int i = 0; i < 12; i++) {
            if (i == 6) {
                stage.restart();
            }
            stage.now(stage.receipt(1, id, ReceiptState.ENROUTE, acknowledged));
        }
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED, acknowledged));
        assertThat(view(message).events()).hasSize(12);
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(acknowledged).hasValue(13);
    }

    @Test
    void aReceiptWithoutAnIdIsKeptAtOnce() throws InterruptedException {
        long before = rows("messages.unmatched_receipts");
        stage.now(stage.receipt(1, "", ReceiptState.DELIVERED, acknowledged));
        assertThat(rows("messages.unmatched_receipts")).isEqualTo(before + 1);
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void twoOperatorsWithTheSameIdAreNotTakenForEachOther() throws InterruptedException {
        Message ofOne = stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(1, 1_000_000));
        Message ofTwo = stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(2, 1_000_000));
        stage.now(stage.submitted(ofOne, 1, 1, id), stage.submitted(ofTwo, 1, 1, id));
        stage.restart();
        stage.now(stage.receipt(2, id, ReceiptState.UNDELIVERABLE), stage.receipt(1, id, ReceiptState.DELIVERED));
        assertThat(view(ofOne).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(view(ofTwo).state()).isEqualTo(MessageState.UNDELIVERED);
    }

    @Test
    void whatAHandsetWroteIsStoredAndThenAcknowledged() throws InterruptedException {
        long before = rows("inbound.messages");
        AtomicInteger storedWhenAcknowledged = new AtomicInteger(-1);
        stage.now(new Outcome.Received(
                1,
                "998901234567",
                "7070",
                "STOP",
                0,
                new byte[] {1},
                Outcome.Received.Wire.PLAIN,
                () -> storedWhenAcknowledged.set((int) (rows("inbound.messages") - before)),
                stage.clock.now()));
        assertThat(storedWhenAcknowledged).hasValue(1);
    }

    /// The operator did not get the answer, and sends it to a bind of another process.
    @Test
    void aResendToAnotherProcessIsAcknowledgedAndNotStoredAgain() throws InterruptedException {
        long before = rows("inbound.messages");
        AtomicInteger acknowledged = new AtomicInteger();
        Stage other = Stage.on(DATABASE.database(), stage.clock);
        for (Stage each : List.of(stage, other, other)) {
            each.now(new Outcome.Received(
                    1,
                    "998901234567",
                    "7071",
                    "INFO",
                    0,
                    "INFO".getBytes(StandardCharsets.US_ASCII),
                    Outcome.Received.Wire.PLAIN,
                    acknowledged::incrementAndGet,
                    stage.clock.now()));
        }
        assertThat(acknowledged).hasValue(3);
        assertThat(rows("inbound.messages")).isEqualTo(before + 1);
    }

    @Test
    void withoutAnyReceiptTheStateIsUnknownWhenPatienceEnds() throws InterruptedException {
        Message message = stage.accept(client, 2);
        stage.now(stage.submitted(message, 1, 2, id + "-1"), stage.submitted(message, 2, 2, id + "-2"));
        stage.now(stage.receipt(1, id + "-1", ReceiptState.DELIVERED));
        stage.clock.advance(Duration.between(stage.clock.now(), message.validUntil()));
        stage.clock.advance(Stage.RECEIPT_TIMEOUT.minusMillis(1));
        stage.sweep();
        stage.settle();
        assertThat(view(message).state()).isEqualTo(MessageState.SUBMITTED);
        stage.clock.advance(Duration.ofMillis(1));
        stage.sweep();
        stage.settle();
        assertThat(view(message).state()).isEqualTo(MessageState.UNKNOWN);
        assertThat(view(message).partsCharged()).isEqualTo(2);
        assertThat(stage.reserved(client)).isZero();
        // Late, and of no use any more: it is acknowledged.
        stage.now(stage.receipt(1, id + "-2", ReceiptState.DELIVERED, acknowledged));
        assertThat(acknowledged).hasValue(1);
        assertThat(view(message).state()).isEqualTo(MessageState.UNKNOWN);
    }

    @Test
    void aPartThatIsTakenAfterTheMessageEndedIsNotCharged() throws InterruptedException {
        Message message = stage.accept(client, 1);
        SubmitTask task = stage.dispatch(message);
        stage.now(new Outcome.Unanswered(task, 1, 1, false, "no response in time", stage.clock.now()));
        assertThat(view(message).state()).isEqualTo(MessageState.UNKNOWN);
        assertThat(stage.told.getLast().cdr().operatorId()).as("it may have it").isEqualTo(1);
        stage.now(new Outcome.Submitted(task, 1, 1, id, id, true, stage.clock.now()));
        assertThat(view(message).priceMicros()).isZero();
        assertThat(stage.balance(client)).isEqualTo(10_000_000_000L);
        assertThat(stage.told).hasSize(1);
    }

    @Test
    void theTimeOfDeliveryIsTheReceiptsOwnWhenItCanBe() throws InterruptedException {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id));
        stage.clock.advance(Duration.ofSeconds(40));
        Outcome.Receipt receipt = (Outcome.Receipt) stage.receipt(1, id, ReceiptState.DELIVERED);
        var report = receipt.report();
        var done = stage.clock.now().minusSeconds(7);
        stage.now(new Outcome.Receipt(
                1,
                new ReceiptReport(
                        report.smscMessageId(),
                        report.receiptKey(),
                        report.state(),
                        report.stat(),
                        report.error(),
                        done,
                        report.source(),
                        report.destination(),
                        report.raw()),
                receipt.acknowledge(),
                receipt.at()));
        assertThat(view(message).deliveredAt()).isEqualTo(done);
        Event.Receipt last = (Event.Receipt) view(message).events().getLast();
        assertThat(last.doneAt()).isEqualTo(done);
    }
}
