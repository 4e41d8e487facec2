package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.MessageClass;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger outcomes = new AtomicInteger();
    private final Admission admission = new Admission(
            Admission.Capacity.of(commits::get, 1_000, 1, 0.5, 0.3, 0.1),
            Admission.Capacity.of(outcomes::get, 10, 1, 0.3, 0.2, 0.01));

    private List<MessageClass> admitted() {
        return admitted(0);
    }

    private List<MessageClass> admitted(int coming) {
        return Arrays.stream(MessageClass.values())
                .filter(each -> admission.admits(each, coming))
                .toList();
    }

    @Test
    void eachClassLeavesRoomForThoseAboveIt() {
        assertThat(admitted()).containsExactly(MessageClass.values());
        commits.set(99);
        assertThat(admitted()).containsExactly(MessageClass.values());
        commits.set(100);
        assertThat(admitted()).containsExactly(MessageClass.OTP, MessageClass.TRANSACTIONAL, MessageClass.SERVICE);
        commits.set(300);
        assertThat(admitted()).containsExactly(MessageClass.OTP, MessageClass.TRANSACTIONAL);
        commits.set(500);
        assertThat(admitted()).containsExactly(MessageClass.OTP);
        commits.set(1_000);
        assertThat(admitted()).isEmpty();
    }

    @Test
    void everyRoomOnTheWayHasASay() {
        outcomes.set(1);
        assertThat(admitted()).containsExactly(MessageClass.OTP, MessageClass.TRANSACTIONAL, MessageClass.SERVICE);
        outcomes.set(2);
        assertThat(admitted()).containsExactly(MessageClass.OTP, MessageClass.TRANSACTIONAL);
        outcomes.set(3);
        assertThat(admitted()).containsExactly(MessageClass.OTP);
        outcomes.set(10);
        assertThat(admitted()).isEmpty();
    }

    @Test
    void whoComesBeforeTakesRoomToo() {
        assertThat(admitted(1)).containsExactly(MessageClass.OTP, MessageClass.TRANSACTIONAL, MessageClass.SERVICE);
        outcomes.set(2);
        assertThat(admitted(1)).containsExactly(MessageClass.OTP);
        assertThat(admitted(8)).isEmpty();
    }

    @Test
    void everyClassNeedsAShare() {
        assertThatThrownBy(() -> Admission.Capacity.of(commits::get, 10, 1, 0.5, 0.1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShareThatIsLessThanOneIsOne() {
        assertThat(admission.admits(MessageClass.PROMOTIONAL, 0)).isTrue();
    }
}
