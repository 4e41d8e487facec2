package io.elchi.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.history.Operation.Accept;
import io.elchi.testkit.history.Operation.Answer;
import io.elchi.testkit.history.Operation.Asked;
import io.elchi.testkit.history.Operation.BalanceRead;
import io.elchi.testkit.history.Operation.Listing;
import io.elchi.testkit.history.Operation.Promise;
import io.elchi.testkit.history.Operation.Received;
import io.elchi.testkit.history.Operation.Span;
import io.elchi.testkit.history.Operation.StateRead;
import io.elchi.testkit.history.Operation.Subscribe;
import io.elchi.testkit.history.Operation.TopUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Histories made by hand: of each rule one that breaks it, and beside it the nearest one that does not.
class ModelTest {
    private static final String BANK = "bank";
    private static final long PRICE = 50;
    private static final Asked ONE = new Asked(1, PRICE);
    private static final Set<String> TYPES = Stream.concat(State.finalTypes().stream(), Stream.of("message.accepted"))
            .collect(Collectors.toSet());

    private static Span at(long begin, long end) {
        return new Span(begin, end);
    }

    private static Accept accepted(long begin, long end, String key, String id) {
        return new Accept(at(begin, end), BANK, key, Answer.OK, Map.of(id, PRICE), ONE);
    }

    private static Accept not(long begin, long end, String key, Answer answer) {
        return new Accept(at(begin, end), BANK, key, answer, Map.of(), ONE);
    }

    private static StateRead read(long begin, long end, String id, String state) {
        return new StateRead(at(begin, end), BANK, id, Answer.OK, state, state.equals("accepted") ? 0 : PRICE);
    }

    private static StateRead missing(long begin, long end, String id) {
        return new StateRead(at(begin, end), BANK, id, Answer.REFUSED, null, 0);
    }

    private static BalanceRead balance(long begin, long end, long balance, long reserved) {
        return new BalanceRead(at(begin, end), BANK, balance, reserved);
    }

    private static TopUp topUp(long begin, long end, long amount) {
        return new TopUp(at(begin, end), BANK, amount);
    }

    private static Listing list(long begin, long end, Promise promise, String... ids) {
        return new Listing(at(begin, end), BANK, promise, Set.of(ids));
    }

    private static Received received(long time, String event, String id, String type) {
        return new Received(at(time, time), "hook", BANK, event, id, "message." + type);
    }

    private static List<String> judge(Operation... history) {
        return Model.judge(List.of(history), false);
    }

    private static List<String> atRest(Operation... history) {
        return Model.judge(List.of(history), true);
    }

    @Test
    void anOrdinaryLifeIsPossible() {
        assertThat(atRest(
                        topUp(0, 0, 1_000),
                        new Subscribe(at(0, 0), "hook", BANK, TYPES),
                        not(1, 2, "k", Answer.UNKNOWN),
                        accepted(3, 4, "k", "m"),
                        balance(5, 6, 1_000, PRICE),
                        read(5, 6, "m", "accepted"),
                        received(6, "e1", "m", "accepted"),
                        received(7, "e2", "m", "submitted"),
                        received(7, "e2", "m", "submitted"),
                        read(7, 8, "m", "submitted"),
                        balance(8, 9, 950, 0),
                        received(10, "e3", "m", "delivered"),
                        accepted(11, 12, "k", "m"),
                        read(13, 14, "m", "delivered"),
                        list(15, 16, Promise.ENDED, "m")))
                .isEmpty();
    }

    @Test
    void aMessageThatWasAcceptedIsNotThere() {
        assertThat(judge(accepted(1, 2, "k", "m"), missing(3, 4, "m")))
                .containsExactly("message m was accepted and is not there");
        assertThat(judge(accepted(1, 3, "k", "m"), missing(2, 4, "m"))).isEmpty();
    }

    @Test
    void aMessageThatWasAcceptedNeverEnds() {
        assertThat(atRest(accepted(1, 2, "k", "m"), read(3, 4, "m", "submitted")))
                .containsExactly("message m was accepted, and its end was never seen");
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 4, "m", "submitted")))
                .isEmpty();
    }

    @Test
    void aRepetitionIsAnsweredWithAnotherMessage() {
        assertThat(judge(accepted(1, 2, "k", "m"), accepted(3, 4, "k", "n")))
                .singleElement()
                .asString()
                .startsWith("the key k was answered with [m] and with [n]");
        assertThat(judge(accepted(1, 2, "k", "m"), accepted(3, 4, "l", "m")))
                .containsExactly("two requests were answered with the message m");
        assertThat(judge(accepted(1, 2, "k", "m"), accepted(3, 4, "l", "n"))).isEmpty();
    }

    @Test
    void aStateGoesBack() {
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 4, "m", "submitted"), read(5, 6, "m", "accepted")))
                .containsExactly("message m was submitted and is accepted afterwards");
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 6, "m", "submitted"), read(5, 6, "m", "accepted")))
                .as("at the same time")
                .isEmpty();
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 4, "m", "delivered"), read(5, 6, "m", "unknown")))
                .containsExactly("message m was delivered and is unknown afterwards");
        assertThat(judge(accepted(1, 2, "k", "m"), received(3, "e", "m", "delivered"), read(5, 6, "m", "submitted")))
                .containsExactly("message m was delivered and is submitted afterwards");
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 4, "m", "delivered"), received(5, "e", "m", "submitted")))
                .as("an event may come late")
                .isEmpty();
    }

    @Test
    void aListLacksAMessageOrShowsAStranger() {
        assertThat(judge(accepted(1, 2, "k", "m"), list(3, 4, Promise.ACCEPTED)))
                .containsExactly("a list lacks message m");
        assertThat(judge(accepted(1, 3, "k", "m"), list(3, 4, Promise.ACCEPTED)))
                .as("at the same time")
                .isEmpty();
        assertThat(judge(accepted(1, 2, "k", "m"), list(3, 4, Promise.ENDED)))
                .as("it is not promised")
                .isEmpty();
        assertThat(judge(accepted(1, 2, "k", "m"), received(3, "e", "m", "expired"), list(4, 5, Promise.ENDED)))
                .containsExactly("a list lacks message m");
        assertThat(judge(list(3, 4, Promise.ENDED, "x")))
                .singleElement()
                .asString()
                .contains("[x]");
        assertThat(judge(not(1, 2, "k", Answer.REFUSED), list(3, 4, Promise.ENDED, "x")))
                .hasSize(1);
        assertThat(judge(not(1, 2, "k", Answer.UNKNOWN), list(3, 4, Promise.ENDED, "x")))
                .as("perhaps it was accepted")
                .isEmpty();
        assertThat(judge(not(1, 2, "k", Answer.UNKNOWN), list(3, 4, Promise.ENDED, "x", "y")))
                .hasSize(1);
        assertThat(judge(list(3, 4, Promise.ENDED, "m"), accepted(5, 6, "k", "m")))
                .containsExactly("a list has message m before it was sent");
    }

    @Test
    void anEventIsLost() {
        Subscribe hook = new Subscribe(at(0, 1), "hook", BANK, TYPES);
        Operation[] history = {
            hook, accepted(2, 3, "k", "m"), read(4, 5, "m", "delivered"), received(6, "e1", "m", "accepted")
        };
        assertThat(atRest(history)).containsExactly("hook never received the end of message m");
        assertThat(judge(history)).as("it may still come").isEmpty();
        assertThat(atRest(hook, accepted(2, 3, "k", "m"), received(6, "e2", "m", "delivered")))
                .containsExactly("hook never received the acceptance of message m");
        assertThat(atRest(
                        new Subscribe(at(0, 2), "hook", BANK, TYPES),
                        accepted(2, 3, "k", "m"),
                        read(4, 5, "m", "delivered")))
                .as("it was not in force yet")
                .isEmpty();
    }

    @Test
    void anEventIsOfNoMessageOrComesBeforeIt() {
        assertThat(judge(received(1, "e", "x", "delivered")))
                .singleElement()
                .asString()
                .contains("[x]");
        assertThat(judge(received(1, "e", "m", "accepted"), accepted(2, 3, "k", "m")))
                .containsExactly("an event names message m before it was sent");
    }

    @Test
    void eventsAreOutOfOrder() {
        Accept sent = accepted(1, 2, "k", "m");
        assertThat(judge(sent, received(3, "e1", "m", "submitted"), received(4, "e2", "m", "accepted")))
                .containsExactly("hook received message.accepted of message m after a later one");
        assertThat(judge(sent, received(3, "e1", "m", "submitted"), received(4, "e2", "m", "submitted")))
                .containsExactly("hook received message.submitted of message m a second time, with another id");
        assertThat(judge(
                        sent,
                        received(3, "e1", "m", "intermediate"),
                        received(4, "e2", "m", "submitted"),
                        received(5, "e3", "m", "intermediate"),
                        received(6, "e1", "m", "intermediate")))
                .as("parts, and one that came again")
                .isEmpty();
    }

    @Test
    void anEventComesAfterTheEnd() {
        Accept sent = accepted(1, 2, "k", "m");
        assertThat(judge(sent, received(3, "e1", "m", "delivered"), received(4, "e2", "m", "submitted")))
                .containsExactly("hook received message.submitted of message m after its end, delivered");
        assertThat(judge(sent, received(3, "e1", "m", "delivered"), received(4, "e2", "m", "delivered")))
                .hasSize(1);
        assertThat(judge(sent, received(3, "e1", "m", "delivered"), received(4, "e1", "m", "delivered")))
                .isEmpty();
    }

    @Test
    void anEventTellsAnotherEndThanReadsShow() {
        assertThat(judge(accepted(1, 2, "k", "m"), read(3, 6, "m", "expired"), received(4, "e", "m", "delivered")))
                .containsExactly("message m is expired, and an event says that it is delivered");
    }

    @Test
    void aBalanceShowsMoreChargedThanThereCanBe() {
        assertThat(judge(topUp(0, 0, 1_000), balance(1, 2, 950, 0), accepted(3, 4, "k", "m")))
                .singleElement()
                .asString()
                .contains("shows 50 charged, possible are 0 to 0");
        assertThat(judge(topUp(0, 0, 1_000), balance(1, 3, 950, 0), accepted(2, 4, "k", "m")))
                .as("at the same time")
                .isEmpty();
        assertThat(judge(topUp(0, 0, 1_000), not(0, 1, "k", Answer.UNKNOWN), balance(2, 3, 950, 0)))
                .as("perhaps it was accepted")
                .isEmpty();
        assertThat(judge(topUp(0, 0, 1_000), not(0, 1, "k", Answer.REFUSED), balance(2, 3, 950, 0)))
                .hasSize(1);
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        balance(3, 4, 950, 0),
                        read(5, 6, "m", "accepted")))
                .as("it is not charged later")
                .isNotEmpty();
    }

    @Test
    void aBalanceShowsLessChargedThanThereMustBe() {
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        read(3, 4, "m", "submitted"),
                        balance(5, 6, 1_000, PRICE)))
                .singleElement()
                .asString()
                .contains("shows 0 charged, possible are 50 to 50");
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        read(3, 6, "m", "submitted"),
                        balance(5, 6, 1_000, PRICE)))
                .as("at the same time")
                .isEmpty();
    }

    @Test
    void moneyThatWasChargedComesBack() {
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        balance(3, 4, 950, 0),
                        balance(5, 6, 1_000, PRICE)))
                .singleElement()
                .asString()
                .contains("shows 0 charged, and 50 before");
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        balance(3, 4, 950, 0),
                        topUp(4, 6, 50),
                        balance(5, 6, 1_000, 0)))
                .isEmpty();
    }

    @Test
    void aReservationIsMissingOrLeftOver() {
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        balance(3, 4, 1_000, 0),
                        read(5, 6, "m", "accepted")))
                .as("it still waits")
                .isNotEmpty()
                .allMatch(each -> each.contains("reserved"));
        assertThat(judge(
                        topUp(0, 0, 1_000),
                        accepted(1, 2, "k", "m"),
                        balance(3, 4, 1_000, 0),
                        read(5, 6, "m", "delivered")))
                .as("what it costs was neither charged nor reserved")
                .singleElement()
                .asString()
                .contains("shows 0 charged and reserved, possible are 50 to 50");
        List<Operation> ended = new ArrayList<>(Arrays.asList(
                topUp(0, 0, 1_000), accepted(1, 2, "k", "m"), read(3, 4, "m", "delivered"), balance(5, 6, 950, PRICE)));
        assertThat(Model.judge(ended, true)).isNotEmpty().allMatch(each -> each.contains("reserved"));
        ended.set(3, balance(5, 6, 950, 0));
        assertThat(Model.judge(ended, true)).isEmpty();
    }
}
