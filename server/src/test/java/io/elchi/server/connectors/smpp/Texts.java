package io.elchi.server.connectors.smpp;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.RouteCandidate;
import io.elchi.server.messages.SubmitTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Messages for links, each valid for an hour.
final class Texts {
    static final Duration VALIDITY = Duration.ofHours(1);

    private final Instant at;
    private long ids;

    Texts(Instant at) {
        this.at = at;
    }

    SubmitTask text(String text) {
        return text("Bank", text, 1, MessageClass.TRANSACTIONAL, 1);
    }

    SubmitTask from(String sender) {
        return text(sender, "Salom", 1, MessageClass.TRANSACTIONAL, 1);
    }

    SubmitTask parts(int parts) {
        return text("Bank", "Salom", parts, MessageClass.TRANSACTIONAL, 1);
    }

    /// @param operators that may carry it, 1 and so on
    SubmitTask text(String sender, String text, int parts, MessageClass messageClass, int operators) {
        List<RouteCandidate> candidates = new ArrayList<>();
        for (int operator = 1; operator <= operators; operator++) {
            candidates.add(new RouteCandidate(operator, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS"));
        }
        return SubmitTask.first(new MessageProgress(new Message(
                new MessageId(0, ++ids),
                1,
                7,
                RouteCandidate.NONE,
                new Msisdn(998_901_234_567L),
                sender,
                text,
                messageClass,
                Encoding.GSM7,
                parts,
                "434",
                "04",
                "UZ",
                "UZS",
                candidates,
                null,
                "test",
                null,
                at,
                at.plus(VALIDITY),
                1,
                (int) ids)));
    }
}
