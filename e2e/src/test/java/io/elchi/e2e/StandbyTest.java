package io.elchi.e2e;

import static io.elchi.e2e.Recovery.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two servers on one database: one sends, the other waits and takes over. Nothing is lost, and nothing is sent
/// twice but what was in progress.
class StandbyTest {
    private static final int MESSAGES = 3_000;
    private static final int CLIENTS = 16;
    /// Six seconds until the lease runs out, one until the standby looks, and its start.
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    private Path folder;
    private Product first;
    private Product second;
    private Recovery recovery;
    private Clients clients;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-standby-");
        Path secondFolder = Files.createDirectory(folder.resolve("second"));
        first = new Product(folder, List.of(Recovery.RECHECK));
        recovery = new Recovery(folder, first, MESSAGES, CLIENTS);
        clients = recovery.clients();
        List<String> settings = new java.util.ArrayList<>(first.sharedDatabase());
        settings.add(Recovery.RECHECK);
        second = new Product(secondFolder, settings);
        second.startStandby();
    }

    @AfterEach
    void stop() throws Exception {
        second.close();
        first.close();
        recovery.close();
        Product.delete(folder);
    }

    @Test
    void theSecondWaitsAndTakesOverWhenTheFirstIsKilled() throws Exception {
        assertThat(second.isReady()).as("the standby is ready").isFalse();
        Thread sending = recovery.sendInBackground();
        until(() -> clients.accepted().size() >= MESSAGES / 3);
        assertThat(recovery.totals().duplicates()).isZero();

        first.kill();
        long killed = System.nanoTime();
        long inFlight = recovery.inFlight();
        clients.moveTo(second.httpPort());
        until(second::isReady);
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER);
        sending.join();
        recovery.everythingIsRight(inFlight);
        // The first comes back, and is the standby now.
        first.startStandby();
        assertThat(first.isReady()).isFalse();
        assertThat(clients.refusals()).doesNotContainKey("unknown");
    }

    @Test
    void aStopHandsOverAndNothingIsSentTwice() throws Exception {
        // The first brings the PostgreSQL, so the second has to be the one that stops.
        first.kill();
        until(second::isReady);
        first.startStandby();
        clients.moveTo(second.httpPort());
        clients.send(MESSAGES / 3, CLIENTS);

        Thread stopping = Thread.ofVirtual().name("stopping").start(() -> {
            try {
                second.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        until(first::isReady);
        stopping.join();
        clients.moveTo(first.httpPort());
        clients.send(MESSAGES, CLIENTS);
        recovery.awaitRest();
        assertThat(clients.abandoned()).isEmpty();
        assertThat(recovery.totals().duplicates()).isZero();
    }
}
