package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StallWatchTest {
    private static final Duration THRESHOLD = Duration.ofMillis(50);

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Transactions PLAIN = DATABASE.database().transactions();

    private final Metrics metrics = new Metrics();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };
    private final Logger logger = (Logger) LoggerFactory.getLogger(StallWatch.class);
    private final StallWatch watch = new StallWatch(
            THRESHOLD, () -> DATABASE.database().dedicated("stalls", Duration.ofSeconds(5)), () -> "full");
    private final Transactions watched = watch.watched("acceptance", PLAIN);

    @BeforeAll
    static void table() throws SQLException {
        DATABASE.execute("CREATE TABLE public.stalled (id int)");
    }

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        // Tests print errors alone.
        logger.setLevel(Level.WARN);
        watch.start(metrics);
    }

    @AfterEach
    void end() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        watch.close();
        metrics.close();
    }

    private double stalls(String wait) {
        return metrics.totals(Metric.DB_STALLS).getOrDefault(List.of("acceptance", wait), 0.0);
    }

    private static void run(Tx tx, String sql) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aLockOfAnotherConnectionIsNamedWithItsOwnerAndOnce() throws Exception {
        Thread stalled;
        try (Connection other = DATABASE.database().dedicated("report", Duration.ofSeconds(30));
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE public.stalled");
            stalled = Thread.ofVirtual()
                    .start(() -> watched.run(tx -> {
                        run(tx, "INSERT INTO public.stalled VALUES (1)");
                        return null;
                    }));
            Platform.await("the stall is told", () -> stalls("lock") > 0);
            long since = System.nanoTime();
            Platform.await("it is looked at again", () -> System.nanoTime() - since > 4 * THRESHOLD.toNanos());
            other.rollback();
        }
        stalled.join();
        assertThat(stalls("lock")).isEqualTo(1);
        assertThat(lines)
                .hasSize(2)
                .first()
                .asString()
                .matches("acceptance stalls since \\d+ ms, waiting for Lock relation, which has elchi:.*/report"
                        + " \\(idle in transaction\\); its session is active");
        assertThat(lines.getLast()).matches("the stalled acceptance ended after \\d+ ms");
    }

    @Test
    void aTransactionWithoutAConnectionWaitsForThePool() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Transactions busy = watch.watched("acceptance", new Transactions() {
            @Override
            public <T> T run(Work<T> work) {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return PLAIN.run(work);
            }
        });
        Thread stalled = Thread.ofVirtual().start(() -> busy.run(_ -> null));
        Platform.await("the stall is told", () -> stalls("pool") > 0);
        free.countDown();
        stalled.join();
        assertThat(lines.getFirst())
                .matches("acceptance stalls since \\d+ ms, waiting for a connection of the pool: full");
    }

    /// The transaction is open, and it is this process that does nothing.
    @Test
    void aServerThatWaitsForThisProcessIsAnotherWait() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread stalled = Thread.ofVirtual()
                .start(() -> watched.run(tx -> {
                    run(tx, "SELECT 1");
                    done.await();
                    return null;
                }));
        Platform.await("the stall is told", () -> stalls("other") > 0);
        done.countDown();
        stalled.join();
        assertThat(lines.getFirst()).contains("waiting for Client ClientRead; its session is idle in transaction");
    }

    @Test
    void aShortTransactionIsNotToldAndFailuresPass() {
        try (StallWatch patient = new StallWatch(Duration.ofHours(1), () -> null, () -> "full")) {
            patient.start(metrics);
            Transactions quick = patient.watched("acceptance", PLAIN);
            assertThat(quick.<Integer>run(_ -> 42)).isEqualTo(42);
            assertThatThrownBy(() -> quick.run(_ -> {
                        throw new SQLException("no");
                    }))
                    .isInstanceOf(NotCommittedException.class);
        }
        assertThat(lines).isEmpty();
    }
}
