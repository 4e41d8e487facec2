package io.elchi.server.core;

/// A write failed, or its result is unknown: the caller may try again later.
public abstract class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected StorageException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
