package io.elchi.server.entrances;

import io.elchi.server.core.Failure;

/// What Kannel's sendsms answers where Elchi has one of its failures.
final class KannelErrors {
    static final int ACCEPTED = 202;
    static final int BAD = 400;
    static final int FORBIDDEN = 403;
    static final int LATER = 503;

    static final KannelAnswer UNAUTHORIZED = new KannelAnswer(FORBIDDEN, "Authorization failed for sendsms");
    static final KannelAnswer TEMPORARY = new KannelAnswer(LATER, "Temporal failure, try again later.");
    private static final KannelAnswer NOT_ROUTABLE = new KannelAnswer(FORBIDDEN, "Not routable. Do not try again.");

    private KannelErrors() {}

    /// A status and its text.
    record KannelAnswer(int status, String text) {}

    static KannelAnswer of(Failure failure) {
        return switch (failure) {
            case UNAUTHORIZED, IP_NOT_ALLOWED, SIGN_IN_FAILED, ACCOUNT_SUSPENDED, SCOPE_MISSING -> UNAUTHORIZED;
            case INVALID_DESTINATION -> rejected("Garbage 'to' field");
            case INVALID_SENDER -> rejected("Sender");
            case EMPTY_TEXT -> rejected("Empty text");
            case TOO_MANY_PARTS -> rejected("Message too long");
            case INVALID_VALIDITY -> rejected("Validity field misformed");
            case BODY_TOO_LARGE -> new KannelAnswer(413, "Request too large, rejected");
            case NOT_FOUND -> new KannelAnswer(404, "Unknown request.");
            case METHOD_NOT_ALLOWED -> new KannelAnswer(405, "Method not allowed, rejected");
            case BLOCKED_DESTINATION,
                    BLOCKED_SENDER,
                    SENDER_NOT_ALLOWED,
                    BLOCKED_TEXT,
                    CARD_NUMBER,
                    INSUFFICIENT_FUNDS,
                    PRICE_TOO_HIGH,
                    PRICE_BELOW_COST,
                    NO_ROUTE,
                    NO_PRICE,
                    NO_EXCHANGE_RATE -> NOT_ROUTABLE;
            case UPSTREAM_FUNDS,
                    ROUTE_SUSPENDED,
                    RATE_LIMITED,
                    BUSY,
                    INTERNAL,
                    UNAVAILABLE,
                    OUTCOME_UNKNOWN,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    KEYS_OUTDATED,
                    IDENTITY_PROVIDER_UNAVAILABLE,
                    IDENTITY_PROVIDER_REFUSED -> TEMPORARY;
            case MALFORMED_BODY, MALFORMED_REQUEST, UNKNOWN_PARAMETER, INVALID_FIELD -> rejected("Request");
            case UNKNOWN_FIELD, MISSING_FIELD, CSRF_TOKEN_MISSING, CONFIRMATION_NEEDED -> rejected("Request");
            case NOT_ACCEPTABLE, REQUEST_TIMEOUT, CONFLICT, IDEMPOTENCY_IN_PROGRESS -> rejected("Request");
            case IDEMPOTENCY_KEY_REUSED, PRECONDITION_FAILED, UNSUPPORTED_MEDIA_TYPE -> rejected("Request");
            case NOT_IMPLEMENTED, HTTP_VERSION -> rejected("Request");
        };
    }

    static KannelAnswer rejected(String what) {
        return new KannelAnswer(BAD, what + ", rejected");
    }
}
