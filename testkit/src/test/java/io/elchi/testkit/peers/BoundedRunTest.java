package io.elchi.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs that end, and programs that do not.
class BoundedRunTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static ProcessBuilder shell(String script) {
        return new ProcessBuilder("sh", "-c", script);
    }

    @Test
    void theOutputOfBothKindsAndTheStatusAreKnown() throws Exception {
        assertThat(BoundedRun.of(shell("echo out; echo err >&2; exit 3"), 30)).contains(new BoundedRun(3, "out\nerr"));
    }

    @Test
    @Timeout(30)
    void aProgramThatDoesNotEndIsEndedWithThoseThatItStarted() throws Exception {
        String seconds = LONG.toSeconds() + "." + System.nanoTime();
        assertThat(BoundedRun.of(shell("sleep " + seconds + " & sleep " + seconds), 1))
                .isEmpty();
        while (ProcessHandle.allProcesses()
                .anyMatch(each -> each.info().commandLine().orElse("").contains(seconds))) {
            Thread.onSpinWait();
        }
    }
}
