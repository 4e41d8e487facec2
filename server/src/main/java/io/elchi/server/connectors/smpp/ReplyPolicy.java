package io.elchi.server.connectors.smpp;

import io.elchi.smpp.pdu.CommandStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Maps a command_status to an action for the refused part. The operator's own table comes first, then ours.
final class ReplyPolicy {
    /// The action.
    enum Action {
        /// The operator has too much: pause the link, and send it again.
        THROTTLE,
        /// Something is wrong there for now: send it again, a few times.
        RETRY,
        /// Not here: another operator may take it.
        NEXT,
        /// Nowhere: the message itself is to blame.
        FAIL
    }

    private static final Map<Integer, Action> DEFAULTS = new HashMap<>();

    static {
        put(Action.THROTTLE, CommandStatus.ESME_RTHROTTLED, CommandStatus.ESME_RMSGQFUL);
        put(Action.RETRY, CommandStatus.ESME_RSYSERR, CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_RINVBNDSTS);
        put(
                Action.FAIL,
                CommandStatus.ESME_RINVDSTADR,
                CommandStatus.ESME_RINVMSGLEN,
                CommandStatus.ESME_RINVDSTTON,
                CommandStatus.ESME_RINVDSTNPI,
                CommandStatus.ESME_RINVEXPIRY);
    }

    private final Map<Integer, Action> own = new HashMap<>();

    private static void put(Action then, CommandStatus... statuses) {
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
                        Action.valueOf(each.substring(equals + 1).strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + each + "' must be like 0x0000000B=fail", e);
            }
        }
    }

    /// A status in no table, such as a vendor's own, leads to the next candidate.
    Action then(int status) {
        Action mine = own.get(status);
        return mine != null ? mine : DEFAULTS.getOrDefault(status, Action.NEXT);
    }
}
