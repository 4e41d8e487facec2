package io.elchi.e2e;

import static io.elchi.e2e.Recovery.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// kill -9 in the middle of 5,000 messages: none is lost, the money is exact, and the operator gets no more
/// duplicates than there were parts in progress.
class KillTest {
    private static final int KILL_AT = 2_000;

    private Path folder;
    private Product product;
    private Recovery recovery;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-kill-");
        product = new Product(folder, List.of(Recovery.RECHECK));
        recovery = new Recovery(folder, product, 5_000, 32);
    }

    @AfterEach
    void stop() throws Exception {
        product.close();
        recovery.close();
        Product.delete(folder);
    }

    @Test
    void ofTheServer() throws Exception {
        Thread sending = recovery.sendInBackground();
        until(() -> recovery.clients().accepted().size() >= KILL_AT);
        product.kill();
        long inFlight = recovery.inFlight();
        product.start();
        sending.join();
        recovery.everythingIsRight(inFlight);
    }

    @Test
    void ofPostgres() throws Exception {
        Thread sending = recovery.sendInBackground();
        until(() -> recovery.clients().accepted().size() >= KILL_AT);
        ProcessHandle.of(product.postmaster()).orElseThrow().destroyForcibly();
        sending.join();
        // The server is alive: it knows which parts it has sent.
        recovery.everythingIsRight(0);
        assertThat(product.process().isAlive()).isTrue();
    }
}
