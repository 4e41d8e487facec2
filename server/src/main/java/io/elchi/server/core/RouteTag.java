package io.elchi.server.core;

/// A tag that a rule puts on a message and a route asks for.
public final class RouteTag {
    /// The form of a tag.
    public static final String FORM = "[a-z0-9][a-z0-9_-]{0,31}";

    /// The form for people.
    public static final String RULE = "1 to 32 small letters, digits, dashes and underscores";

    private RouteTag() {}
}
