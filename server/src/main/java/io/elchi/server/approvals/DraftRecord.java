package io.elchi.server.approvals;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// A request that waits for a second person, or did; as the API shows it.
///
/// @param state a word of [DraftState]
/// @param accountId of its author
/// @param userId its author
/// @param reason why, in its author's words
/// @param decision null: nobody decided it
/// @param problem why it failed, with code and detail; null: it did not
public record DraftRecord(
        long id,
        String state,
        long accountId,
        long userId,
        DraftedOperation request,
        String reason,
        Instant createdAt,
        Instant expiresAt,
        Decision decision,
        JsonNode problem) {
    /// What is to be done.
    ///
    /// @param body null: there is none
    /// @param permission that its author and the person who approves it need
    public record DraftedOperation(String method, String path, JsonNode body, String permission) {}

    /// @param reason null: none was given
    public record Decision(long userId, Instant at, String reason) {}

    boolean is(DraftState wanted) {
        return state.equals(wanted.text());
    }
}
