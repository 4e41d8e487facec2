package io.elchi.server.entrances;

import io.elchi.server.http.OutgoingClient;
import java.time.Duration;
import java.util.Locale;

/// What a request to a client's address is like: when it is accepted, and when it is made again.
enum CallbackForm {
    /// A receipt, or a message from a handset: accepted by the words of Jasmin (`retry_delay`, `max_retries`).
    JASMIN(Duration.ofSeconds(30)) {
        @Override
        boolean accepts(OutgoingClient.Answer answer) {
            return answer.status() < LEAST_ERROR && answer.body().strip().equals(ACK);
        }
    },
    /// What became of a destination of a batch.
    JASMIN_BATCH(Duration.ofSeconds(30)),
    /// A receipt, or a message from a handset (`http-queue-delay`).
    KANNEL(Duration.ofSeconds(10));

    /// Attempts after the first one.
    static final int MOST_RETRIES = 3;

    private static final String ACK = "ACK/Jasmin";
    private static final int LEAST_ERROR = 400;
    private static final int LEAST_SUCCESS = 200;
    private static final int LEAST_REDIRECT = 300;

    private final Duration delay;

    CallbackForm(Duration delay) {
        this.delay = delay;
    }

    boolean accepts(OutgoingClient.Answer answer) {
        return answer.status() >= LEAST_SUCCESS && answer.status() < LEAST_REDIRECT;
    }

    /// Between two attempts.
    Duration delay() {
        return delay;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CallbackForm of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
