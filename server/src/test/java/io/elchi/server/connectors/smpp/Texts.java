package io.elchi.server.connectors.smpp;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Messages for links, each valid for an hour.
public final class Texts {
    static final Duration VALIDITY = Duration.ofHours(1);

    private final Instant at;
    private long ids;

    public Texts(Instant at) {
        this.at = at;
    }

    public SubmitTask text(String text) {
        return text("Bank", text, 1, MessageClass.TRANSACTIONAL, 1);
    }

    public SubmitTask from(String sender) {
        return text(sender, "Salom", 1, MessageClass.TRANSACTIONAL, 1);
    }

    SubmitTask parts(int parts) {
        return text("Bank", "Salom", parts, MessageClass.TRANSACTIONAL, 1);
    }

    /// A task for the same message with these options.
    public static SubmitTask with(DeliveryOptions options, SubmitTask task) {
        return SubmitTask.first(new MessageProgress(Samples.of(options, task.message())));
    }

    public SubmitTask content(Content content) {
        return text("Bank", content, MessageClass.TRANSACTIONAL, 1);
    }

    /// @param operators that may carry it, 1 and so on
    public SubmitTask text(String sender, String text, int parts, MessageClass messageClass, int operators) {
        return text(sender, new Content.Text(text, Encoding.GSM7, parts), messageClass, operators);
    }

    private SubmitTask text(String sender, Content content, MessageClass messageClass, int operators) {
        List<RouteCandidate> candidates = new ArrayList<>();
        for (int operator = 1; operator <= operators; operator++) {
            candidates.add(Samples.candidate(operator, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS"));
        }
        return SubmitTask.first(new MessageProgress(new Message(
                new MessageId(0, ++ids),
                new Message.Owner(1, 7, 1),
                new Message.Recipient(new Msisdn(998_901_234_567L), "434", "04", "UZ", false),
                sender,
                content,
                messageClass,
                new Message.Quote("UZS", RouteCandidate.NONE, candidates, new byte[] {1, 1, 0, 1, 0}),
                new Message.ClientData(null, "test", null),
                new Message.Times(at, at.plus(VALIDITY)),
                (int) ids,
                DeliveryOptions.NONE)));
    }
}
