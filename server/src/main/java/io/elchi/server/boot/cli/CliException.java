package io.elchi.server.boot.cli;

/// Something that the user is told in one line.
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message, null, false, false);
    }
}
