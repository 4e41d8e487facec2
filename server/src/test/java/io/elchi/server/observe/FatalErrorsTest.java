package io.elchi.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FatalErrorsTest {
    private final List<Integer> halted = new ArrayList<>();
    private final FatalErrors policy = new FatalErrors(halted::add);

    @AutoClose("shutdownNow")
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().uncaughtExceptionHandler(policy).unstarted(task));

    private void runs(Thread.Builder builder, Runnable task) throws InterruptedException {
        Thread thread = builder instanceof Thread.Builder.OfVirtual virtual
                ? virtual.uncaughtExceptionHandler(policy).unstarted(task)
                : builder.uncaughtExceptionHandler(policy).unstarted(task);
        thread.start();
        thread.join();
    }

    @Test
    void anErrorEndsTheProcessFromWhateverThread() throws InterruptedException {
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            runs(builder, () -> {
                throw new OutOfMemoryError("planted");
            });
        }
        assertThat(halted).containsExactly(FatalErrors.STATUS, FatalErrors.STATUS);
    }

    @Test
    void anExceptionDoesNot() throws InterruptedException {
        runs(Thread.ofPlatform(), () -> {
            throw new IllegalStateException("planted");
        });
        assertThat(halted).isEmpty();
    }

    /// A timer keeps what its tasks throw for itself.
    @Test
    void whatATimerSwallowsIsReported() throws Exception {
        timer.schedule(() -> FatalErrors.report(new OutOfMemoryError("planted")), 0, TimeUnit.MILLISECONDS)
                .get();
        assertThat(halted).containsExactly(FatalErrors.STATUS);
    }
}
