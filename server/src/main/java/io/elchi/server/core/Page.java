package io.elchi.server.core;

import java.util.List;
import java.util.function.Function;

/// Some of the items of a longer list.
///
/// @param next the cursor that asks for what follows; null at the end
public record Page<T>(List<T> items, String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }

    /// A page of what was found when one more than the limit was asked for.
    ///
    /// @param cursor of an item: what follows it comes next
    public static <T> Page<T> of(List<T> found, int limit, Function<T, Object> cursor) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, String.valueOf(cursor.apply(items.getLast())));
    }

    public <R> Page<R> map(Function<T, R> how) {
        return new Page<>(items.stream().map(how).toList(), next);
    }

    /// The id that a cursor names.
    ///
    /// @param first where a list begins that has no cursor
    /// @throws RefusedException when it is no cursor
    public static long id(String cursor, long first) {
        if (cursor == null) {
            return first;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException ignored) {
            throw noCursor();
        }
    }

    /// The refusal of a cursor that we did not give.
    public static RefusedException noCursor() {
        return Refusal.ofField(Failure.INVALID_FIELD, "cursor", "must be the next of the page before")
                .exception();
    }
}
