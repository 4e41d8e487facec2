package io.elchi.server.core;

/// A row has a number that this release does not know: a later release wrote it.
public final class UnknownNumberException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnknownNumberException(String message) {
        super(message);
    }
}
