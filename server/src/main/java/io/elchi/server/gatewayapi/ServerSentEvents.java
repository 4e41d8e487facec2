package io.elchi.server.gatewayapi;

import io.elchi.server.events.EventPulls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Events as Server-Sent Events (WHATWG HTML, 9.2): `id` and `data` for each.
final class ServerSentEvents implements EventSink {
    private final OutputStream out;

    ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    @Override
    public void events(List<EventPulls.Pulled> events) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(512 * events.size());
        for (EventPulls.Pulled event : events) {
            octets.writeBytes(("id: " + event.id() + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            // JSON of one line.
            octets.writeBytes(event.json());
            octets.writeBytes(new byte[] {'\n', '\n'});
        }
        write(octets.toByteArray());
    }

    /// A comment, and an id without an event: a client that connects again need not begin at an old event.
    @Override
    public void beat(String cursor) throws IOException {
        write((":\nid: " + cursor + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }
}
