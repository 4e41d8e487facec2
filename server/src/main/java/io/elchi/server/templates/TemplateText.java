package io.elchi.server.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text, cut at its places. Immutable.
final class TemplateText {
    /// Characters of a filled text: as many as a text of a request may have.
    static final int MOST = 40_000;

    private static final Pattern PLACE = Pattern.compile("\\{\\{ *(" + TemplateVariable.NAME + ") *}}");

    /// One more than there are places.
    private final List<String> literals = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /// @throws IllegalArgumentException if `{{` or `}}` is in it and belongs to no place
    TemplateText(String text) {
        Matcher places = PLACE.matcher(text);
        int at = 0;
        while (places.find()) {
            literals.add(literal(text.substring(at, places.start())));
            names.add(places.group(1));
            at = places.end();
        }
        literals.add(literal(text.substring(at)));
    }

    private static String literal(String text) {
        if (text.contains("{{") || text.contains("}}")) {
            throw new IllegalArgumentException("a place is {{name}}, with a name of small letters, digits and _");
        }
        return text;
    }

    Set<String> names() {
        return new TreeSet<>(names);
    }

    /// The text with the values in their places. No value is looked into.
    ///
    /// @return null when it would have more than [#MOST] characters
    String with(Map<String, String> values) {
        StringBuilder filled = new StringBuilder(literals.getFirst());
        for (int i = 0; i < names.size(); i++) {
            filled.append(values.get(names.get(i))).append(literals.get(i + 1));
            // While it grows: a short text may name a long value hundreds of times.
            if (filled.length() > MOST) {
                return null;
            }
        }
        return filled.toString();
    }
}
