package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A snapshot that follows its tables one step at a time, beside transactions that a seed interleaves.
public final class Following {
    private static final int WRITERS = 3;
    /// One thread plays all transactions: none may wait for another.
    private static final String NO_WAITING = "SET lock_timeout = '20ms'";

    private final TestDatabase database;
    private final String topic;
    private final Follower follower;
    private final SnapshotLoader loader;
    private ChangeLog.Position position;

    public Following(TestDatabase database, String topic, Follower follower) {
        this.database = database;
        this.topic = topic;
        this.follower = follower;
        loader = new SnapshotLoader(database::connect, database::connect);
    }

    /// Loads what changed.
    public void update() throws SQLException {
        position = loader.load(topic, position, List.of(follower));
    }

    /// How many times every row was loaded.
    public long wholeLoads() {
        return loader.whole();
    }

    /// Deletes the log as if all its rows were old.
    public void deleteLog() throws SQLException {
        try (Connection connection = database.connect()) {
            ChangeLog.delete(connection, "0 seconds");
        }
    }

    /// Loads every row into another follower.
    public static void load(TestDatabase database, Follower follower) throws SQLException {
        try (Connection connection = database.connect()) {
            ChangeLog.begin(connection);
            follower.load(connection);
        }
    }

    /// The comparison after a step.
    public interface Comparison {
        void run() throws SQLException;
    }

    /// Plays interleaved transactions of random statements, with a step and a comparison in between.
    ///
    /// @param statement makes one
    public void play(RandomGenerator random, int turns, Function<RandomGenerator, String> statement, Comparison same)
            throws SQLException {
        List<Connection> writers = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(database.connect());
                run(writers.getLast(), NO_WAITING);
                writers.getLast().setAutoCommit(false);
            }
            for (int turn = 0; turn < turns; turn++) {
                turn(random, writers.get(random.nextInt(WRITERS)), statement);
                if (random.nextInt(3) == 0) {
                    update();
                    same.run();
                }
            }
            for (Connection writer : writers) {
                writer.commit();
            }
            update();
            same.run();
        } finally {
            for (Connection writer : writers) {
                writer.close();
            }
        }
    }

    private void turn(RandomGenerator random, Connection writer, Function<RandomGenerator, String> statement)
            throws SQLException {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> writer.commit();
            case 3 -> writer.rollback();
            case 4 -> {
                if (random.nextInt(6) == 0) {
                    deleteLog();
                }
            }
            default -> {
                try {
                    String sql = statement.apply(random);
                    run(writer, sql);
                    if (sql.startsWith("TRUNCATE")) {
                        // Nobody can read the table before its end.
                        writer.commit();
                    }
                } catch (SQLException ignored) {
                    // It would wait for another transaction, or breaks a rule of the table.
                    writer.rollback();
                }
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
