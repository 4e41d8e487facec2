package io.elchi.server.rules;

import io.elchi.server.core.Failure;

/// The codes of the catalogue with which a rule may refuse a message.
public enum RejectCode {
    BLOCKED_DESTINATION(Failure.BLOCKED_DESTINATION, "to"),
    BLOCKED_SENDER(Failure.BLOCKED_SENDER, "from"),
    BLOCKED_TEXT(Failure.BLOCKED_TEXT, "text"),
    INVALID_DESTINATION(Failure.INVALID_DESTINATION, "to"),
    SENDER_NOT_ALLOWED(Failure.SENDER_NOT_ALLOWED, "from"),
    NO_ROUTE(Failure.NO_ROUTE, "to"),
    ROUTE_SUSPENDED(Failure.ROUTE_SUSPENDED, "to");

    private final Failure failure;
    private final String field;

    RejectCode(Failure failure, String field) {
        this.failure = failure;
        this.field = field;
    }

    public Failure failure() {
        return failure;
    }

    /// The member of the request that is to blame.
    public String field() {
        return field;
    }

    public String text() {
        return failure.code();
    }
}
