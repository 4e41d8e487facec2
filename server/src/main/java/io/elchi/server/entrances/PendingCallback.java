package io.elchi.server.entrances;

import io.elchi.server.http.OutgoingUrl;
import java.time.Instant;
import java.util.UUID;

/// A request to a client's address that no answer has accepted yet: a row of `entrances.requests`.
///
/// @param host name and port of the address
/// @param url with its query
/// @param body a form; null: it is a GET
/// @param attempts that were made
record PendingCallback(
        Key key,
        long accountId,
        CallbackForm form,
        String host,
        String url,
        String body,
        int attempts,
        Instant createdAt) {
    /// Requests of one message and login are made in the order of `eventId` and `step`.
    record Key(UUID messageId, long loginId, long eventId, int step) {}

    /// One that was not made yet.
    ///
    /// @param parameters percent-encoded; null: they are in the address already
    static PendingCallback first(
            Key key, long accountId, CallbackForm form, Target target, String parameters, Instant now) {
        String host = OutgoingUrl.host(target.url);
        if (parameters == null || target.posts) {
            return new PendingCallback(key, accountId, form, host, target.url, parameters, 0, now);
        }
        String joined = target.url + (target.url.contains("?") ? "&" : "?") + parameters;
        return new PendingCallback(key, accountId, form, host, joined, null, 0, now);
    }

    /// Where a request goes.
    record Target(String url, boolean posts) {}
}
