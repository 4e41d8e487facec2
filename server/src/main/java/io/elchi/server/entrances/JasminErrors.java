package io.elchi.server.entrances;

import io.elchi.server.core.Failure;

/// What Jasmin answers where Elchi has one of its failures.
final class JasminErrors {
    static final int BAD = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_ROUTED = 412;
    static final int FAILED = 500;

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;

    private JasminErrors() {}

    /// The parameters that errors repeat: octets, as they came.
    record Asked(String user, String to, String from) {
        static Asked of(Parameters parameters) {
            return new Asked(parameters.octets("username"), parameters.octets("to"), parameters.octets("from"));
        }

        static final Asked NOTHING = new Asked("", "", "");
    }

    /// @param failure as a message or a request is refused with
    static JasminException of(Failure failure, Asked asked) {
        return switch (failure) {
            case INVALID_DESTINATION -> JasminException.invalid("to", asked.to);
            case INVALID_SENDER -> JasminException.invalid("from", asked.from);
            case BLOCKED_DESTINATION -> JasminException.filtered(asked.user, "destination_address");
            case SENDER_NOT_ALLOWED, BLOCKED_SENDER -> JasminException.filtered(asked.user, "source_address");
            case BLOCKED_TEXT, CARD_NUMBER -> JasminException.filtered(asked.user, "content");
            case INVALID_VALIDITY -> JasminException.filtered(asked.user, "validity_period");
            case EMPTY_TEXT -> new JasminException(BAD, "content or hex-content not present.");
            case TOO_MANY_PARTS -> JasminException.unauthorized(asked.user, "Long content not authorized");
            case SCOPE_MISSING -> JasminException.unauthorized(asked.user, "Setting hex content not authorized");
            case UNAUTHORIZED, IP_NOT_ALLOWED, SIGN_IN_FAILED, ACCOUNT_SUSPENDED ->
                new JasminException(
                        FORBIDDEN, "Authentication failure for username:" + JasminException.quoted(asked.user));
            case INSUFFICIENT_FUNDS, UPSTREAM_FUNDS, PRICE_TOO_HIGH ->
                new JasminException(FORBIDDEN, "Cannot charge submit_sm, check RouterPB log file for details");
            case RATE_LIMITED, BUSY -> new JasminException(FORBIDDEN, "User throughput exceeded");
            case NO_ROUTE, NO_PRICE, PRICE_BELOW_COST, NO_EXCHANGE_RATE ->
                new JasminException(NOT_ROUTED, "No route found");
            case ROUTE_SUSPENDED -> new JasminException(NOT_ROUTED, "Failover route has no bound connectors");
            case INTERNAL,
                    UNAVAILABLE,
                    OUTCOME_UNKNOWN,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    KEYS_OUTDATED,
                    IDENTITY_PROVIDER_UNAVAILABLE,
                    IDENTITY_PROVIDER_REFUSED ->
                new JasminException(FAILED, "Cannot send submit_sm, check SMPPClientManagerPB log file for details");
            case NOT_FOUND -> new JasminException(NOT_FOUND, "No Such Resource");
            case METHOD_NOT_ALLOWED -> new JasminException(NOT_ALLOWED, "Method Not Allowed");
            case BODY_TOO_LARGE -> new JasminException(TOO_LARGE, "Request Entity Too Large");
            case MALFORMED_BODY, MALFORMED_REQUEST, UNKNOWN_PARAMETER, INVALID_FIELD -> other(failure);
            case UNKNOWN_FIELD, MISSING_FIELD, CSRF_TOKEN_MISSING, CONFIRMATION_NEEDED -> other(failure);
            case NOT_ACCEPTABLE, REQUEST_TIMEOUT, CONFLICT, IDEMPOTENCY_IN_PROGRESS -> other(failure);
            case IDEMPOTENCY_KEY_REUSED, PRECONDITION_FAILED, UNSUPPORTED_MEDIA_TYPE -> other(failure);
            case NOT_IMPLEMENTED, HTTP_VERSION -> other(failure);
        };
    }

    private static JasminException other(Failure failure) {
        return new JasminException(BAD, "Unknown error: " + failure.text());
    }
}
