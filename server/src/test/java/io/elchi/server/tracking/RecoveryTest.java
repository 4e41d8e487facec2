package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.cluster.AllShards;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a process that died left in the tables, and what cannot be stored at all.
class RecoveryTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long accounts = 100;
    private final Stage stage = Stage.on(DATABASE.database(), ManualClock.atMidnight());
    private final AtomicInteger acknowledged = new AtomicInteger();
    private long client;
    private String id;

    @BeforeEach
    void account() throws SQLException {
        DATABASE.execute("DELETE FROM messages.unfinished");
        client = ++accounts;
        id = "id-" + client;
        stage.open(10_000, client);
    }

    private MessageState state(Message message) {
        return stage.store.view(message.accountId(), message.id()).orElseThrow().state();
    }

    @Test
    void aRestartSendsWhatNoOperatorHasAndNothingElse() throws InterruptedException {
        Message untouched = stage.accept(client, 1);
        Message half = stage.accept(client, 3);
        Message sent = stage.accept(client, 1);
        Message ended = stage.accept(client, 1);
        stage.now(
                stage.submitted(half, 2, 3, id + "-half"),
                stage.submitted(sent, 1, 1, id + "-sent"),
                stage.submitted(ended, 1, 1, id + "-ended"),
                stage.receipt(1, id + "-ended", ReceiptState.DELIVERED));
        stage.restart();
        stage.clock.advance(Duration.ofSeconds(1));
        stage.sweep();
        List<SubmitTask> queued = stage.queued(1);
        assertThat(queued).extracting(task -> task.message().id()).containsExactlyInAnyOrder(untouched.id(), half.id());
        for (SubmitTask task : queued) {
            assertThat(task.progress().pendingParts())
                    .isEqualTo(task.message().id().equals(half.id()) ? List.of(1, 3) : List.of(1));
        }
        // A look at what is in memory sends nothing twice.
        stage.clock.advance(Stage.RECHECK_AFTER.plusSeconds(1));
        stage.sweep();
        assertThat(stage.queued(1)).isEmpty();
        stage.now(
                stage.submitted(half, 1, 3, id + "-half1"),
                stage.submitted(half, 3, 3, id + "-half3"),
                stage.receipt(1, id + "-half", ReceiptState.DELIVERED),
                stage.receipt(1, id + "-half1", ReceiptState.DELIVERED),
                stage.receipt(1, id + "-half3", ReceiptState.DELIVERED),
                stage.receipt(1, id + "-sent", ReceiptState.DELIVERED));
        assertThat(state(half)).isEqualTo(MessageState.DELIVERED);
        assertThat(state(sent)).isEqualTo(MessageState.DELIVERED);
        assertThat(stage.balance(client)).isEqualTo(10_000_000_000L - 5 * 45_000_000L);
    }

    /// The receipt of one part is ahead of the sweeper: it brings the message back, and the other parts with it.
    @Test
    void aReceiptThatBringsAMessageBackSendsItsOtherParts() throws InterruptedException {
        Message half = stage.accept(client, 3);
        stage.now(stage.submitted(half, 2, 3, id));
        stage.restart();
        stage.now(stage.receipt(1, id, ReceiptState.DELIVERED, acknowledged));
        assertThat(acknowledged).hasValue(1);
        assertThat(stage.queued(1))
                .singleElement()
                .satisfies(task -> assertThat(task.progress().pendingParts()).containsExactly(1, 3));
        stage.sweep();
        stage.clock.advance(Stage.RECHECK_AFTER.plusSeconds(1));
        stage.sweep();
        assertThat(stage.queued(1)).as("once").isEmpty();
    }

    /// Memory had forgotten a message when the answer of one of its parts came: the answers of the others come
    /// first.
    @Test
    void anAnswerThatBringsAMessageBackSendsItsOtherPartsLater() throws InterruptedException {
        Message half = stage.accept(client, 2);
        Outcome answer = stage.submitted(half, 1, 2, id);
        stage.restart();
        stage.now(answer);
        stage.sweep();
        assertThat(stage.queued(1)).isEmpty();
        stage.clock.advance(LoadedMessages.AFTER_ANSWERS);
        assertThat(stage.queued(1))
                .singleElement()
                .satisfies(task -> assertThat(task.progress().pendingParts()).containsExactly(2));
    }

    /// The message stays in memory, so nobody else would bring it back.
    @Test
    void whatAFullQueueRefusedIsOfferedAgain() throws InterruptedException {
        stage.restart(1);
        Message waiting = stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(2, 45_000_000));
        Message moved = stage.accept(
                client, RouteCandidate.NONE, 2, Stage.candidate(1, 45_000_000), Stage.candidate(2, 50_000_000));
        stage.now(stage.refused(moved, 0, 2, 0x0A, true));
        assertThat(stage.activeMessages.get(moved.id())).isNotNull();
        stage.sweep();
        assertThat(stage.queued(2)).extracting(task -> task.message().id()).containsExactly(waiting.id());
        stage.sweep();
        assertThat(stage.queued(2)).extracting(task -> task.message().id()).containsExactly(moved.id());
        stage.sweep();
        assertThat(stage.queued(2)).as("once").isEmpty();
    }

    @Test
    void aRestartGoesOnWithTheOperatorThatHasItsTurn() throws InterruptedException {
        Message message = stage.accept(
                client, RouteCandidate.NONE, 1, Stage.candidate(1, 45_000_000), Stage.candidate(2, 50_000_000));
        stage.now(stage.refused(message, 1, 1, 0x0A, true));
        stage.restart();
        stage.clock.advance(Duration.ofSeconds(1));
        stage.sweep();
        assertThat(stage.queued(1)).isEmpty();
        assertThat(stage.queued(2))
                .singleElement()
                .extracting(SubmitTask::candidate)
                .isEqualTo(1);
    }

    @Test
    void manyPagesAreRecoveredBeforeAnythingIsDue() throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            messages.add(stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(1, 1)));
        }
        stage.clock.advance(Duration.ofSeconds(1));
        stage.restart();
        stage.sweep();
        assertThat(stage.activeMessages.size()).isEqualTo(512);
        stage.sweep();
        stage.sweep();
        assertThat(stage.queued(1))
                .extracting(task -> task.message().id())
                .containsExactlyInAnyOrderElementsOf(
                        messages.stream().map(Message::id).toList());
    }

    /// Its day was dropped by hand: it cannot be helped, and must not stand before all others for ever.
    @Test
    void messagesThatAreGoneDoNotHoldUpTheSweeper() throws Exception {
        for (int i = 0; i < 520; i++) {
            stage.accept(client, RouteCandidate.NONE, 1, Stage.candidate(1, 1));
        }
        stage.clock.advance(Duration.ofDays(1));
        Samples.days(DATABASE.database(), stage.clock);
        Message fresh = stage.accept(client, 1);
        DATABASE.execute("DELETE FROM messages.messages WHERE id <> '" + fresh.id() + "'");
        stage.restart();
        stage.clock.advance(Stage.RECHECK_AFTER.plusSeconds(1));
        stage.sweep();
        stage.sweep();
        assertThat(stage.queued(1)).extracting(task -> task.message().id()).contains(fresh.id());
        assertThat(stage.store.due(AllShards.owned().owned().numbers(), stage.clock.now(), 1_000))
                .isEmpty();
    }

    /// Its account has no balance: that fails whatever batch it is in.
    private Message unsettleable() throws SQLException {
        long broken = ++accounts;
        stage.open(10_000, broken);
        Message message = stage.accept(broken, 1);
        DATABASE.execute("DELETE FROM billing.account_balances WHERE account_id = " + broken);
        return message;
    }

    @Test
    void oneThatCannotBeSettledHoldsUpNobodyAndIsNotSentAgain() throws Exception {
        Message broken = unsettleable();
        Message sound = stage.accept(client, 1);
        stage.queued(1);
        stage.now(
                stage.submitted(broken, 1, 1, id + "-broken"),
                stage.submitted(sound, 1, 1, id + "-sound"),
                stage.receipt(1, id + "-sound", ReceiptState.DELIVERED, acknowledged),
                stage.receipt(1, id + "-broken", ReceiptState.DELIVERED, acknowledged));
        assertThat(state(sound)).isEqualTo(MessageState.DELIVERED);
        assertThat(acknowledged).as("what is stored").hasValue(1);
        assertThat(state(broken)).isEqualTo(MessageState.ACCEPTED);
        // An operator has it: it is not sent every two minutes until its validity ends.
        for (int i = 0; i < 5; i++) {
            stage.clock.advance(Stage.RECHECK_AFTER.plusSeconds(1));
            stage.sweep();
            stage.settle();
        }
        assertThat(stage.queued(1)).isEmpty();
    }

    /// A row that cannot be read fails the whole batch it is needed for; taken apart, it fails alone.
    @Test
    void oneThatCannotEvenBeReadIsTakenApartFromTheOthers() throws Exception {
        Message unreadable = stage.accept(client, 1);
        Message sound = stage.accept(client, 1);
        Outcome ofUnreadable = stage.submitted(unreadable, 1, 1, id + "-unreadable");
        Outcome ofSound = stage.submitted(sound, 1, 1, id + "-sound");
        stage.clock.advance(Duration.ofSeconds(1));
        stage.restart();
        DATABASE.execute("UPDATE messages.messages SET candidates = 'nonsense' WHERE id = '" + unreadable.id() + "'");
        stage.say(ofUnreadable);
        stage.say(ofSound);
        assertThatThrownBy(stage::settle).hasMessageContaining("nonsense");
        stage.say(ofUnreadable);
        stage.say(ofSound);
        stage.takeApart();
        assertThat(state(sound)).isEqualTo(MessageState.SUBMITTED);
        assertThat(stage.balance(client)).isEqualTo(10_000_000_000L - 45_000_000);
        stage.clock.advance(Stage.RECHECK_AFTER.plusSeconds(1));
        DATABASE.execute("UPDATE messages.messages SET candidates = '1:45:1UZS' WHERE id = '" + unreadable.id() + "'");
        stage.sweep();
        assertThat(stage.queued(1)).as("what an operator has").isEmpty();
    }

    /// What is not stored must not be believed to be: the operator sends its receipt again, and that counts.
    @Test
    void aReceiptThatCouldNotBeStoredIsNotTakenForOneThatWas() throws Exception {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id));
        DATABASE.execute("ALTER TABLE messages.cdr_sms ADD CONSTRAINT no_more CHECK (account_id <> " + client + ")");
        Outcome receipt = stage.receipt(1, id, ReceiptState.DELIVERED, acknowledged);
        stage.now(receipt);
        assertThat(acknowledged).hasValue(0);
        assertThat(state(message)).isEqualTo(MessageState.SUBMITTED);
        DATABASE.execute("ALTER TABLE messages.cdr_sms DROP CONSTRAINT no_more");
        stage.now(receipt);
        assertThat(acknowledged).hasValue(1);
        assertThat(state(message)).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void aStrayThatCannotBeStoredHoldsUpNoOther() throws Exception {
        DATABASE.execute("ALTER TABLE inbound.messages ADD CONSTRAINT no_stop CHECK (content <> 'STOP')");
        AtomicInteger bad = new AtomicInteger();
        AtomicInteger good = new AtomicInteger();
        stage.now(
                new Outcome.Received(
                        1,
                        "1",
                        "2",
                        "STOP",
                        0,
                        "STOP".getBytes(StandardCharsets.US_ASCII),
                        Wire.PLAIN,
                        bad::incrementAndGet,
                        stage.clock.now()),
                new Outcome.Received(
                        1,
                        "1",
                        "2",
                        "Salom",
                        0,
                        "Salom".getBytes(StandardCharsets.US_ASCII),
                        Wire.PLAIN,
                        good::incrementAndGet,
                        stage.clock.now()));
        DATABASE.execute("ALTER TABLE inbound.messages DROP CONSTRAINT no_stop");
        assertThat(good).hasValue(1);
        assertThat(bad).hasValue(0);
    }

    /// What people write to each other, or a one-time password, is not told with an error: errors are logged.
    @Test
    void anErrorOfTheDatabaseTellsNoContent() throws Exception {
        DATABASE.execute("ALTER TABLE inbound.messages ADD CONSTRAINT no_code CHECK (content <> 'code 4711')");
        Outcome.Received received = new Outcome.Received(
                1,
                "1",
                "2",
                "code 4711",
                0,
                "code 4711".getBytes(StandardCharsets.US_ASCII),
                Wire.PLAIN,
                () -> {},
                stage.clock.now());
        assertThatThrownBy(() -> stage.transactions.run(tx -> {
                    return stage.inbound.store(tx, List.of(received), stage.clock.now());
                }))
                .hasMessageContaining("no_code")
                .satisfies(e -> {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("4711");
                    }
                });
        DATABASE.execute("ALTER TABLE inbound.messages DROP CONSTRAINT no_code");
    }

    /// Another process had the number of our batch: ours gets another one.
    @Test
    void aBatchsNumberThatIsTakenCostsNothing() throws Exception {
        Message message = stage.accept(client, 1);
        AtomicInteger runs = new AtomicInteger();
        Stage twice = new Stage(
                new Transactions() {
                    @Override
                    public <T> T run(Work<T> work) {
                        if (runs.getAndIncrement() == 0) {
                            throw new NotCommittedException(new SQLException("duplicate key", "23505"));
                        }
                        return stage.transactions.run(work);
                    }
                },
                stage.ledger,
                stage.store,
                stage.clock);
        twice.activeMessages.add(stage.progress(message));
        twice.now(twice.submitted(message, 1, 1, id));
        assertThat(state(message)).isEqualTo(MessageState.SUBMITTED);
        assertThat(stage.balance(client)).isEqualTo(10_000_000_000L - 45_000_000);
    }

    /// The answer of a commit is lost, nothing is there yet when we look, and then it is: ours all the same.
    @Test
    void aCommitThatIsDoneAfterWeLookedIsOurs() throws Exception {
        Message message = stage.accept(client, 1);
        stage.now(stage.submitted(message, 1, 1, id));
        Connection slow = DATABASE.connect();
        slow.setAutoCommit(false);
        AtomicInteger runs = new AtomicInteger();
        Stage late = new Stage(
                new Transactions() {
                    @Override
                    public <T> T run(Work<T> work) {
                        try {
                            if (runs.getAndIncrement() == 0) {
                                Tx tx = () -> slow;
                                work.in(tx);
                                throw new CommitUnknownException(new SQLException("no answer", "08006"));
                            }
                            slow.commit();
                        } catch (RuntimeException e) {
                            throw e;
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        return stage.transactions.run(work);
                    }
                },
                stage.ledger,
                stage.store,
                stage.clock);
        late.now(late.receipt(1, id, ReceiptState.DELIVERED, acknowledged));
        slow.close();
        assertThat(runs).hasValue(2);
        assertThat(acknowledged).hasValue(1);
        assertThat(late.told).hasSize(1);
        assertThat(state(message)).isEqualTo(MessageState.DELIVERED);
        assertThat(stage.store.view(client, message.id()).orElseThrow().events())
                .extracting(Event::kind)
                .containsExactly(EventKind.SUBMITTED, EventKind.RECEIPT);
    }
}
