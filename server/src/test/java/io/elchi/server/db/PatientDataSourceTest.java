package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// With a server that says no in a given way, connection by connection; the last way stays.
class RetryingDataSourceTest {
    private static final String STARTING = "57P03";
    private static final String WRONG_PASSWORD = "28P01";

    @AutoClose
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final AtomicInteger asked = new AtomicInteger();

    RetryingDataSourceTest() throws IOException {}

    private void answers(String... states) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    refuse(List.of(states).get(Math.min(asked.get(), states.length - 1)));
                }
            } catch (IOException ignored) {
                // The test is over.
            }
        });
    }

    /// PostgreSQL, chapter 54.7: a startup packet, an ErrorResponse.
    private void refuse(String state) throws IOException {
        try (Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            in.readNBytes(in.readInt() - Integer.BYTES);
            asked.incrementAndGet();
            byte[] fields = ("SFATAL\0C" + state + "\0Mno\0\0").getBytes(StandardCharsets.US_ASCII);
            out.writeByte('E');
            out.writeInt(Integer.BYTES + fields.length);
            out.write(fields);
        }
    }

    private SQLException failure(Duration timeout) throws SQLException {
        RetryingDataSource source = new RetryingDataSource(timeout, () -> {});
        source.setUrl("jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/elchi");
        source.setUser("elchi");
        source.setProperty("sslmode", "disable");
        source.setProperty("gssEncMode", "disable");
        return catchThrowableOfType(SQLException.class, source::getConnection);
    }

    @Test
    void aServerThatStartsIsAskedAgain() throws SQLException {
        answers(STARTING, STARTING, STARTING, WRONG_PASSWORD);
        assertThat(failure(Duration.ofMinutes(1)).getSQLState()).isEqualTo(WRONG_PASSWORD);
        assertThat(asked).hasValue(4);
    }

    @Test
    void notForEver() throws SQLException {
        answers(STARTING);
        assertThat(failure(Duration.ofMillis(1)).getSQLState()).isEqualTo(STARTING);
        assertThat(asked.get()).isBetween(1, 2);
    }

    @Test
    void whoMayNotComeInIsToldAtOnce() throws SQLException {
        answers(WRONG_PASSWORD);
        assertThat(failure(Duration.ofMinutes(1)).getSQLState()).isEqualTo(WRONG_PASSWORD);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoeverWaitsMayBeInterrupted() throws SQLException {
        answers(STARTING);
        Thread.currentThread().interrupt();
        assertThat(failure(Duration.ofMinutes(1)).getSQLState()).isEqualTo(STARTING);
        assertThat(Thread.interrupted()).isTrue();
    }
}
