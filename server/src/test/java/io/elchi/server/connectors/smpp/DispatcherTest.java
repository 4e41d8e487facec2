package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageClass;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is sent over which line, and when.
class DispatcherTest extends DispatchScene {
    @Test
    void theOperatorsWindowIsAllThatIsTakenFromTheQueue() throws Exception {
        Played line = new Played(3, 0);
        for (int i = 0; i < 10; i++) {
            offer(texts.text("Salom"));
        }
        turns(5);
        assertThat(line.sent).containsExactly("1/1", "2/1", "3/1");
        assertThat(queue.size()).isEqualTo(7);
        line.takes();
        turns(5);
        assertThat(line.sent).containsExactly("1/1", "2/1", "3/1", "4/1");
        assertThat(outcome()).isInstanceOf(Outcome.Submitted.class);
    }

    @Test
    void whatWasNotSentBecauseTheSessionEndedIsSentAgain() throws Exception {
        Played line = new Played(10, 0);
        offer(texts.text("Salom"));
        turns(1);
        line.reply(new Reply.NotSent<>(Offer.CLOSED, "the session ended"));
        turns(1);
        assertThat(line.sent).containsExactly("1/1", "1/1");
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void whatExpiredInTheQueueIsNotSent() throws Exception {
        Played line = new Played(10, 0);
        SubmitTask task = offer(texts.text("Salom"));
        clock.advance(Texts.VALIDITY);
        turns(1);
        assertThat(line.sent).isEmpty();
        assertThat(outcome()).isEqualTo(new Outcome.Expired(task, 0, clock.now()));
    }

    @Test
    void whatExpiredWhileItWaitedForItsTurnOnTheLineIsNotSent() throws Exception {
        Played line = new Played(2, 0);
        SubmitTask task = offer(texts.parts(3));
        turns(2);
        assertThat(line.sent).containsExactly("1/1", "1/2");
        clock.advance(Texts.VALIDITY);
        line.takes();
        turns(2);
        assertThat(line.sent).hasSize(2);
        assertThat(outcomes())
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(Outcome.Submitted.class),
                        two -> assertThat(two).isInstanceOfSatisfying(Outcome.Expired.class, expired -> {
                            assertThat(expired.task().progress()).isSameAs(task.progress());
                            assertThat(expired.task().part())
                                    .as("only this part: the others are on their way")
                                    .isEqualTo(3);
                        }));
    }

    @Test
    void whatIsOverWhileItWaitedForItsTurnOnTheLineIsNotSent() throws Exception {
        Played line = new Played(1, 0);
        SubmitTask task = offer(texts.parts(2));
        turns(2);
        task.progress().abandon();
        line.takes();
        turns(2);
        assertThat(line.sent).containsExactly("1/1");
    }

    @Test
    void aLineWithoutRoomHoldsUpNoOther() throws Exception {
        Played narrow = new Played(1, 0);
        Played wide = new Played(5, 0);
        for (int i = 0; i < 6; i++) {
            offer(texts.text("Salom"));
        }
        turns(6);
        assertThat(narrow.sent).hasSize(1);
        assertThat(wide.sent).hasSize(5);
    }

    @Test
    void aMessageThatComesJustAfterTheLineIsSentAtOnce() throws Exception {
        Thread waiting = turn();
        Played line = new Played(1, 0);
        offer(texts.text("Salom"));
        waiting.join();
        turns(1);
        assertThat(line.sent).hasSize(1);
    }

    @Test
    void whatIsWrittenForAFullLineWaitsWithoutSpinning() throws Exception {
        Played narrow = new Played(1, 0);
        Played wide = new Played(5, 0);
        offer(texts.parts(2));
        turns(1);
        assertThat(narrow.sent).hasSize(1);
        Thread waiting = turn();
        narrow.takes();
        waiting.join();
        turns(1);
        assertThat(narrow.sent).hasSize(2);
        assertThat(wide.sent).isEmpty();
    }

    @Test
    void aHigherClassGoesBeforeWhatIsNotWrittenYet() throws Exception {
        Played line = new Played(2, 0);
        offer(texts.parts(2));
        offer(texts.parts(2));
        turns(1);
        offer(texts.text("Bank", "1234", 1, MessageClass.OTP, 1));
        line.takes();
        line.takes();
        turns(2);
        assertThat(line.sent).containsExactly("1/1", "1/2", "3/1", "2/1");
    }

    @Test
    void aPartThatThisLineDoesNotHaveIsRefusedAndNotForgotten() throws Exception {
        Played line = new Played(10, 1);
        SubmitTask third = offer(new SubmitTask(texts.parts(3).progress(), 0, 3, 2));
        turns(1);
        assertThat(line.sent).isEmpty();
        assertThat(outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.task()).isSameAs(third);
            assertThat(refused.part()).isEqualTo(3);
            assertThat(refused.tryNext()).isTrue();
        });
    }

    @Test
    void withoutALineAnOtpGoesOnSoonAndOthersLater() throws Exception {
        SubmitTask otp = offer(texts.text("Bank", "1234", 1, MessageClass.OTP, 2));
        SubmitTask other = offer(texts.text("Bank", "Salom", 1, MessageClass.TRANSACTIONAL, 2));
        long seconds = 0;
        List<Outcome> heard = List.of();
        while (heard.isEmpty()) {
            turns(1);
            heard = outcomes();
            if (heard.isEmpty()) {
                clock.advance(Duration.ofSeconds(1));
                seconds++;
            }
        }
        assertThat(seconds).isEqualTo(options.otpFailover().toSeconds());
        assertThat(heard).singleElement().isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.task()).isSameAs(otp);
            assertThat(refused.part()).as("all of it").isZero();
            assertThat(refused.tryNext()).isTrue();
        });
        clock.advance(options.failover().minusSeconds(seconds + 1));
        turns(2);
        assertThat(outcomes()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        turns(2);
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.task()).isSameAs(other));
    }

    @Test
    void withoutALineAndWithoutAnotherOperatorAMessageWaitsUntilItExpires() throws Exception {
        SubmitTask task = offer(texts.text("Salom"));
        for (Duration time = Duration.ZERO; time.compareTo(Texts.VALIDITY) < 0; time = time.plusSeconds(1)) {
            turns(1);
            assertThat(outcomes()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
        }
        turns(1);
        assertThat(outcome()).isEqualTo(new Outcome.Expired(task, 0, clock.now()));
    }

    @Test
    void whatWasWrittenForALineThatIsGoneGoesOverAnother() throws Exception {
        Played first = new Played(1, 0);
        offer(texts.parts(3));
        turns(2);
        assertThat(first.sent).containsExactly("1/1");
        lines.remove(first);
        first.refuses = Offer.CLOSED;
        turns(2);
        Played second = new Played(10, 0);
        clock.advance(Duration.ofSeconds(1));
        turns(3);
        assertThat(second.sent).containsExactly("1/2", "1/3");
        assertThat(outcomes()).isEmpty();
    }
}
