package io.elchi.server.intake;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.ElsewhereQueues;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.Handoff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hands accepted messages on: to the queue, when their shard is this process's; else its owner gets a hint.
///
/// @param handoff null: every shard is this process's
public record AcceptedMessages(
        Shards shards, ActiveMessages activeMessages, Outbound outbound, ElsewhereQueues elsewhere, Handoff handoff) {
    void handOver(List<Message> accepted) {
        // Few are another process's, or all.
        List<Message> others = new ArrayList<>(0);
        Shards.Owned owned = shards.enter();
        try {
            for (Message message : accepted) {
                if (message.times().notBefore() != null) {
                    continue; // The owner's sweeper finds it when it is due.
                }
                if (owned.has(ShardId.of(operator(message)))) {
                    send(message);
                } else {
                    others.add(message);
                }
            }
        } finally {
            shards.exit();
        }
        if (!others.isEmpty()) {
            tell(others);
        }
    }

    private static long operator(Message message) {
        return message.candidates().getFirst().operatorId();
    }

    private void send(Message message) {
        MessageProgress progress = new MessageProgress(message);
        if (!activeMessages.add(progress)) {
            // The sweeper was quicker.
            return;
        }
        if (!outbound.send(SubmitTask.first(progress))) {
            // It is stored: the sweeper finds it when it is looked at next.
            activeMessages.remove(message.id());
        }
    }

    private void tell(List<Message> others) {
        Map<Long, List<MessageId>> byOperator = new HashMap<>();
        for (Message message : others) {
            byOperator
                    .computeIfAbsent(operator(message), _ -> new ArrayList<>())
                    .add(message.id());
        }
        byOperator.forEach((operator, ids) -> {
            elsewhere.accepted(operator, ids.size());
            handoff.hint(ShardId.of(operator), ids);
        });
    }
}
