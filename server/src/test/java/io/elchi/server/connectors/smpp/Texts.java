package io.elchi.server.connectors.smpp;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.messages.Dispatch;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Flight;
import io.elchi.server.messages.Hop;
import io.elchi.server.messages.Message;
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

    Dispatch text(String text) {
        return text("Bank", text, 1, MessageClass.TRANSACTIONAL, 1);
    }

    Dispatch from(String sender) {
        return text(sender, "Salom", 1, MessageClass.TRANSACTIONAL, 1);
    }

    Dispatch parts(int parts) {
        return text("Bank", "Salom", parts, MessageClass.TRANSACTIONAL, 1);
    }

    /// @param operators that may carry it, 1 and so on
    Dispatch text(String sender, String text, int parts, MessageClass messageClass, int operators) {
        List<Hop> hops = new ArrayList<>();
        for (int operator = 1; operator <= operators; operator++) {
            hops.add(new Hop(operator, 45_000_000, Hop.NONE, 30_000_000, "UZS"));
        }
        return Dispatch.first(new Flight(new Message(
                new MessageId(0, ++ids),
                1,
                7,
                Hop.NONE,
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
                hops,
                null,
                "test",
                null,
                at,
                at.plus(VALIDITY),
                1,
                (int) ids)));
    }
}
