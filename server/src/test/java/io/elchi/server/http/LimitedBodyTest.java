package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Failure;
import io.elchi.server.core.RefusedException;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {
    private static final int MAX_BODY = 1_000;
    private static final int CAPACITY = 1_500;
    private static final int LARGE = 100_000;

    @AutoClose
    private final Metrics metrics = new Metrics();

    private final BodyBudget budget = new BodyBudget(CAPACITY, metrics);

    /// A connection with so many octets to come, by the hundred.
    private static final class Octets implements InputBuffer {
        private int left;

        Octets(int left) {
            this.left = left;
        }

        @Override
        public int doRead(ApplicationBufferHandler into) {
            int read = Math.min(100, left);
            left -= read;
            return read == 0 ? -1 : read;
        }

        @Override
        public int available() {
            return left;
        }
    }

    private LimitedBody body(int octets, Duration timeout) {
        return new LimitedBody(new Octets(octets), new LimitedBody.Limits(MAX_BODY, timeout, budget), _ -> {});
    }

    private static int readAll(LimitedBody body) throws IOException {
        int sum = 0;
        for (int read = body.doRead(null); read >= 0; read = body.doRead(null)) {
            sum += read;
        }
        return sum;
    }

    private static Failure failure(LimitedBody body) {
        try {
            readAll(body);
            return null;
        } catch (RefusedException e) {
            return e.refusal().failure();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void octetsCountUntilTheRequestIsAnswered() throws IOException {
        LimitedBody first = body(MAX_BODY, Duration.ofHours(1));
        first.begin(MAX_BODY);
        assertThat(readAll(first)).isEqualTo(MAX_BODY);
        assertThat(budget.taken()).isEqualTo(MAX_BODY);
        LimitedBody second = body(MAX_BODY, Duration.ofHours(1));
        second.begin(-1);
        assertThat(failure(second)).isEqualTo(Failure.OVERLOADED);
        assertThat(metrics.totals(Metric.HTTP_BODIES_REFUSED)).containsEntry(List.of(), 1.0);
        second.end();
        first.end();
        assertThat(budget.taken()).isZero();
        LimitedBody third = body(MAX_BODY, Duration.ofHours(1));
        third.begin(-1);
        assertThat(readAll(third)).isEqualTo(MAX_BODY);
    }

    private static LimitedBody large(BodyBudget budget, long account) {
        LimitedBody body =
                new LimitedBody(new Octets(LARGE), new LimitedBody.Limits(LARGE, Duration.ofHours(1), budget), _ -> {});
        body.begin(LARGE);
        body.isOf(account);
        return body;
    }

    @Test
    void largeBodiesOfOneAccountHaveAShare() throws IOException {
        BodyBudget shared = new BodyBudget(8 * LARGE, metrics);
        LimitedBody first = large(shared, 1);
        LimitedBody second = large(shared, 1);
        assertThat(readAll(first)).isEqualTo(LARGE);
        assertThat(readAll(second)).isEqualTo(LARGE);
        assertThat(failure(large(shared, 1))).isEqualTo(Failure.OVERLOADED);
        assertThat(readAll(large(shared, 2))).isEqualTo(LARGE);
        first.end();
        assertThat(readAll(large(shared, 1))).isEqualTo(LARGE);
    }

    /// Small ones, too: nobody knows how many strangers there are.
    @Test
    void bodiesOfStrangersHaveAShareTogether() throws IOException {
        BodyBudget shared = new BodyBudget(8 * LARGE, metrics);
        int octets = 10_000;
        List<LimitedBody> read = new ArrayList<>();
        for (int i = 0; i < 2 * LARGE / octets; i++) {
            LimitedBody body = small(shared, octets, EntrancePort.STRANGER);
            assertThat(readAll(body)).isEqualTo(octets);
            read.add(body);
        }
        assertThat(failure(small(shared, octets, EntrancePort.STRANGER))).isEqualTo(Failure.OVERLOADED);
        assertThat(readAll(small(shared, octets, 1))).isEqualTo(octets);
        read.getFirst().end();
        assertThat(readAll(small(shared, octets, EntrancePort.STRANGER))).isEqualTo(octets);
    }

    private static LimitedBody small(BodyBudget shared, int octets, long account) {
        LimitedBody body = new LimitedBody(
                new Octets(octets), new LimitedBody.Limits(LARGE, Duration.ofHours(1), shared), _ -> {});
        body.begin(octets);
        body.isOf(account);
        return body;
    }

    @Test
    void aSmallBodyIsReadWhileLargeOnesTakeTheRest() throws IOException {
        BodyBudget shared = new BodyBudget(2 * LARGE, metrics);
        LimitedBody largest = new LimitedBody(
                new Octets(2 * LARGE), new LimitedBody.Limits(2 * LARGE, Duration.ofHours(1), shared), _ -> {});
        largest.begin(-1);
        assertThat(failure(largest)).isEqualTo(Failure.OVERLOADED);
        LimitedBody small =
                new LimitedBody(new Octets(1_000), new LimitedBody.Limits(LARGE, Duration.ofHours(1), shared), _ -> {});
        small.begin(1_000);
        assertThat(readAll(small)).isEqualTo(1_000);
    }

    @Test
    void oneBodyHasOneSize() {
        LimitedBody announced = body(MAX_BODY + 1, Duration.ofHours(1));
        announced.begin(MAX_BODY + 1L);
        assertThat(failure(announced)).isEqualTo(Failure.BODY_TOO_LARGE);
        assertThat(budget.taken()).isZero();
        LimitedBody silent = body(MAX_BODY + 1, Duration.ofHours(1));
        silent.begin(-1);
        assertThat(failure(silent)).isEqualTo(Failure.BODY_TOO_LARGE);
        assertThat(budget.taken()).isLessThanOrEqualTo(MAX_BODY);
    }

    @Test
    void oneBodyHasOneTime() {
        LimitedBody late = body(MAX_BODY, Duration.ZERO);
        late.begin(MAX_BODY);
        assertThatThrownBy(() -> late.doRead(null)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whatIsDiscardedTakesNoMemoryAndIsLimited() {
        LimitedBody small = body(MAX_BODY, Duration.ofHours(1));
        small.begin(MAX_BODY);
        assertThat(small.discard()).isTrue();
        LimitedBody endless = body(Integer.MAX_VALUE, Duration.ofHours(1));
        endless.begin(-1);
        assertThat(endless.discard()).isFalse();
        assertThat(budget.taken()).isZero();
    }
}
