package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.dispatch.ReplyAction;
import io.elchi.smpp.pdu.CommandStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Maps a command_status to an action for the refused part. The operator's own table comes first, then ours.
final class ReplyPolicy {
    private static final Map<Integer, ReplyAction> DEFAULTS = new HashMap<>();

    static {
        put(ReplyAction.THROTTLE, CommandStatus.ESME_RTHROTTLED, CommandStatus.ESME_RMSGQFUL);
        put(ReplyAction.RETRY, CommandStatus.ESME_RSYSERR, CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RINVBNDSTS);
        put(
                ReplyAction.FAIL,
                CommandStatus.ESME_RINVDSTADR,
                CommandStatus.ESME_RINVMSGLEN,
                CommandStatus.ESME_RINVDSTTON,
                CommandStatus.ESME_RINVDSTNPI,
                CommandStatus.ESME_RINVEXPIRY);
    }

    private final Map<Integer, ReplyAction> own = new HashMap<>();

    private static void put(ReplyAction then, CommandStatus... statuses) {
        for (CommandStatus status : statuses) {
            DEFAULTS.put(status.code(), then);
        }
    }

    /// @param statuses `0x0000000B=fail`, `88=throttle`
    /// @throws IllegalArgumentException if one has another form
    ReplyPolicy(List<String> statuses) {
        for (String each : statuses) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + each + "' must be like 0x0000000B=fail");
            }
            try {
                own.put(
                        Long.decode(each.substring(0, equals).strip()).intValue(),
                        ReplyAction.valueOf(each.substring(equals + 1).strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + each + "' must be like 0x0000000B=fail", e);
            }
        }
    }

    /// A status in no table, such as a vendor's own, leads to the next candidate.
    ReplyAction then(int status) {
        ReplyAction mine = own.get(status);
        return mine != null ? mine : DEFAULTS.getOrDefault(status, ReplyAction.NEXT);
    }
}
