package io.elchi.server.db;

/// The connection ended in the commit: all of the transaction is stored, or nothing. Look for something it wrote
/// before trying again.
public final class CommitUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommitUnknownException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
