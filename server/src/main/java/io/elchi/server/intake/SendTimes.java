package io.elchi.server.intake;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;
import java.time.Duration;
import java.time.Instant;

/// When a message may be sent, and until when.
///
/// @param times null when refused
/// @param refusal null when the times can be
record SendTimes(Message.Times times, Refusal refusal) {
    static SendTimes of(SendRequest request, IntakeProperties properties, Instant now) {
        // A time in the past means at once: a client's clock may be wrong.
        Instant notBefore =
                request.notBefore() == null || !request.notBefore().isAfter(now) ? null : request.notBefore();
        if (notBefore != null && notBefore.isAfter(now.plus(properties.maxScheduleAhead()))) {
            return refused(
                    Failure.INVALID_FIELD,
                    "not_before",
                    "at most " + properties.maxScheduleAhead().toSeconds() + " seconds ahead");
        }
        Duration validity = request.validity();
        if (validity == null) {
            validity = request.messageClass() == MessageClass.OTP ? properties.otpValidity() : properties.validity();
        }
        if (!validity.isPositive() || validity.compareTo(properties.maxValidity()) > 0) {
            return refused(
                    Failure.INVALID_VALIDITY,
                    "validity_seconds",
                    "from 1 to " + properties.maxValidity().toSeconds());
        }
        Instant until = (notBefore == null ? now : notBefore).plus(validity);
        return new SendTimes(new Message.Times(now, notBefore, until), null);
    }

    private static SendTimes refused(Failure failure, String field, String detail) {
        return new SendTimes(null, Refusal.ofField(failure, field, detail));
    }
}
