package io.elchi.server.events;

import java.util.List;

/// Events of the log, in the order of their ids.
///
/// @param complete whether no other event follows up to the id that was asked for; a page ends before it at the
///     number of events, or at the octets that a reader takes at once
public record EventPage(List<LoggedEvent> events, boolean complete) {
    /// Octets of events that a page may have; one event is always in it.
    static final int MOST_OCTETS = 4 << 20;

    static final EventPage EMPTY = new EventPage(List.of(), true);

    /// The id up to which the page has every event.
    ///
    /// @param asked the id that was asked for
    public long upTo(long asked) {
        return complete ? asked : events.getLast().id();
    }
}
