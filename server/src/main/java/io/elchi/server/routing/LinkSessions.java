package io.elchi.server.routing;

import java.time.Instant;
import java.util.List;

/// The sessions of a link, as the owner of its shard says.
///
/// @param wanted sessions that shall be bound; 0 when the operator connects by outbind
/// @param problem what went wrong last; null while nothing did
/// @param sessions those that are bound, by number
/// @param limitedBy what the operator's sending waited for over the last seconds; null while that is not known
public record LinkSessions(
        long linkId, long operatorId, int wanted, String problem, List<LinkSession> sessions, String limitedBy) {
    /// A session.
    ///
    /// @param n from 1; a session that ended leaves its number to the next one
    /// @param state of SMPP, in small letters: `bound_trx`
    /// @param since when it was bound
    /// @param inFlight submit_sm without a response
    /// @param window submit_sm that may be without one
    /// @param submits submit_sm of this session until now
    /// @param perSecond submit_sm a second since the report before; 0 in the first one
    /// @param answers responses of this session until now; null: a release before wrote it
    /// @param answerNanos the time from their submit_sm to them, all together; null likewise
    /// @param responseMillis the mean of that since the report before; null: there was no response
    public record LinkSession(
            int n,
            String state,
            Instant since,
            int inFlight,
            int window,
            long submits,
            double perSecond,
            Long answers,
            Long answerNanos,
            Double responseMillis) {
        /// What the window allows a second at this response time; null: there was no response.
        public Double ceilingPerSecond() {
            return responseMillis == null || responseMillis <= 0 ? null : window * 1_000 / responseMillis;
        }
    }
}
