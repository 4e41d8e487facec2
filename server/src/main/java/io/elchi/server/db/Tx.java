package io.elchi.server.db;

import java.sql.Connection;

/// A transaction that is open. Stores take it as their first argument, so that several modules write in one.
public interface Tx {
    /// The connection, in the transaction; not to be closed, committed or rolled back.
    Connection connection();
}
