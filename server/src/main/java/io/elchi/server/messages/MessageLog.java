package io.elchi.server.messages;

import io.elchi.server.observe.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log line for each stored step of each message, with `message_id` and `correlation_id`, when `log.messages`
/// asks for it. Numbers and texts are not in it.
public final class MessageLog {
    /// The logger's name, apart from all others so that it can be turned on alone.
    public static final String LOGGER = "elchi.messages";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private MessageLog() {}

    public static void accepted(Message message) {
        if (LOG.isInfoEnabled()) {
            tell(
                    message,
                    "accepted from account %d: %s, %d part(s)"
                            .formatted(
                                    message.accountId(), message.messageClass().text(), message.parts()));
        }
    }

    public static void event(Message message, Event event) {
        if (LOG.isInfoEnabled()) {
            String detail = TimelineEntry.of(event).detail();
            tell(
                    message,
                    "part %d %s, operator %d%s"
                            .formatted(
                                    event.part(),
                                    event.kind().text(),
                                    event.operatorId(),
                                    detail == null ? "" : ": " + detail));
        }
    }

    public static void ended(Message message, Cdr cdr) {
        if (LOG.isInfoEnabled()) {
            tell(message, cdr.state().text());
        }
    }

    private static void tell(Message message, String what) {
        LOG.atInfo()
                .addKeyValue(Correlation.MESSAGE_ID, message.id())
                .addKeyValue(Correlation.CORRELATION_ID, message.clientData().correlationId())
                .log("{} {}", message.id(), what);
    }
}
