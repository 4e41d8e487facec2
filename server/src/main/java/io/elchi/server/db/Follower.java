package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A snapshot in memory that follows the tables of a topic.
///
/// Both methods read in a transaction that sees the database as it was at one moment (REPEATABLE READ), and may
/// use cursors. Both publish a new snapshot at their end, or throw and change nothing: then they are called again.
/// One thread at a time calls them.
public interface Follower {
    /// The tables of which only changed rows are loaded, `schema.table`. When any of their rows may have changed,
    /// everything is loaded.
    List<String> tables();

    /// Loads every row.
    void load(Connection connection) throws SQLException;

    /// Loads the rows that changed since the last load; not any row of [#tables] may have.
    void load(Connection connection, ChangedRows changes) throws SQLException;
}
