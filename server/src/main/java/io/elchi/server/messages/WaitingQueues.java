package io.elchi.server.messages;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Counts the messages that wait to be sent, by their rows: in whichever process they are, or in none.
public interface WaitingQueues {
    /// Messages of one account that wait for one operator.
    ///
    /// @param scheduled whether they are not to be sent yet
    /// @param tried whether an operator refused them, or did not answer
    /// @param oldest when the first of them was accepted
    record WaitingGroup(
            long operatorId, long accountId, boolean scheduled, boolean tried, int messages, Instant oldest) {}

    /// @param incomplete operators with so many unfinished messages that only the ones due first were looked at
    record WaitingGroups(List<WaitingGroup> groups, Collection<Long> incomplete) {}

    /// Messages of which no part was taken by an operator.
    WaitingGroups count(Collection<Long> operatorIds, Instant now);
}
