package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Response;

/// The answer of an [Answerer] to a request: a status, and a body when the status is ESME_ROK or the body carries
/// TLVs.
///
/// @param body null: the empty response of the request's kind
public record Answer(int status, Response body) {
    /// ESME_ROK with this body.
    public static Answer ok(Response body) {
        return new Answer(CommandStatus.ESME_ROK.code(), body);
    }

    /// ESME_ROK with an empty body, as deliver_sm_resp wants it.
    public static Answer ok() {
        return new Answer(CommandStatus.ESME_ROK.code(), null);
    }

    public static Answer refuse(CommandStatus status) {
        return new Answer(status.code(), null);
    }

    /// A status by its number, for vendors' own ones.
    public static Answer refuse(int status) {
        return new Answer(status, null);
    }
}
