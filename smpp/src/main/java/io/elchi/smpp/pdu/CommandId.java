package io.elchi.smpp.pdu;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The 33 command ids of SMPP 5.0 (4.7.5; 3.4: 5.1.2.1), as ints, because unknown ids must pass too.
public final class CommandId {
    public static final int BIND_RECEIVER = 0x00000001;
    public static final int BIND_TRANSMITTER = 0x00000002;
    public static final int QUERY_SM = 0x00000003;
    public static final int SUBMIT_SM = 0x00000004;
    public static final int DELIVER_SM = 0x00000005;
    public static final int UNBIND = 0x00000006;
    public static final int REPLACE_SM = 0x00000007;
    public static final int CANCEL_SM = 0x00000008;
    public static final int BIND_TRANSCEIVER = 0x00000009;
    public static final int OUTBIND = 0x0000000B;
    public static final int ENQUIRE_LINK = 0x00000015;
    public static final int SUBMIT_MULTI = 0x00000021;
    public static final int ALERT_NOTIFICATION = 0x00000102;
    public static final int DATA_SM = 0x00000103;
    public static final int BROADCAST_SM = 0x00000111;
    public static final int QUERY_BROADCAST_SM = 0x00000112;
    public static final int CANCEL_BROADCAST_SM = 0x00000113;

    public static final int GENERIC_NACK = 0x80000000;
    public static final int BIND_RECEIVER_RESP = 0x80000001;
    public static final int BIND_TRANSMITTER_RESP = 0x80000002;
    public static final int QUERY_SM_RESP = 0x80000003;
    public static final int SUBMIT_SM_RESP = 0x80000004;
    public static final int DELIVER_SM_RESP = 0x80000005;
    public static final int UNBIND_RESP = 0x80000006;
    public static final int REPLACE_SM_RESP = 0x80000007;
    public static final int CANCEL_SM_RESP = 0x80000008;
    public static final int BIND_TRANSCEIVER_RESP = 0x80000009;
    public static final int ENQUIRE_LINK_RESP = 0x80000015;
    public static final int SUBMIT_MULTI_RESP = 0x80000021;
    public static final int DATA_SM_RESP = 0x80000103;
    public static final int BROADCAST_SM_RESP = 0x80000111;
    public static final int QUERY_BROADCAST_SM_RESP = 0x80000112;
    public static final int CANCEL_BROADCAST_SM_RESP = 0x80000113;

    private static final Map<Integer, String> NAMES = names();

    private CommandId() {}

    /// Every id with the specification's name of it, requests first.
    public static Map<Integer, String> all() {
        return NAMES;
    }

    /// The specification's name, or the number for an id it does not have: `submit_sm`, `0x00010200`.
    public static String describe(int commandId) {
        String name = NAMES.get(commandId);
        return name != null ? name : "0x%08X".formatted(commandId);
    }

    /// Whether the id is that of a response: bit 31 (5.1.2).
    public static boolean isResponse(int commandId) {
        return commandId < 0;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>(Integer::compareUnsigned);
        both(names, BIND_RECEIVER, "bind_receiver");
        both(names, BIND_TRANSMITTER, "bind_transmitter");
        both(names, QUERY_SM, "query_sm");
        both(names, SUBMIT_SM, "submit_sm");
        both(names, DELIVER_SM, "deliver_sm");
        both(names, UNBIND, "unbind");
        both(names, REPLACE_SM, "replace_sm");
        both(names, CANCEL_SM, "cancel_sm");
        both(names, BIND_TRANSCEIVER, "bind_transceiver");
        names.put(OUTBIND, "outbind");
        both(names, ENQUIRE_LINK, "enquire_link");
        both(names, SUBMIT_MULTI, "submit_multi");
        names.put(ALERT_NOTIFICATION, "alert_notification");
        both(names, DATA_SM, "data_sm");
        both(names, BROADCAST_SM, "broadcast_sm");
        both(names, QUERY_BROADCAST_SM, "query_broadcast_sm");
        both(names, CANCEL_BROADCAST_SM, "cancel_broadcast_sm");
        names.put(GENERIC_NACK, "generic_nack");
        return Collections.unmodifiableMap(names);
    }

    private static void both(Map<Integer, String> names, int request, String name) {
        names.put(request, name);
        names.put(request | 0x80000000, name + "_resp");
    }
}
