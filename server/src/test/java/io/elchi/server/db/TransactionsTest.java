package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final Transactions transactions = DATABASE.database().transactions();

    @BeforeAll
    static void table() throws SQLException {
        DATABASE.execute("CREATE TABLE public.kept (id int PRIMARY KEY, sum int)");
        DATABASE.execute("CREATE TABLE public.late (id int, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)");
    }

    @BeforeEach
    void empty() throws SQLException {
        DATABASE.execute("TRUNCATE public.kept, public.late");
    }

    private static void insert(Tx tx, String table, int id) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            statement.execute("INSERT INTO public." + table + " (id) VALUES (" + id + ")");
        }
    }

    private static List<Integer> kept(String table) {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT id FROM public." + table + " ORDER BY id")
                .query(Integer.class)
                .list();
    }

    @Test
    void whatRanIsStoredAndItsResultComesBack() {
        int result = transactions.run(tx -> {
            insert(tx, "kept", 1);
            insert(tx, "kept", 2);
            return 42;
        });
        assertThat(result).isEqualTo(42);
        assertThat(kept("kept")).containsExactly(1, 2);
    }

    @Test
    void aDuplicateKeyIsToldAndNothingIsStored() {
        transactions.run(tx -> {
            insert(tx, "kept", 1);
            return null;
        });
        NotCommittedException failure = catchThrowableOfType(
                NotCommittedException.class,
                () -> transactions.run(tx -> {
                    insert(tx, "kept", 2);
                    insert(tx, "kept", 1);
                    return null;
                }));
        assertThat(failure.isDuplicateKey()).isTrue();
        assertThat(failure.isTransient()).isFalse();
        assertThat(kept("kept")).containsExactly(1);
    }

    @Test
    void aDuplicateKeyThatShowsAtTheCommitIsNotAnUnknownEnd() {
        NotCommittedException failure = catchThrowableOfType(
                NotCommittedException.class,
                () -> transactions.run(tx -> {
                    insert(tx, "late", 1);
                    insert(tx, "late", 1);
                    return null;
                }));
        assertThat(failure.isDuplicateKey()).isTrue();
        assertThat(kept("late")).isEmpty();
    }

    @Test
    void aRefusalRollsBackAndStaysARefusal() {
        assertThatThrownBy(() -> transactions.run(tx -> {
                    insert(tx, "kept", 1);
                    throw Refusal.of(Failure.CONFLICT).exception();
                }))
                .isInstanceOf(RefusedException.class);
        assertThat(kept("kept")).isEmpty();
    }

    @Test
    void twoThatGetInEachOthersWayAreContention() throws InterruptedException {
        transactions.run(tx -> {
            insert(tx, "kept", 1);
            insert(tx, "kept", 2);
            return null;
        });
        CountDownLatch both = new CountDownLatch(2);
        List<NotCommittedException> failed = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int first = 1; first <= 2; first++) {
            int one = first;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    transactions.run(tx -> {
                        add(tx, one);
                        both.countDown();
                        both.await();
                        add(tx, 3 - one);
                        return null;
                    });
                } catch (NotCommittedException e) {
                    failed.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.isContention()).isTrue();
            assertThat(failure.isTransient()).isTrue();
            assertThat(failure.isDuplicateKey()).isFalse();
        });
    }

    private static void add(Tx tx, int id) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            statement.execute("UPDATE public.kept SET sum = 1 WHERE id = " + id);
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheCommitIsTransientAndStoresNothing() {
        NotCommittedException failure = catchThrowableOfType(
                NotCommittedException.class,
                () -> transactions.run(tx -> {
                    insert(tx, "kept", 1);
                    endOf(tx);
                    insert(tx, "kept", 2);
                    return null;
                }));
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.isContention()).isFalse();
        assertThat(kept("kept")).isEmpty();
    }

    @Test
    void aConnectionThatEndsInTheCommitHasAnUnknownEnd() {
        assertThatThrownBy(() -> transactions.run(tx -> {
                    insert(tx, "kept", 1);
                    endOf(tx);
                    return null;
                }))
                .isInstanceOf(CommitUnknownException.class);
    }

    /// The server did commit, and its answer was lost: the same exception.
    @Test
    void anAnswerThatIsLostIsAnUnknownEndAlsoWhenItIsStored() {
        DataSource pool = losingAnswers(DATABASE.database().dataSource());
        assertThatThrownBy(() -> new PgTransactions(pool, new Confirmation()).run(tx -> {
                    insert(tx, "kept", 1);
                    return null;
                }))
                .isInstanceOf(CommitUnknownException.class);
        assertThat(kept("kept")).containsExactly(1);
    }

    private static DataSource losingAnswers(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                TransactionsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (_, method, arguments) -> losing((Connection) method.invoke(pool, arguments)));
    }

    private static Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                TransactionsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    Object result = method.invoke(connection, arguments);
                    if (method.getName().equals("commit")) {
                        throw new SQLException("the answer was lost", "08006");
                    }
                    return result;
                });
    }

    /// The server ends this transaction's connection.
    private static void endOf(Tx tx) throws SQLException {
        int pid = tx.connection().unwrap(org.postgresql.PGConnection.class).getBackendPID();
        DATABASE.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
    }

    /// A machine that slept, or a clock that was set, makes it look so.
    @Test
    void aTransactionInWhichWeWereIdleTooLongIsTransient() {
        NotCommittedException failure = catchThrowableOfType(
                NotCommittedException.class,
                () -> transactions.run(tx -> {
                    insert(tx, "kept", 1);
                    try (Statement statement = tx.connection().createStatement()) {
                        statement.execute("SET LOCAL idle_in_transaction_session_timeout = '1ms'");
                    }
                    int pid = tx.connection()
                            .unwrap(org.postgresql.PGConnection.class)
                            .getBackendPID();
                    DATABASE.execute("DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid
                            + ") LOOP PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
                    insert(tx, "kept", 2);
                    return null;
                }));
        assertThat(failure.isTransient()).isTrue();
        assertThat(kept("kept")).isEmpty();
    }

    @Test
    void anInterruptedTransactionIsRolledBackAndTheThreadStaysInterrupted() throws InterruptedException {
        List<Object> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                transactions.run(tx -> {
                    insert(tx, "kept", 1);
                    throw new InterruptedException("told to stop");
                });
            } catch (NotCommittedException e) {
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        thread.join();
        assertThat(seen).containsExactly(true);
        assertThat(kept("kept")).isEmpty();
    }
}
