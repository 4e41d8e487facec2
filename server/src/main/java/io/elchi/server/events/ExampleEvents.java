package io.elchi.server.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An example of each type of event: the first one of the type's schema in `api/events`.
public final class ExampleEvents {
    private final Map<EventType, JsonNode> data = new EnumMap<>(EventType.class);

    public ExampleEvents() {
        for (EventType type : EventType.values()) {
            data.put(type, read(type));
        }
    }

    private static JsonNode read(EventType type) {
        String name = "/event-schemas/" + type.text() + ".json";
        try (InputStream file = ExampleEvents.class.getResourceAsStream(name)) {
            return JsonMapper.shared().readTree(file).get("examples").get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /// An event as its receiver gets it, marked by `"test": true`.
    ///
    /// @param id like that of an event of the log
    public byte[] json(EventType type, String id, Instant at) {
        return ("{\"id\":\"" + id + "\",\"type\":\"" + type.text() + "\",\"timestamp\":\"" + at
                        + "\",\"test\":true,\"data\":" + data.get(type) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
