package io.elchi.server.identity.oidc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which of our roles the values of a claim mean. The first entry of the settings that fits wins.
final class RoleMap {
    private static final String FORM = "[a-z_]{1,50}|custom:[0-9]{1,18}";

    private final String claim;
    private final List<Entry> entries;

    private record Entry(String value, String role) {}

    private RoleMap(String claim, List<Entry> entries) {
        this.claim = claim;
        this.entries = entries;
    }

    /// @param texts `value=role`; a value may have equals signs itself
    /// @throws IllegalArgumentException when one has another form
    static RoleMap of(String claim, List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            int end = text.lastIndexOf('=');
            String role = text.substring(end + 1).strip();
            if (end < 1 || !role.matches(FORM)) {
                throw new IllegalArgumentException("roles: '" + text + "' is not like value=role");
            }
            entries.add(new Entry(text.substring(0, end).strip(), role));
        }
        return new RoleMap(claim, List.copyOf(entries));
    }

    /// The roles that the map can give.
    List<String> roles() {
        return entries.stream().map(Entry::role).toList();
    }

    Optional<String> role(Map<String, Object> claims) {
        List<String> values = texts(value(claims, claim));
        return entries.stream()
                .filter(entry -> values.contains(entry.value))
                .map(Entry::role)
                .findFirst();
    }

    /// A claim's name may have dots itself, as a URL has.
    ///
    /// @return null: there is none
    private static Object value(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> below
                ? value(below, path.substring(dot + 1))
                : null;
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
