package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.dispatch.DispatchWaits;
import io.elchi.server.connectors.dispatch.DispatchWaits.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchWaitsTest extends DispatchScene {
    private static final long SECOND = 1_000_000_000L;

    private String limitedBy() {
        return dispatcher.waits().limitedBy(clock.nanos());
    }

    @Test
    void whatTookHalfOfTheTimeOrMoreIsNamed() {
        DispatchWaits waits = new DispatchWaits(0);
        assertThat(waits.limitedBy(SECOND)).as("too soon").isNull();
        waits.add(Cause.COMMITS, 3 * SECOND);
        assertThat(waits.limitedBy(6 * SECOND)).isEqualTo("commits");
        waits.add(Cause.RATE_LIMIT, 2 * SECOND);
        assertThat(waits.limitedBy(7 * SECOND)).as("too soon").isEqualTo("commits");
        assertThat(waits.limitedBy(11 * SECOND)).isEqualTo("nothing");
        assertThat(waits.seconds(Cause.COMMITS)).isEqualTo(3);
    }

    @Test
    void aFullWindowWaitsForTheOperatorsAnswers() throws Exception {
        Played line = new Played(1, 0);
        offer(texts.text("Salom"));
        offer(texts.text("Salom"));
        turns(1);
        Thread waiting = turn();
        clock.advance(Duration.ofSeconds(5));
        line.takes();
        waiting.join();
        assertThat(limitedBy()).isEqualTo("operator_answers");
    }

    @Test
    void anEmptyQueueIsNotTheOperatorsFault() throws Exception {
        new Played(1, 0);
        Thread waiting = turn();
        clock.advance(Duration.ofSeconds(5));
        offer(texts.text("Salom"));
        waiting.join();
        assertThat(limitedBy()).isEqualTo("nothing_asked");
    }
}
