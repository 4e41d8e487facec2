package io.elchi.smpp.session;

import io.elchi.smpp.pdu.AlertNotification;
import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BroadcastSm;
import io.elchi.smpp.pdu.CancelBroadcastSm;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.QueryBroadcastSm;
import io.elchi.smpp.pdu.QuerySm;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Unbind;
import io.elchi.smpp.pdu.UnknownPdu;

/// Which PDU may be sent by whom in which state (SMPP 5.0, table 2-1 "Operation matrix"). One table for both
/// directions: we send no PDU that we would refuse.
final class CommandRules {
    private CommandRules() {}

    static boolean allowed(SessionRole sender, SessionState state, Pdu pdu) {
        return switch (pdu) {
            case Bind _ -> sender == SessionRole.ESME && (state == SessionState.OPEN || state == SessionState.OUTBOUND);
            case Outbind _ -> sender == SessionRole.MC && state == SessionState.OPEN;
            case Unbind _ -> state.isBound();
            case EnquireLink _ -> state != SessionState.CLOSED;
            case SubmitSm _,
                    SubmitMulti _,
                    QuerySm _,
                    CancelSm _,
                    ReplaceSm _,
                    BroadcastSm _,
                    QueryBroadcastSm _,
                    CancelBroadcastSm _ -> sender == SessionRole.ESME && state.transmits();
            case DeliverSm _, AlertNotification _ -> sender == SessionRole.MC && state.receives();
            case DataSm _ -> sender == SessionRole.ESME ? state.transmits() : state.receives();
            case Response _ -> state != SessionState.CLOSED;
            case UnknownPdu _ -> state.isBound();
        };
    }
}
