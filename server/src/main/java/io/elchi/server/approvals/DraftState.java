package io.elchi.server.approvals;

import java.util.Locale;

/// Where a draft is.
public enum DraftState {
    OPEN,
    /// It is being carried out.
    APPROVED,
    EXECUTED,
    /// It was approved, and could not be carried out.
    FAILED,
    REJECTED,
    /// By its author.
    WITHDRAWN,
    EXPIRED;

    /// The word in the API and in the table.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DraftState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
