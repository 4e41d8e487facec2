package io.elchi.smpp.pdu;

/// A PDU that wants a response with its sequence_number.
///
/// @param <R> its response
public sealed interface Request<R extends Response> extends Pdu
        permits Bind,
                Unbind,
                EnquireLink,
                SubmitSm,
                SubmitMulti,
                DataSm,
                DeliverSm,
                QuerySm,
                CancelSm,
                ReplaceSm,
                BroadcastSm,
                QueryBroadcastSm,
                CancelBroadcastSm {
    /// The response with empty fields, to answer with a negative command_status; it goes out as a header only.
    R emptyResponse();
}
