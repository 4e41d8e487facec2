package io.elchi.server.db;

import io.elchi.server.core.StorageException;
/// The connection ended in the commit: all of the transaction is stored, or nothing. Look for something it wrote
/// before trying again.

public final class CommitUnknownException extends StorageException {
    private static final long serialVersionUID = 1L;

    public CommitUnknownException(Throwable cause) {
        super(cause);
    }
}
