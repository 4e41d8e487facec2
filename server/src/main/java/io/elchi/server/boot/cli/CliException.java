package io.elchi.server.boot.cli;

/// An error that the user sees as one line.
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    CliException(String message) {
        this(message, false);
    }

    /// @param passing whether the same request may succeed later
    CliException(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
