package io.elchi.server.exports;

import java.util.Locale;

/// How far an export is.
public enum ExportState {
    /// It waits for a runner, or has one.
    RUNNING,
    FINISHED,
    FAILED,
    CANCELED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
