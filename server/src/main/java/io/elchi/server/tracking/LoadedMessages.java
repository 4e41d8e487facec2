package io.elchi.server.tracking;

import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.SubmitTask;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Flights that one batch brought back from the store into memory. The sweeper leaves alone what is in memory, so
/// the thread that loads a message also sends its pending parts. They are sent once the batch is stored: outcomes
/// of the same batch may be about these very parts.
final class LoadedMessages {
    /// Parts of a message that memory had forgotten may still be on the wire: their answers come first.
    static final Duration AFTER_ANSWERS = Duration.ofMinutes(1);

    private final Map<MessageProgress, Duration> messages = new LinkedHashMap<>();

    /// @param delay until its parts may be sent
    void add(MessageProgress progress, Duration delay) {
        messages.put(progress, delay);
    }

    /// Sends what waits of them and is not sent for another reason already.
    void sendPending(SettlementBatch settlement, Consumer<MessageUpdate.Resend> send) {
        messages.forEach((progress, delay) -> {
            if (progress.hasPending()) {
                sendPending(progress, settlement.updateOf(progress), delay, send);
            }
        });
        messages.clear();
    }

    private static void sendPending(
            MessageProgress progress, MessageUpdate update, Duration delay, Consumer<MessageUpdate.Resend> send) {
        if (update == null || update.resends().isEmpty()) {
            send.accept(new MessageUpdate.Resend(new SubmitTask(progress, progress.candidate(), 0, 1), delay));
            return;
        }
        boolean whole =
                update.resends().stream().anyMatch(resend -> resend.task().part() == 0);
        for (int part : whole ? List.<Integer>of() : progress.pendingParts()) {
            boolean sent =
                    update.resends().stream().anyMatch(resend -> resend.task().part() == part);
            if (!sent) {
                send.accept(new MessageUpdate.Resend(new SubmitTask(progress, progress.candidate(), part, 1), delay));
            }
        }
    }
}
