package io.elchi.server.db;

import io.elchi.server.core.StorageException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

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

    /// Whether it may succeed when tried again as it is: the server was not there or too slow, it is a standby until
    /// it takes over, the pool had no connection in time, two transactions got in each other's way, or we were idle
    /// for too long (a machine that slept, a clock that was set).
    public boolean isTransient() {
        String state = sqlState();
        return state == null
                ? hasCause(SQLTransientException.class)
                : state.startsWith("08")
                        || state.startsWith("57")
                        || state.startsWith("53")
                        || state.equals("55P03")
                        || state.equals("25006")
                        || state.equals("25P03")
                        || state.equals("25P04")
                        || isContention();
    }

    private boolean hasCause(Class<? extends Exception> type) {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
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
