package io.elchi.server.db;

import io.elchi.server.core.StorageException;
/// The connection ended in the commit, or the wait for a standby was broken off: all of the transaction is stored
/// and stays stored, or nothing. Look for something it wrote, and call [Transactions#confirm], before trying
/// again.

public final class CommitUnknownException extends StorageException {
    private static final long serialVersionUID = 1L;

    public CommitUnknownException(Throwable cause) {
        super(cause);
    }
}
