package io.elchi.server.http;

/// The request waits for a second person: nothing else is done with it now.
public final class DraftedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Object draft;

    /// @param draft as the client is shown it
    public DraftedException(Object draft) {
        super("waits for a second person", null, false, false);
        this.draft = draft;
    }

    Object draft() {
        return draft;
    }
}
