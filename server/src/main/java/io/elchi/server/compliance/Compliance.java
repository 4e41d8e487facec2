package io.elchi.server.compliance;

import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;

/// The module's interface for the message path: it answers from memory.
public interface Compliance {
    /// The question.
    ///
    /// @param parts what the text takes
    /// @param maxParts what the account may send
    /// @param needsConsent whether a recipient that opted out does not get it
    record Question(
            long accountId, String sender, Msisdn to, String text, int parts, int maxParts, boolean needsConsent) {}

    /// Whether the message may be sent.
    ///
    /// @return null when it may; else why not
    Refusal violation(Question question);
}
