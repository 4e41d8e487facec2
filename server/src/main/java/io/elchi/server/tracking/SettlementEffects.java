package io.elchi.server.tracking;

import io.elchi.server.core.Clock;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.MessageLog;
import io.elchi.server.messages.Outbound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a settlement does to memory, queues, links and logs once its transaction has its end.
final class SettlementEffects {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementEffects.class);

    private final ActiveMessages activeMessages;
    private final Outbound outbound;
    private final ShardWriter shards;
    private final Clock clock;
    private final TrackingMetrics metrics;

    SettlementEffects(
            ActiveMessages activeMessages,
            Outbound outbound,
            ShardWriter shards,
            Clock clock,
            TrackingMetrics metrics) {
        this.activeMessages = activeMessages;
        this.outbound = outbound;
        this.shards = shards;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Sends parts of a message that is in memory.
    void send(MessageUpdate.Resend resend) {
        outbound.sendLater(resend.task(), resend.delay());
    }

    /// It is stored: acknowledges, sends to the next candidate, logs.
    void act(MessageUpdate update) {
        update.stored();
        update.acknowledgements().forEach(Runnable::run);
        update.events().forEach(event -> MessageLog.event(update.message(), event));
        if (!shards.leave(update)) {
            update.resends().forEach(this::send);
        }
        metrics.charged(update);
        Cdr cdr = update.cdr();
        if (cdr != null) {
            MessageLog.ended(update.message(), cdr);
            activeMessages.remove(update.message().id());
            metrics.ended(cdr, clock.now());
        }
    }

    /// What memory says of the message and what is stored do not go together: the progress in memory is dropped.
    /// Its operator sends an unacknowledged receipt again, and the sweeper finds everything else.
    void forget(MessageUpdate update) {
        activeMessages.remove(update.message().id());
        // What still waits in a queue for this progress must not be sent beside the one that replaces it.
        update.progress().abandon();
        ShardWriter.again(update.acknowledgements(), "its message cannot be settled");
        metrics.forgotten();
    }

    /// It cannot be stored, for whatever fault of ours. What an operator has, or may have, must not be sent again
    /// and again because of that: memory keeps it, as one that nothing is done for until somebody has looked at
    /// it.
    void abandon(MessageUpdate update) {
        boolean sent = update.events().stream()
                .anyMatch(event -> event instanceof Event.Submitted || event instanceof Event.Unanswered);
        if (sent) {
            LOG.error(
                    "message {} was sent and cannot be settled; it is left as it is",
                    update.message().id());
            update.progress().abandon();
            ShardWriter.abandon(update.acknowledgements(), "its message was sent and cannot be settled");
            metrics.forgotten();
        } else {
            forget(update);
        }
    }
}
