package io.elchi.server.core;

import java.util.List;

/// Some of the items of a longer list.
///
/// @param next the cursor that asks for what follows; null at the end
public record Page<T>(List<T> items, String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }
}
