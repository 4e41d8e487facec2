package io.elchi.server.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Options of links to well-known systems. They are data: a link has a copy, which may be changed.
public final class HttpPresets {
    /// The systems; each has a file of its name in small letters.
    public enum Preset {
        JASMIN,
        KANNEL,
        TWILIO,
        PLAYMOBILE
    }

    private HttpPresets() {}

    /// The options, in groups.
    @SuppressWarnings("unchecked") // an object of JSON is a map with text keys
    public static Map<String, Object> of(Preset preset) {
        String file = "/presets/" + preset.name().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream in = HttpPresets.class.getResourceAsStream(file)) {
            return JsonMapper.shared().readValue(in, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
