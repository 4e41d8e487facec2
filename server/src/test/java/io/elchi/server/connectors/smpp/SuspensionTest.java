package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageClass;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A suspension stops what is queued.
class SuspensionTest extends DispatchScene {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    @Test
    void messagesOfASuspendedAccountWaitUntilItIsActive() throws Exception {
        Played line = new Played(10, 0);
        suspended.add(1L);
        offer(texts.text("Salom"));
        turns(3);
        clock.advance(LONG_ENOUGH);
        turns(3);
        assertThat(line.sent).isEmpty();
        assertThat(outcomes()).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
        suspended.clear();
        clock.advance(LONG_ENOUGH);
        turns(3);
        assertThat(line.sent).containsExactly("1/1");
    }

    /// Parts that were written and wait for a permit of their session are not sent either.
    @Test
    void partsThatWaitForTheirLineAreHeldToo() throws Exception {
        Played line = new Played(1, 0);
        offer(texts.parts(3));
        turns(2);
        assertThat(line.sent).containsExactly("1/1");
        suspended.add(1L);
        line.takes();
        turns(3);
        assertThat(line.sent).containsExactly("1/1");
        suspended.clear();
        for (int i = 0; i < 2; i++) {
            clock.advance(LONG_ENOUGH);
            turns(3);
            line.takes();
        }
        assertThat(line.sent).containsExactly("1/1", "1/2", "1/3");
    }

    @Test
    void whatIsToBeCanceledIsNotSent() throws Exception {
        Played line = new Played(1, 0);
        SubmitTask parts = offer(texts.parts(2));
        turns(2);
        assertThat(line.sent).containsExactly("1/1");
        canceling.add(1L);
        SubmitTask other = offer(texts.text("Salom"));
        line.takes();
        turns(3);
        assertThat(line.sent).containsExactly("1/1");
        List<Outcome.Canceled> canceled = outcomes().stream()
                .filter(Outcome.Canceled.class::isInstance)
                .map(Outcome.Canceled.class::cast)
                .toList();
        assertThat(canceled.stream().map(each -> each.task().message())).contains(parts.message(), other.message());
        assertThat(canceled.stream()
                        .filter(each -> each.task().message() == parts.message())
                        .map(each -> each.task().part()))
                .containsExactly(2);
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsToBeCanceledNeedsNoSession() throws Exception {
        canceling.add(1L);
        SubmitTask task = offer(texts.text("Salom"));
        turns(2);
        assertThat(outcome()).isEqualTo(new Outcome.Canceled(task, 0, clock.now()));
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsHeldExpires() throws Exception {
        Played line = new Played(10, 0);
        suspended.add(1L);
        SubmitTask task = offer(texts.text("Salom"));
        turns(2);
        clock.advance(Texts.VALIDITY);
        turns(2);
        assertThat(line.sent).isEmpty();
        assertThat(outcome()).isEqualTo(new Outcome.Expired(task, 0, clock.now()));
        assertThat(queue.size()).isZero();
    }

    /// A part of a message whose others were sent expires, and is not looked at without end.
    @Test
    void aHeldPartExpires() throws Exception {
        Played line = new Played(1, 0);
        offer(texts.parts(2));
        turns(2);
        suspended.add(1L);
        line.takes();
        turns(2);
        outcomes();
        clock.advance(Texts.VALIDITY);
        turns(3);
        assertThat(line.sent).containsExactly("1/1");
        assertThat(outcome()).isInstanceOf(Outcome.Expired.class);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aSuspendedOperatorsMessagesGoToTheNextOneAtOnce() throws Exception {
        Played line = new Played(10, 0);
        dispatcher.stop(OperatorStates.State.SUSPENDED);
        SubmitTask two = offer(texts.text("Bank", "Salom", 1, MessageClass.PROMOTIONAL, 2));
        turns(1);
        assertThat(line.sent).isEmpty();
        assertThat(outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.task()).isSameAs(two);
            assertThat(refused.tryNext()).isTrue();
            assertThat(refused.detail()).isEqualTo("the operator is suspended");
        });
    }

    @Test
    void aHeldOperatorsMessagesStayUntilTheirValidityEnds() throws Exception {
        Played line = new Played(10, 0);
        dispatcher.stop(OperatorStates.State.HELD);
        SubmitTask task = offer(texts.text("Bank", "Salom", 1, MessageClass.PROMOTIONAL, 2));
        turns(3);
        clock.advance(LONG_ENOUGH);
        turns(2);
        assertThat(line.sent).isEmpty();
        assertThat(outcomes()).isEmpty();
        assertThat(dispatcher.state()).isEqualTo(OperatorStates.State.HELD);
        clock.advance(Texts.VALIDITY);
        turns(2);
        assertThat(outcome()).isEqualTo(new Outcome.Expired(task, 0, clock.now()));
        assertThat(queue.size()).isZero();
    }

    /// Nobody else may carry it: it is not lost, and it is not sent.
    @Test
    void aMessageWithoutAnotherOperatorWaitsForItsOwn() throws Exception {
        Played line = new Played(10, 0);
        dispatcher.stop(OperatorStates.State.SUSPENDED);
        offer(texts.text("Salom"));
        turns(3);
        assertThat(line.sent).isEmpty();
        assertThat(outcomes()).isEmpty();
        dispatcher.stop(null);
        clock.advance(LONG_ENOUGH);
        turns(2);
        assertThat(line.sent).containsExactly("1/1");
    }

    @Test
    void theStateOfAnOperatorIsShown() throws Exception {
        assertThat(dispatcher.state()).isEqualTo(OperatorStates.State.UNREACHABLE);
        Played line = new Played(10, 0);
        assertThat(dispatcher.state()).isEqualTo(OperatorStates.State.SENDING);
        offer(texts.text("Salom"));
        turns(1);
        line.says(CommandStatus.ESME_RTHROTTLED.code());
        assertThat(dispatcher.state()).isEqualTo(OperatorStates.State.THROTTLING);
        dispatcher.stop(OperatorStates.State.SUSPENDED);
        assertThat(dispatcher.state()).isEqualTo(OperatorStates.State.SUSPENDED);
    }
}
