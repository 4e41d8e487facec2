package io.elchi.server.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs operators that accept messages without a message_id: at most once a minute each, since it may be every
/// message.
final class WithoutIdLog {
    private static final Logger LOG = LoggerFactory.getLogger(WithoutIdLog.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Map<Long, Instant> next = new HashMap<>();

    void log(long operator, Instant at) {
        if (!at.isBefore(next.getOrDefault(operator, Instant.MIN))) {
            next.put(operator, at.plus(INTERVAL));
            LOG.warn(
                    "operator {} took a message without a message_id: its receipt can be found by its number only",
                    operator);
        }
    }
}
