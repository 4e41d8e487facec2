package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.connectors.dispatch.ReplyAction;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What an operator's answers and its pace do to what is sent.
class ReplyPolicyTest extends DispatchScene {
    @ParameterizedTest
    @EnumSource(ReplyAction.class)
    void everyActionIsAValueOfTheSetting(ReplyAction action) {
        String entry = "0x0B=" + action.name().toLowerCase(Locale.ROOT);
        LinkOptions options = LinkScene.options("refusals.statuses", List.of(entry));
        assertThat(new ReplyPolicy(options.refusals().statuses()).then(0x0B)).isEqualTo(action);
    }

    @Test
    void thePaceIsInPartsAndEven() throws Exception {
        Played line = new Played(1_000, 0);
        line.pacer = new Pacer(clock, 40, THROTTLE);
        for (int i = 0; i < 60; i++) {
            offer(texts.parts(3));
        }
        int burst = 2;
        for (int millis = 0; millis <= 3_000; millis += 25) {
            turns(3);
            assertThat(line.sent).as("after %d ms", millis).hasSize(Math.min(180, burst + millis * 40 / 1_000));
            clock.advance(Duration.ofMillis(25));
        }
    }

    @Test
    void aSlowPaceGoesOnWhateverTheTimesOfTheTurns() throws Exception {
        Played line = new Played(1_000, 0);
        line.pacer = new Pacer(clock, 3, THROTTLE);
        for (int i = 0; i < 100; i++) {
            offer(texts.text("Salom"));
        }
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofMillis(1));
            turns(1);
        }
        assertThat(line.sent.size()).isBetween(30, 31);
    }

    @Test
    void anOperatorThatHasTooMuchIsLeftAloneForLongerAndLonger() throws Exception {
        Played line = new Played(10, 0);
        offer(texts.text("Salom"));
        turns(1);
        for (int doubling = 0; doubling < 8; doubling++) {
            line.says(CommandStatus.ESME_RTHROTTLED.code());
            Duration rest = THROTTLE.multipliedBy(1L << Math.min(doubling, 5));
            clock.advance(rest.minusMillis(1));
            turns(2);
            assertThat(line.open).isEmpty();
            clock.advance(Duration.ofMillis(1));
            turns(2);
            assertThat(line.open).hasSize(1);
        }
        line.takes();
        assertThat(outcome()).isInstanceOf(Outcome.Submitted.class);
        offer(texts.text("Salom"));
        turns(1);
        line.says(CommandStatus.ESME_RMSGQFUL.code());
        clock.advance(THROTTLE);
        turns(2);
        assertThat(line.open)
                .as("it took something meanwhile: the rest is short again")
                .hasSize(1);
    }

    @Test
    void oneRestForAllThatItRefusesAtATime() throws Exception {
        Played line = new Played(10, 0);
        for (int i = 0; i < 10; i++) {
            offer(texts.text("Salom"));
        }
        turns(1);
        for (int i = 0; i < 10; i++) {
            line.says(CommandStatus.ESME_RTHROTTLED.code());
        }
        clock.advance(THROTTLE);
        turns(2);
        assertThat(line.open).hasSize(10);
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void theSameSettingsOnceMoreEndNoRest() throws Exception {
        Played line = new Played(10, 0);
        offer(texts.text("Salom"));
        turns(1);
        line.says(CommandStatus.ESME_RTHROTTLED.code());
        offer(texts.text("Salom"));
        dispatcher.use(options);
        turns(2);
        assertThat(line.sent).hasSize(1);
        clock.advance(THROTTLE);
        turns(2);
        assertThat(line.sent).hasSize(3);
    }

    /// Sessions to receive are no lines, and a link without a limit lifts no other's.
    @Test
    void eachLinkHasItsOwnPace() throws Exception {
        Played slow = new Played(1_000, 0);
        slow.pacer = new Pacer(clock, 3, THROTTLE);
        Played fast = new Played(1_000, 0);
        fast.pacer = new Pacer(clock, 100, THROTTLE);
        Played full = new Played(1, 0);
        for (int i = 0; i < 200; i++) {
            offer(texts.parts(2));
        }
        for (int millis = 0; millis < 1_800; millis += 10) {
            turns(3);
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(slow.sent.size()).isBetween(5, 7);
        assertThat(fast.sent.size()).isBetween(180, 186);
        assertThat(full.sent).hasSize(1);
    }

    @Test
    void aLinkThatIsThrottledRestsAloneAndItsMessageGoesOverAnother() throws Exception {
        Played one = new Played(10, 0);
        Played other = new Played(10, 0);
        offer(texts.text("Salom"));
        turns(1);
        one.says(CommandStatus.ESME_RTHROTTLED.code());
        turns(2);
        assertThat(other.sent).containsExactly("1/1");
        offer(texts.text("Salom"));
        turns(2);
        assertThat(one.sent).hasSize(1);
        assertThat(other.sent).containsExactly("1/1", "2/1");
    }

    @Test
    void aPartThatWaitsForALinkThatIsThrottledGoesOverAnother() throws Exception {
        Played one = new Played(2, 0);
        Played other = new Played(10, 0);
        offer(texts.parts(3));
        turns(2);
        assertThat(one.sent).containsExactly("1/1", "1/2");
        one.says(CommandStatus.ESME_RTHROTTLED.code());
        turns(3);
        assertThat(other.sent).containsExactlyInAnyOrder("1/1", "1/3");
    }

    @Test
    void eachLinkHasItsOwnAttempts() throws Exception {
        Played line = new Played(10, 0);
        line.settings = LinkScene.options("refusals.attempts", 1);
        SubmitTask task = offer(texts.text("Salom"));
        turns(1);
        line.says(CommandStatus.ESME_RSYSERR.code());
        refused(task, CommandStatus.ESME_RSYSERR.code(), true);
    }

    /// It answers nothing but that it has too much: the next operator has its turn.
    @Test
    void anOperatorThatThrottlesIsLeftAfterTheFailoverTime() throws Exception {
        Played line = new Played(1, 0);
        SubmitTask refusedOtp = offer(texts.text("Bank", "1234", 1, MessageClass.OTP, 2));
        SubmitTask queuedOtp = offer(texts.text("Bank", "1234", 1, MessageClass.OTP, 2));
        SubmitTask only = offer(texts.text("Bank", "1234", 1, MessageClass.OTP, 1));
        SubmitTask other = offer(texts.text("Bank", "Salom", 1, MessageClass.TRANSACTIONAL, 2));
        Set<SubmitTask> left = new HashSet<>();
        for (int seconds = 0; seconds < 59; seconds++) {
            turns(5);
            while (!line.open.isEmpty()) {
                line.says(CommandStatus.ESME_RTHROTTLED.code());
            }
            outcomes().forEach(outcome -> {
                assertThat(outcome).isInstanceOf(Outcome.Refused.class);
                left.add(((Outcome.Refused) outcome).task());
            });
            if (seconds < options.otpFailover().toSeconds()) {
                assertThat(left).isEmpty();
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(left)
                .extracting(SubmitTask::message)
                .containsExactlyInAnyOrder(refusedOtp.message(), queuedOtp.message());
        for (int seconds = 0; seconds < 40; seconds++) {
            turns(5);
            while (!line.open.isEmpty()) {
                line.says(CommandStatus.ESME_RTHROTTLED.code());
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(outcomes())
                .extracting(outcome -> ((Outcome.Refused) outcome).task().message())
                .containsExactly(other.message())
                .doesNotContain(only.message());
    }

    /// Other parts are at the operator: the rest of the message waits there.
    @Test
    void aPartlySentMessageStaysWithAnOperatorThatThrottles() throws Exception {
        Played line = new Played(2, 0);
        SubmitTask half = offer(texts.text("Bank", "1234", 2, MessageClass.OTP, 2));
        turns(2);
        line.takes();
        line.says(CommandStatus.ESME_RTHROTTLED.code());
        Outcome.Submitted submitted = (Outcome.Submitted) outcome();
        half.progress()
                .submitted(new Event.Submitted(
                        new Event.Step(half.message().id(), 1, 2, clock.now(), 1, 0),
                        "id",
                        "id",
                        false,
                        new Event.Charge(1, 45_000_000, RouteCandidate.NONE, 1)));
        assertThat(submitted.part()).isEqualTo(1);
        for (int seconds = 0; seconds < 30; seconds++) {
            clock.advance(Duration.ofSeconds(1));
            turns(3);
            if (!line.open.isEmpty()) {
                line.says(CommandStatus.ESME_RTHROTTLED.code());
            }
        }
        assertThat(outcomes()).isEmpty();
        clock.advance(Duration.ofSeconds(32));
        turns(3);
        assertThat(line.sent.getLast()).isEqualTo("1/2");
    }

    @Test
    void anOperatorThatTakesMessagesAgainIsNotLeft() throws Exception {
        Played line = new Played(1, 0);
        offer(texts.text("Salom"));
        turns(1);
        line.says(CommandStatus.ESME_RTHROTTLED.code());
        clock.advance(Duration.ofSeconds(11));
        turns(2);
        line.takes();
        assertThat(outcome()).isInstanceOf(Outcome.Submitted.class);
        clock.advance(Duration.ofSeconds(60));
        SubmitTask late = offer(texts.text("Bank", "Salom", 1, MessageClass.TRANSACTIONAL, 2));
        turns(2);
        line.says(CommandStatus.ESME_RTHROTTLED.code());
        assertThat(outcomes()).as("a new period has begun").isEmpty();
        assertThat(late.isStale()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x58, again",
        "0x14, again",
        "0x08, retry",
        "0x64, retry",
        "0x04, retry",
        "0x0B, fail",
        "0x01, fail",
        "0x50, fail",
        "0x51, fail",
        "0x62, fail",
        "0x45, next",
        "0x0A, next",
        "0x0D, next",
        "0xFF, next",
        "0x4FF, next",
        "0x7FFFFFFF, next",
        // The operator's own table.
        "0x401, fail",
        "0x402, retry"
    })
    void eachStatusHasItsConsequence(String code, String consequence) throws Exception {
        int status = Integer.decode(code);
        Played line = new Played(10, 0);
        SubmitTask task = offer(texts.text("Salom"));
        turns(1);
        line.says(status);
        switch (consequence) {
            case "again" -> {
                clock.advance(THROTTLE);
                turns(2);
                assertThat(line.sent).containsExactly("1/1", "1/1");
                assertThat(outcomes()).isEmpty();
            }
            case "retry" -> {
                for (int attempt = 2; attempt <= LinkScene.options().refusals().attempts(); attempt++) {
                    clock.advance(RETRY.minusMillis(1));
                    turns(2);
                    assertThat(line.sent).hasSize(attempt - 1);
                    clock.advance(Duration.ofMillis(1));
                    turns(2);
                    assertThat(line.sent).hasSize(attempt);
                    assertThat(outcomes()).isEmpty();
                    line.says(status);
                }
                refused(task, status, true);
            }
            default -> refused(task, status, consequence.equals("next"));
        }
    }

    @Test
    void aNackIsARefusal() throws Exception {
        Played line = new Played(10, 0);
        SubmitTask task = offer(texts.text("Salom"));
        turns(1);
        line.reply(new Reply.Nacked<>(CommandStatus.ESME_RINVCMDID.code(), 1));
        refused(task, CommandStatus.ESME_RINVCMDID.code(), true);
    }

    @Test
    void whatCannotBeWrittenGoesToTheNextOperatorInsteadOfAroundForEver() throws Exception {
        Played line = new Played(10, 0);
        SubmitTask task = offer(texts.text("Salom"));
        turns(1);
        line.reply(new Reply.NotSent<>(Offer.INVALID, "service_type has 7 octets"));
        turns(1);
        assertThat(line.sent).hasSize(1);
        refused(task, -1, true);
    }

    @Test
    void noAnswerIsPossiblySent() throws Exception {
        Played line = new Played(10, 0);
        SubmitTask first = offer(texts.text("Salom"));
        SubmitTask last = offer(new SubmitTask(
                texts.text("Salom").progress(),
                0,
                1,
                LinkScene.options().refusals().attempts()));
        turns(1);
        line.reply(new Reply.TimedOut<>(1));
        line.reply(new Reply.Lost<>(2, CloseReason.DISCONNECTED));
        assertThat(outcomes())
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOfSatisfying(Outcome.Unanswered.class, unanswered -> {
                            assertThat(unanswered.task()).isSameAs(first);
                            assertThat(unanswered.again()).isTrue();
                        }),
                        two -> assertThat(two).isInstanceOfSatisfying(Outcome.Unanswered.class, unanswered -> {
                            assertThat(unanswered.task()).isSameAs(last);
                            assertThat(unanswered.again())
                                    .as("it had its tries")
                                    .isFalse();
                        }));
        turns(3);
        assertThat(line.sent).as("tracking says when it is sent again").hasSize(2);
    }

    @Test
    void aFullQueueOfOutcomesStopsSending() throws Exception {
        WorkQueue<Outcome> small = Queues.local(2, clock);
        Dispatcher careful = dispatcher(small);
        Played line = new Played(100, 0);
        for (int i = 0; i < 10; i++) {
            offer(texts.text("Salom"));
        }
        careful.turn(Duration.ZERO);
        assertThat(line.sent).hasSize(2);
        line.takes();
        line.takes();
        for (int i = 0; i < 5; i++) {
            careful.turn(Duration.ZERO);
        }
        assertThat(line.sent).hasSize(2);
        small.take(1, Duration.ZERO);
        careful.turn(Duration.ZERO);
        assertThat(line.sent).hasSize(3);
    }
}
