package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Secret;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
    /// Whoever waited for a connection in vain reads what the matter is with it.
    @Test
    void theReasonIsTold() throws IOException {
        int nobody = FreePort.find();
        DbProperties properties = new DbProperties(
                "jdbc:postgresql://127.0.0.1:" + nobody + "/elchi",
                "elchi",
                new Secret("elchi"),
                6,
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Path.of("nowhere"),
                0,
                16);
        try (Database database = Database.open(properties)) {
            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .hasRootCauseInstanceOf(ConnectException.class);
        }
    }
}
