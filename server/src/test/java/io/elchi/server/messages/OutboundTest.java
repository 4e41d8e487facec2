package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import org.junit.jupiter.api.Test;

/// An operator that stands still fills its queue; what is urgent, and who has sent little, still finds capacity.
class OutboundTest {
    private static final long OPERATOR = 1;
    private static final long BANK = 10;
    private static final long SHOP = 20;

    private final OutboundQueues<SubmitTask> queues = Queues.localOutbound(100, ManualClock.atMidnight(), (_, _) -> {});
    private final Outbound outbound = new Outbound(queues);

    private int accepted(MessageClass messageClass, long account) {
        int accepted = 0;
        while (outbound.hasCapacity(OPERATOR, messageClass, account, 0)) {
            assertThat(queues.of(OPERATOR).offer(null, new Lane(messageClass, account, 1)))
                    .isTrue();
            accepted++;
        }
        return accepted;
    }

    @Test
    void oneAccountFillsHalfOfTheShareOfItsClassAndTheOthersTheRest() {
        assertThat(accepted(MessageClass.PROMOTIONAL, SHOP)).isEqualTo(25);
        assertThat(accepted(MessageClass.PROMOTIONAL, BANK)).isEqualTo(25);
        assertThat(accepted(MessageClass.PROMOTIONAL, 30)).isZero();
        assertThat(accepted(MessageClass.SERVICE, 30)).isEqualTo(12);
        assertThat(accepted(MessageClass.SERVICE, 40)).isZero();
        assertThat(accepted(MessageClass.TRANSACTIONAL, 40)).isEqualTo(13);
        assertThat(accepted(MessageClass.TRANSACTIONAL, 50)).isZero();
        assertThat(accepted(MessageClass.OTP, 30)).isEqualTo(25);
        assertThat(accepted(MessageClass.OTP, SHOP)).as("the queue is full").isZero();
        assertThat(queues.of(OPERATOR).size()).isEqualTo(100);
    }

    @Test
    void aRequestIsCountedWhole() {
        assertThat(outbound.hasCapacity(OPERATOR, MessageClass.PROMOTIONAL, SHOP, 24))
                .isTrue();
        assertThat(outbound.hasCapacity(OPERATOR, MessageClass.PROMOTIONAL, SHOP, 25))
                .isFalse();
    }

    @Test
    void anotherOperatorsQueueIsAnothersBusiness() {
        accepted(MessageClass.PROMOTIONAL, SHOP);
        assertThat(outbound.hasCapacity(2, MessageClass.PROMOTIONAL, SHOP, 0)).isTrue();
    }
}
