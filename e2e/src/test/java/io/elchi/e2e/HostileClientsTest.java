package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.e2e.hostile.Attack;
import io.elchi.e2e.hostile.Attacks;
import io.elchi.e2e.hostile.Siege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each attack for some seconds, all on one process; `-Delchi.hostile.seconds=60` for longer. How late OTPs are is
/// measured by `./elchi bench hostile`.
class HostileClientsTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("elchi.hostile.seconds", 8));
    /// The heap ends at 768 MiB; classes, threads and buffers take the rest.
    private static final long MOST_MEBIBYTES = 1_100;
    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 8}]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            """;

    private static Path folder;
    private static Operators operators;
    private static Product product;
    private static Siege siege;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("elchi-hostile-");
        operators = Operators.start(folder, PROFILE);
        product = new Product(folder, List.of());
        product.start();
        try (Connection database = product.database()) {
            List<String> keys = Seeding.seed(database, Seeding.Plan.of(2, 1, 50), operators.port());
            siege = new Siege(product, folder, keys.getFirst(), keys.getLast());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        siege.close();
        product.close();
        operators.close();
        Product.delete(folder);
    }

    static List<Attack> attacks() {
        return Attacks.all();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void otpsGoOnAndNothingDies(Attack attack) throws Exception {
        Siege.Result result = siege.run(attack, TIME);
        System.out.printf(
                "%s: %d connections, %d OTPs, p50 %.1f ms, p99 %.1f ms, RSS %d MiB%n",
                attack.name(),
                result.begun(),
                result.otps(),
                result.p50Millis(),
                result.p99Millis(),
                result.rssMebibytes());
        assertThat(result.failed()).as("OTPs that were not accepted").isZero();
        assertThat(result.otps()).isPositive();
        assertThat(product.process().isAlive()).isTrue();
        assertThat(product.isReady()).isTrue();
        assertThat(result.rssMebibytes()).isLessThan(MOST_MEBIBYTES);
        assertThat(Files.readString(folder.resolve("server.log"))).doesNotContain("OutOfMemoryError");
    }
}
