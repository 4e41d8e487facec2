package io.elchi.server.events;

import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The port of the log and of the cursors of its subscribers.
public interface EventLog {
    /// Adds events, in this order, in the caller's transaction. [#committed] should follow the commit.
    void append(Tx tx, List<NewEvent> events) throws SQLException;

    /// Events were committed: a reader in this process need not wait for its next look.
    void committed();

    /// Waits until events were committed in this process since the last call, at most so long.
    void awaitCommitted(long millis) throws InterruptedException;

    /// The id up to which the log is complete: no event up to it will be added any more. Never goes back.
    long horizon();

    /// Events with ids above `after` and up to `upTo`, ascending, of every account.
    EventPage read(long after, long upTo, int limit);

    /// The same of one account.
    EventPage readOf(long accountId, long after, long upTo, int limit);

    /// The same of several accounts: events that name one of the endpoints, and those of the type that belong to one
    /// of the accounts.
    EventPage readNamed(EventSelection selection, long after, long upTo, int limit);

    /// An id such that all events of that time or later have larger ones; it may have some older ones behind it. 0:
    /// at the beginning of the log.
    long idBefore(Instant time);

    /// The id of an event as clients see it, the same wherever it is delivered ([EventIds]).
    String publicId(long id);

    /// The id of the log of a public id; empty when it is none.
    OptionalLong id(String publicId);

    /// Puts the cursor of a new subscriber at the end of the log. One that has a cursor keeps it.
    void begin(String subscriber);

    /// The cursor of a subscriber; empty before the first time.
    OptionalLong cursor(String subscriber);

    /// Stores how far subscribers are, in the caller's transaction. One that was removed has no cursor any more.
    void storeCursors(Tx tx, Map<String, Long> cursors) throws SQLException;

    /// Forgets a subscriber.
    void remove(String subscriber);
}
