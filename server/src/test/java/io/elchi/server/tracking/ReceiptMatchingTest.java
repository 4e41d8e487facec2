package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which message a receipt is about: by id, addresses and numbers, at once or later, on the real tables.
class ReceiptMatchingTest extends ReceiptScene {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    ReceiptMatchingTest() {
        super(DATABASE);
    }

    /// On another session, ahead of its answer: stored and acknowledged, and then used.
    @Test
    void aReceiptAheadOfItsAnswerIsAnsweredAndThenUsed() throws InterruptedException {
        long before = rows("messages.unmatched_receipts");
        Message message = stage.accept(client, 1);
        Outcome answer = stage.submitted(message, 1, 1, id);
        AtomicLong storedWhenAcknowledged = new AtomicLong();
        stage.now(stage.receipt(1, id, ReceiptState.ENROUTE, acknowledged));
        stage.now(new Outcome.Receipt(
                1,
                ((Outcome.Receipt) stage.receipt(1, id, ReceiptState.DELIVERED)).report(),
                () -> storedWhenAcknowledged.set(rows("messages.unmatched_receipts") - before),
                stage.clock.now()));
        assertThat(acknowledged).hasValue(1);
        assertThat(storedWhenAcknowledged).as("stored first").hasValue(2);
        assertThat(view(message).state()).isEqualTo(MessageState.ACCEPTED);
        stage.clock.advance(Duration.ofSeconds(5));
        stage.now(answer);
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(view(message).events())
                .extracting(Event::kind)
                .containsExactly(EventKind.SUBMITTED, EventKind.INTERMEDIATE_RECEIPT, EventKind.RECEIPT);
        assertThat(rows("messages.unmatched_receipts"))
                .as("what is used is kept no more")
                .isEqualTo(before);
    }

    @Test
    void aReceiptThatFitsNothingIsStoredOnceHoweverOftenItComes() throws InterruptedException {
        long before = rows("messages.unmatched_receipts");
        Outcome stray = stage.receipt(1, "stray-" + client, ReceiptState.DELIVERED, acknowledged);
        stage.now(stray);
        assertThat(acknowledged).hasValue(1);
        assertThat(rows("messages.unmatched_receipts")).isEqualTo(before + 1);
        stage.now(stray);
        assertThat(acknowledged).hasValue(2);
        assertThat(rows("messages.unmatched_receipts")).isEqualTo(before + 1);
    }

    /// The process that had stored it died, or had too many to remember.
    @Test
    void aStoredReceiptIsLookedForAgain() throws InterruptedException {
        long before = rows("messages.unmatched_receipts");
        Message message = stage.accept(client, 1);
        Outcome answer = stage.submitted(message, 1, 1, id);
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED));
        stage.restart();
        stage.now(answer);
        assertThat(view(message).state()).isEqualTo(MessageState.SUBMITTED);
        stage.clock.advance(Duration.ofSeconds(11));
        stage.settle();
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(rows("messages.unmatched_receipts")).isEqualTo(before);
    }

    /// A client who comes from another gateway brings thousands of them on the first day.
    @Test
    void thousandsOfStrangeReceiptsAreAnsweredAtOnce() throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            stage.say(stage.receipt(1, "moved-" + i, ReceiptState.DELIVERED, acknowledged));
        }
        stage.settle();
        assertThat(acknowledged).hasValue(3_000);
    }

    private Outcome receipt(String smscId, String source, String destination) {
        ReceiptReport report = new ReceiptReport(
                smscId, smscId, ReceiptState.DELIVERED, "DELIVRD", "000", null, source, destination, "id:" + smscId);
        return new Outcome.Receipt(1, report, acknowledged::incrementAndGet, stage.clock.now());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdThatIsUsedAgainMarksTheMessageToTheNumberOfTheReceipt(boolean forgotten) throws InterruptedException {
        Message one = stage.accept(client, "998901111111", "Bank");
        Message other = stage.accept(client, "998902222222", "Bank");
        stage.now(stage.submitted(one, 1, 1, id), stage.submitted(other, 1, 1, id));
        if (forgotten) {
            stage.restart();
        }
        stage.now(receipt(id, "+998901111111", "Bank"));
        assertThat(view(one).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(view(other).state()).isEqualTo(MessageState.SUBMITTED);
        // National, and with source and destination exchanged.
        stage.now(receipt(id, "Bank", "902222222"));
        assertThat(view(other).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(acknowledged).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofTwoMessagesToOneNumberTheSenderDecides(boolean forgotten) throws InterruptedException {
        Message bank = stage.accept(client, "998903333333", "Bank");
        Message shop = stage.accept(client, "998903333333", "Shop");
        stage.now(stage.submitted(bank, 1, 1, id), stage.submitted(shop, 1, 1, id));
        if (forgotten) {
            stage.restart();
        }
        stage.now(receipt(id, "998903333333", "BANK"));
        assertThat(view(bank).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(view(shop).state()).isEqualTo(MessageState.SUBMITTED);
    }

    /// An old id of another number's message: it must not mark the new message.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReceiptWithAnotherNumberIsKeptAndChangesNothing(boolean forgotten) throws InterruptedException {
        long before = rows("messages.unmatched_receipts");
        Message message = stage.accept(client, "998904444444", "Bank");
        stage.now(stage.submitted(message, 1, 1, id));
        if (forgotten) {
            stage.restart();
        }
        stage.now(receipt(id, "998905555555", "Bank"));
        assertThat(view(message).state()).isEqualTo(MessageState.SUBMITTED);
        assertThat(rows("messages.unmatched_receipts")).isEqualTo(before + 1);
        assertThat(acknowledged).hasValue(1);
    }

    /// Some operators give every part of a message the same id, and send a receipt for each.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void partsWithOneIdAreReportedOneAfterTheOther(boolean forgotten) throws InterruptedException {
        Message message = stage.accept(client, 2);
        stage.now(stage.submitted(message, 1, 2, id), stage.submitted(message, 2, 2, id));
        if (forgotten) {
            stage.restart();
        }
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED), stage.receipt(1, id, ReceiptState.DELIVERED));
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
    }

    @ParameterizedTest
    @CsvSource({
        "998901234567, 998901234567, true",
        "+998901234567, x, true",
        "00998901234567, x, true",
        "901234567, x, true",
        "'', x, true",
        "99890*****67, x, true",
        "Bank, x, true",
        "Elchi, x, true",
        "Elchi, 998901234567, true",
        "elchi, 998901234568, false",
        "7070, 998901234567, true",
        "998901234568, Bank, false",
        "234567, Bank, false",
        "7070, Bank, false"
    })
    void addressesThatSayNothingDoNotDisagree(String source, String destination, boolean agree) {
        ReceiptReport report =
                new ReceiptReport("1", "1", ReceiptState.DELIVERED, "DELIVRD", null, null, source, destination, "");
        assertThat(ReceiptAddresses.agree(report, new Msisdn(998_901_234_567L), "Elchi"))
                .isEqualTo(agree);
    }

    @ParameterizedTest
    @CsvSource({"'', 998906000001, Bank", "unknown, +998906000002, x", "unknown, Bank, 998906000003"})
    void aMessageTakenWithoutAnIdIsFoundByItsNumber(String smscId, String source, String destination)
            throws InterruptedException {
        String to = (source + destination).replaceAll("[^0-9]", "");
        Message message = stage.accept(client, to, "Bank");
        stage.now(stage.submitted(message, 1, 1, ""));
        stage.now(receipt(smscId, source, destination));
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
        assertThat(acknowledged).hasValue(1);
    }

    /// An OTP that is asked for again.
    @ParameterizedTest
    @CsvSource({"'', 998906000011", "unknown, 998906000012"})
    void theNextMessageToTheSameNumberIsFoundToo(String smscId, String to) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Message message = stage.accept(client, to, "Bank");
            stage.now(stage.submitted(message, 1, 1, ""));
            stage.now(receipt(smscId, to, "Bank"));
            assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
        }
    }

    @Test
    void aReceiptAheadOfAnAnswerWithoutAnIdIsFoundLater() throws InterruptedException {
        Message message = stage.accept(client, "998906000004", "Bank");
        Outcome answer = stage.submitted(message, 1, 1, "");
        stage.now(receipt("", "998906000004", "Bank"));
        stage.now(answer);
        stage.clock.advance(Duration.ofSeconds(11));
        stage.settle();
        assertThat(view(message).state()).isEqualTo(MessageState.DELIVERED);
    }

    /// Nobody can say which one is meant, unless the sender does.
    @Test
    void twoMessagesToOneNumberWithoutIdsWaitForTheEndOfTheirTime() throws InterruptedException {
        Message one = stage.accept(client, "998906000005", "Bank");
        Message two = stage.accept(client, "998906000005", "Bank");
        Message shop = stage.accept(client, "998906000005", "Shop");
        stage.now(stage.submitted(one, 1, 1, ""), stage.submitted(two, 1, 1, ""), stage.submitted(shop, 1, 1, ""));
        stage.now(receipt("x", "998906000005", "Bank"));
        stage.now(receipt("y", "998906000005", "Shop"));
        assertThat(view(one).state()).isEqualTo(MessageState.SUBMITTED);
        assertThat(view(two).state()).isEqualTo(MessageState.SUBMITTED);
        assertThat(view(shop).state()).isEqualTo(MessageState.DELIVERED);
        stage.clock.advance(Duration.between(stage.clock.now(), two.validUntil().plus(Stage.RECEIPT_TIMEOUT)));
        stage.sweep();
        stage.settle();
        assertThat(view(one).state()).isEqualTo(MessageState.UNKNOWN);
        assertThat(view(two).state()).isEqualTo(MessageState.UNKNOWN);
    }

    /// They must not fill the memory until their time ends.
    @Test
    void memoryForgetsMessagesWithoutIdsToo() throws InterruptedException {
        open(1_000_000);
        for (int i = 0; i < 1_100; i++) {
            stage.now(stage.submitted(stage.accept(client, 1), 1, 1, ""));
            stage.now(stage.submitted(stage.accept(client, Long.toString(998_907_000_000L + i), "Bank"), 1, 1, ""));
        }
        assertThat(stage.activeMessages.size()).isLessThanOrEqualTo(1_000 + ReceiptIndex.MOST_SHARING);
    }
}
