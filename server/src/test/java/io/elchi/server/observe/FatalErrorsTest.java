package io.elchi.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    /// Another JVM, with the policy that a server installs: its main thread waits for ever.
    @Test
    void aRealProcessEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(FatalErrors.STATUS);
        assertThat(said).contains("dispatch-1").contains("planted");
    }

    /// A process whose thread dies.
    public static final class Doomed {
        private Doomed() {}

        public static void main(String... arguments) throws InterruptedException {
            FatalErrors.haltTheProcess();
            Thread.ofPlatform().name("dispatch-1").start(() -> {
                throw new OutOfMemoryError("planted");
            });
            new CountDownLatch(1).await();
        }
    }

    /// The JVM's own errors are caught by much code that is not ours.
    @Test
    void theServersJvmEndsWithItsMemory() throws IOException {
        assertThat(Files.readAllLines(Path.of(System.getProperty("elchi.root"), "server", "jvm.options")))
                .contains("-XX:+ExitOnOutOfMemoryError");
    }

    /// A timer keeps what its tasks throw for itself.
    @Test
    void whatATimerSwallowsIsReported() throws Exception {
        timer.schedule(() -> FatalErrors.report(new OutOfMemoryError("planted")), 0, TimeUnit.MILLISECONDS)
                .get();
        assertThat(halted).containsExactly(FatalErrors.STATUS);
    }
}
