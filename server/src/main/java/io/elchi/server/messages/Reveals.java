package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import java.time.Instant;
import java.util.Optional;

/// Who may read the whole text of which message, until when, and why. Rows stay: clients see who looked at what is
/// theirs.
public interface Reveals {
    /// What somebody may read.
    ///
    /// @param accountId of the message
    /// @param userId who may read it
    /// @param ticket of the system in which somebody asked for it
    record Reveal(
            long id,
            MessageId messageId,
            long accountId,
            long userId,
            String ticket,
            String reason,
            Instant createdAt,
            Instant endsAt) {}

    /// @param wanted its id is not used
    Reveal add(Reveal wanted);

    /// The one of this person and message that ends last, if it has not ended.
    Optional<Reveal> current(MessageId message, long userId, Instant now);

    /// Those of an account's messages, the newest first.
    ///
    /// @param cursor null: from the beginning
    Page<Reveal> ofAccount(long accountId, String cursor, int limit);
}
