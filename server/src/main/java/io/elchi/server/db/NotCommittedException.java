package io.elchi.server.db;

import io.elchi.server.core.StorageException;
import java.sql.SQLException;

/// Nothing of the transaction is stored.
public final class NotCommittedException extends StorageException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    public NotCommittedException(Throwable cause) {
        super(cause);
    }

    /// Whether it failed because a row with this key was there.
    public boolean isDuplicateKey() {
        return UNIQUE_VIOLATION.equals(sqlState());
    }

    /// Whether it may succeed when tried again as it is: the server was not there, or two transactions got in each
    /// other's way.
    public boolean isTransient() {
        String state = sqlState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("53")
                        || state.equals("55P03")
                        || isContention());
    }

    /// Whether two transactions got in each other's way, so that it may succeed at once when tried again.
    public boolean isContention() {
        String state = sqlState();
        return state != null && (state.equals("40001") || state.equals("40P01"));
    }

    private String sqlState() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failed && failed.getSQLState() != null) {
                return failed.getSQLState();
            }
        }
        return null;
    }
}
