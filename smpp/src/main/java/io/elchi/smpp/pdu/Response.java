package io.elchi.smpp.pdu;

/// A PDU that answers a request. With a negative command_status its fields are usually empty and the body absent.
public sealed interface Response extends Pdu
        permits BindResp,
                UnbindResp,
                EnquireLinkResp,
                SubmitSmResp,
                SubmitMultiResp,
                DataSmResp,
                DeliverSmResp,
                QuerySmResp,
                CancelSmResp,
                ReplaceSmResp,
                BroadcastSmResp,
                QueryBroadcastSmResp,
                CancelBroadcastSmResp,
                GenericNack {}
