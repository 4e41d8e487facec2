package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.messages.OperatorStates.State;
import io.elchi.server.messages.WaitReasons.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitReasonsTest {
    private static final Instant NOW = ManualClock.atMidnight().now();

    private final ManualClock clock = ManualClock.atMidnight();

    private final Set<Long> suspended = new HashSet<>();
    private final ActiveMessages active = new ActiveMessages(10);
    private final OperatorStates operators = new OperatorStates();
    private final WaitReasons reasons = new WaitReasons(
            active,
            id -> suspended.contains(id) ? SuspendedAccounts.Suspension.HOLD : SuspendedAccounts.Suspension.NONE,
            operators,
            clock);
    private final Message message = Samples.message(new MessageId(0, 1), 7, NOW);

    private MessageView view(Instant endedAt) {
        return new MessageView(message, MessageState.ACCEPTED, null, null, endedAt, null, null, 0, 0, List.of());
    }

    private WaitReason reason() {
        return reasons.of(view(null)).reason();
    }

    /// It is in no memory.
    @Test
    void aScheduledMessageWaitsForItsTime() {
        Message later = Samples.scheduled(NOW.plusSeconds(60), message);
        MessageView view = new MessageView(later, MessageState.ACCEPTED, null, null, null, null, null, 0, 0, List.of());
        assertThat(reasons.of(view).reason()).isEqualTo(WaitReason.SCHEDULED);
        clock.advance(Duration.ofSeconds(60));
        assertThat(reasons.of(view)).isNull();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void theStateOfTheOperatorIsTheReason(State state) {
        active.add(new MessageProgress(message));
        operators.reportedBy(id -> id == 1 ? state : null);
        assertThat(reason())
                .isEqualTo(
                        switch (state) {
                            case SENDING -> WaitReason.QUEUED;
                            case SUSPENDED -> WaitReason.OPERATOR_SUSPENDED;
                            case HELD -> WaitReason.OPERATOR_HELD;
                            case UNREACHABLE -> WaitReason.NO_SESSION;
                            case THROTTLING -> WaitReason.OPERATOR_THROTTLES;
                        });
    }

    @Test
    void aSuspendedAccountIsTheReasonWhateverTheOperatorDoes() {
        active.add(new MessageProgress(message));
        suspended.add(7L);
        assertThat(reason()).isEqualTo(WaitReason.ACCOUNT_SUSPENDED);
    }

    @Test
    void aFinalMessageAndOneThatIsNotHereHaveNone() {
        assertThat(reasons.of(view(null))).isNull();
        active.add(new MessageProgress(message));
        assertThat(reasons.of(view(NOW))).isNull();
    }

    /// Clients read them: operators have no name there, and nothing has a cost.
    @ParameterizedTest
    @EnumSource(WaitReason.class)
    void aDetailNamesNoOperatorAndNoCost(WaitReason reason) {
        assertThat(reason.detail().toLowerCase(Locale.ROOT)).doesNotContain("cost", "price", "%");
    }
}
