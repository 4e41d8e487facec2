package io.elchi.server.gatewayapi;

import io.elchi.server.events.EventPulls;
import java.io.IOException;
import java.util.List;

/// Writes a stream of events to its client in one format. A write blocks until the client reads, for a limited time.
interface EventSink {
    void events(List<EventPulls.Pulled> events) throws IOException;

    /// Shows that the connection works, and where a client goes on that has no event yet.
    ///
    /// @param cursor as the id of an event
    void beat(String cursor) throws IOException;
}
