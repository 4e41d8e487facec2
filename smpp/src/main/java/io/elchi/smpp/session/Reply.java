package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Response;

/// The result of a request. Whether the peer has seen it is part of the answer: a message whose response is
/// missing may have been sent, and the caller decides between a duplicate and a loss.
public sealed interface Reply<R extends Response> {
    /// The peer answered with a response of the request's kind.
    ///
    /// @param status command_status as it came, 0 is ESME_ROK
    /// @param sequence sequence_number of the pair
    /// @param body of a header-only answer: empty fields
    /// @param nanos from writing the request to reading the answer
    record Answered<R extends Response>(int status, int sequence, R body, long nanos) implements Reply<R> {
        public boolean ok() {
            return status == CommandStatus.ESME_ROK.code();
        }
    }

    /// The peer answered with generic_nack (SMPP 5.0, 4.1.4.1): it did not understand the request.
    record Nacked<R extends Response>(int status, int sequence) implements Reply<R> {}

    /// No answer within the response timer. The peer may still have taken the request; an answer that comes later
    /// is reported to [SessionHandler#onLateResponse].
    record TimedOut<R extends Response>(int sequence) implements Reply<R> {}

    /// The connection ended after the request was handed to the socket: possibly sent.
    record Lost<R extends Response>(int sequence, CloseReason reason) implements Reply<R> {}

    /// The request never reached the socket.
    record NotSent<R extends Response>(Offer why, String detail) implements Reply<R> {}

    /// The peer's command_status, or -1 when it sent none.
    default int statusOrMinusOne() {
        return switch (this) {
            case Answered<R> answered -> answered.status;
            case Nacked<R> nacked -> nacked.status;
            case TimedOut<R> _, Lost<R> _, NotSent<R> _ -> -1;
        };
    }

    /// True when the peer may have taken the request although it did not say so.
    default boolean possiblySent() {
        return switch (this) {
            case TimedOut<R> _, Lost<R> _ -> true;
            case Answered<R> _, Nacked<R> _, NotSent<R> _ -> false;
        };
    }
}
