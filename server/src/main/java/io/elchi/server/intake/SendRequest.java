package io.elchi.server.intake;

import io.elchi.server.core.MessageClass;
import java.time.Duration;
import java.time.Instant;

/// A message as a client asks for it.
///
/// @param to the destination as the client wrote it
/// @param from the sender id
/// @param notBefore it is not sent before this; null: at once
/// @param validity how long it may be tried, from then on; null: as its class has it
/// @param reference the client's own id; null when it gives none
/// @param meta the client's own JSON object, as text; null when it gives none
/// @param text empty when `extras` has the content
/// @param options how it may be written, and what it may cost
public record SendRequest(
        String to,
        String from,
        String text,
        MessageClass messageClass,
        Instant notBefore,
        Duration validity,
        String reference,
        String meta,
        SendOptions options,
        SendExtras extras) {
    /// The same with a callback that is stored with it.
    public SendRequest with(CallbackRequest callback) {
        return new SendRequest(
                to, from, text, messageClass, notBefore, validity, reference, meta, options, extras.with(callback));
    }

    /// The same, whose message another request finds by a key while it is scheduled.
    public SendRequest replaceable(byte[] key) {
        return new SendRequest(
                to, from, text, messageClass, notBefore, validity, reference, meta, options, extras.replaceable(key));
    }

    /// The same at another time.
    public SendRequest at(Instant time) {
        return new SendRequest(to, from, text, messageClass, time, validity, reference, meta, options, extras);
    }

    /// Whether a recipient that opted out does not get it.
    boolean needsConsent() {
        return messageClass.needsConsent() && !extras.confirmation();
    }

    /// A text with nothing special about it.
    public static SendRequest of(String to, String from, String text, MessageClass messageClass) {
        return new SendRequest(
                to, from, text, messageClass, null, null, null, null, SendOptions.DEFAULT, SendExtras.NONE);
    }
}
