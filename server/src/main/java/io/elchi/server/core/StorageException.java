package io.elchi.server.core;

/// What was to be stored is not, or nobody knows whether it is: the caller may try again later.
public abstract class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected StorageException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
