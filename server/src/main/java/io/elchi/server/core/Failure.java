package io.elchi.server.core;

import java.util.Locale;

/// The one catalogue of errors, for HTTP and SMPP. A code is never reused for another meaning.
public enum Failure {
    MALFORMED_BODY(400, 0x45, false, "The body is not the expected JSON"),
    MALFORMED_REQUEST(400, 0x45, false, "The request is not valid HTTP"),
    UNKNOWN_PARAMETER(400, 0xC1, false, "The query parameter is unknown"),
    INVALID_FIELD(400, 0x45, false, "A field has an invalid value"),
    UNKNOWN_FIELD(400, 0xC1, false, "The field is unknown"),
    MISSING_FIELD(400, 0xC3, false, "A field is missing"),
    UNAUTHORIZED(401, 0x0E, false, "The key is missing or not valid"),
    INSUFFICIENT_FUNDS(402, 0x45, false, "The balance does not cover the price"),
    UPSTREAM_FUNDS(402, 0x45, true, "Sending is suspended: your provider's balance does not cover the price"),
    IP_NOT_ALLOWED(403, 0x0D, false, "The key may not be used from this address"),
    SIGN_IN_FAILED(403, 0x0E, false, "The e-mail, the password or the code is wrong"),
    IDENTITY_PROVIDER_REFUSED(403, 0x0E, false, "The identity provider's answer does not allow this sign-in"),
    CSRF_TOKEN_MISSING(403, 0x45, false, "The request of a browser lacks the token of its session"),
    CONFIRMATION_NEEDED(403, 0x45, false, "The sign-in is too long ago for this: confirm it"),
    SCOPE_MISSING(403, 0x04, false, "The key does not allow this"),
    ACCOUNT_SUSPENDED(403, 0x0D, false, "The account is suspended"),
    SENDER_NOT_ALLOWED(403, 0x0A, false, "The sender id is not registered for the account"),
    NOT_FOUND(404, 0x0C, false, "The resource does not exist"),
    METHOD_NOT_ALLOWED(405, 0x03, false, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, 0x45, false, "The answer is not available in the requested format"),
    REQUEST_TIMEOUT(408, 0x45, true, "The request did not arrive in time"),
    CONFLICT(409, 0x45, false, "The request conflicts with the current state"),
    IDEMPOTENCY_IN_PROGRESS(409, 0x45, true, "A request with this Idempotency-Key is in progress"),
    PRECONDITION_FAILED(412, 0x45, false, "The resource is not in the version that the request expects"),
    BODY_TOO_LARGE(413, 0x01, false, "The body is larger than allowed"),
    UNSUPPORTED_MEDIA_TYPE(415, 0x45, false, "The operation does not accept a body of this type"),
    INVALID_DESTINATION(422, 0x0B, false, "The destination is not a phone number that can receive SMS"),
    INVALID_SENDER(422, 0x0A, false, "The sender id has an invalid form"),
    EMPTY_TEXT(422, 0x01, false, "The text is empty"),
    TOO_MANY_PARTS(422, 0x01, false, "The text needs more parts than allowed"),
    BLOCKED_DESTINATION(422, 0x0B, false, "The destination is on a block list"),
    BLOCKED_SENDER(422, 0x0A, false, "The sender id is on a block list"),
    BLOCKED_TEXT(422, 0x45, false, "The text contains words on a block list"),
    CARD_NUMBER(422, 0x45, false, "The text contains a payment card number"),
    INVALID_VALIDITY(422, 0x62, false, "The validity is out of range"),
    NO_ROUTE(422, 0x0B, false, "No operator is configured for the destination"),
    NO_PRICE(422, 0x0B, false, "No price is configured for the destination"),
    ROUTE_SUSPENDED(422, 0x0B, true, "Every operator for the destination is suspended"),
    PRICE_BELOW_COST(422, 0x0B, false, "The price for the destination does not cover its cost"),
    PRICE_TOO_HIGH(422, 0x0B, false, "The message may cost more than the request allows"),
    NO_EXCHANGE_RATE(422, 0x0B, false, "No exchange rate is configured between the currencies of price and cost"),
    IDEMPOTENCY_KEY_REUSED(422, 0x45, false, "The Idempotency-Key was used for another request"),
    RATE_LIMITED(429, 0x58, true, "The rate limit is exceeded"),
    BUSY(429, 0x58, true, "The server is busy; urgent messages have priority"),
    INTERNAL(500, 0x08, true, "An internal error occurred"),
    NOT_IMPLEMENTED(501, 0x45, false, "The server does not implement this part of HTTP"),
    UNAVAILABLE(503, 0x08, true, "The message could not be stored; nothing was charged"),
    OUTCOME_UNKNOWN(
            503,
            0x08,
            true,
            "It is unknown whether the message was stored; repeat the request with its Idempotency-Key"),
    IDENTITY_PROVIDER_UNAVAILABLE(503, 0x08, true, "The identity provider does not answer; other sign-ins work"),
    KEYS_OUTDATED(503, 0x08, true, "Keys cannot be checked: the database has been unreachable for too long"),
    OVERLOADED(503, 0x14, true, "The queues are full"),
    SHUTTING_DOWN(503, 0x08, true, "The server is stopping"),
    HTTP_VERSION(505, 0x45, false, "The server speaks HTTP/1.1");

    private final int httpStatus;
    private final int smppStatus;
    private final boolean retryable;
    private final String text;
    private final String code = name().toLowerCase(Locale.ROOT);

    Failure(int httpStatus, int smppStatus, boolean retryable, String text) {
        this.httpStatus = httpStatus;
        this.smppStatus = smppStatus;
        this.retryable = retryable;
        this.text = text;
    }

    /// The stable word that programs look at.
    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /// command_status (SMPP 5.0, 4.7.6).
    public int smppStatus() {
        return smppStatus;
    }

    /// Whether the same request may succeed later.
    public boolean retryable() {
        return retryable;
    }

    /// The title, for people.
    public String text() {
        return text;
    }
}
