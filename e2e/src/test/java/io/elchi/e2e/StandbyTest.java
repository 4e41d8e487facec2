package io.elchi.e2e;

import static io.elchi.e2e.Recovery.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two servers on one database, with one operator: the one that has its shard sends for both, and when it ends the
/// other takes over. Nothing is lost, and nothing is sent twice but what was in progress.
class StandbyTest {
    private static final int MESSAGES = 3_000;
    private static final int CLIENTS = 16;
    /// Six seconds until the lease runs out, one and a half until the other looks, and its binds.
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
        second.start();
    }

    @AfterEach
    void stop() throws Exception {
        second.close();
        first.close();
        recovery.close();
        Product.delete(folder);
    }

    private static boolean sends(Product server) throws IOException, InterruptedException {
        return server.metric("elchi_shards_owned") > 0 && server.metric("elchi_links_bound") > 0;
    }

    @Test
    void theSecondTakesOverWhenTheFirstIsKilled() throws Exception {
        // Which of both has the operator is drawn with their ids: it may be on its way to the second.
        assertThat(second.isReady()).isTrue();
        Thread sending = recovery.sendInBackground();
        until(() -> clients.accepted().size() >= MESSAGES / 3);
        assertThat(recovery.totals().duplicates()).isZero();

        first.kill();
        long killed = System.nanoTime();
        long inFlight = recovery.inFlight();
        clients.moveTo(second.httpPort());
        until(() -> sends(second));
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER);
        sending.join();
        recovery.everythingIsRight(inFlight);
        assertThat(clients.refusals()).doesNotContainKey("unknown");
    }

    @Test
    void aStopHandsOverAndNothingIsSentTwice() throws Exception {
        // The first brings the PostgreSQL, so the second has to be the one that stops.
        first.kill();
        until(() -> sends(second));
        first.start();
        // The first accepts, the second sends.
        clients.send(MESSAGES / 6, CLIENTS);
        clients.moveTo(second.httpPort());
        clients.send(MESSAGES / 3, CLIENTS);

        Thread stopping = Thread.ofVirtual().name("stopping").start(() -> {
            try {
                second.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        until(() -> sends(first));
        stopping.join();
        clients.moveTo(first.httpPort());
        clients.send(MESSAGES, CLIENTS);
        recovery.awaitRest();
        assertThat(clients.abandoned()).isEmpty();
        assertThat(recovery.totals().duplicates()).isZero();
    }
}
