package io.elchi.server.inbound;

import java.time.Instant;
import java.time.LocalTime;

/// A rule that gives messages from handsets to an account.
///
/// @param priority the lowest goes first
/// @param reply the answer to the handset; null: none
/// @param replyFrom sender id of the answer; null: the number that the handset wrote to
/// @param active false: it is not looked at
public record InboundRoute(
        long id,
        InboundCondition condition,
        int priority,
        long accountId,
        String reply,
        String replyFrom,
        boolean active,
        Instant createdAt) {
    /// What a message must have. All conditions must hold.
    ///
    /// @param number digits that the message is sent to; null: any number that no account owns
    /// @param keyword the first word of the text, folded ([FirstWord]); null: any text
    /// @param operatorId 0: any
    /// @param source first digits of the handset's number; null: any
    /// @param from time of day (UTC) from which it holds; null: all day
    /// @param until time of day (UTC) until which it holds, excluded; a smaller one than `from` is on the next day
    /// @param tag that a rule put on the message; null: any message
    public record InboundCondition(
            String number,
            String keyword,
            long operatorId,
            String source,
            LocalTime from,
            LocalTime until,
            String tag) {
        /// For messages with and without a tag.
        public InboundCondition(
                String number, String keyword, long operatorId, String source, LocalTime from, LocalTime until) {
            this(number, keyword, operatorId, source, from, until, null);
        }
    }
}
