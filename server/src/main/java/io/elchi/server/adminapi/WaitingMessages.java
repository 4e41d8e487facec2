package io.elchi.server.adminapi;

import java.util.Locale;

/// What becomes of the messages of a suspended account that wait to be sent.
enum WaitingMessages {
    HOLD,
    CANCEL;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
