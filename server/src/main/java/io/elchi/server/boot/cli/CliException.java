package io.elchi.server.boot.cli;

/// An error that the user sees as one line.
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message, null, false, false);
    }
}
