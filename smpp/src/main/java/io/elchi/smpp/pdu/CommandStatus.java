package io.elchi.smpp.pdu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every command_status of SMPP 3.4 (5.1.3) and 5.0 (4.7.6). Where 5.0 renamed a status of 3.4, the name is that
/// of 3.4, which operators and peers still print. Records keep the raw int: a peer may send what no table has.
public enum CommandStatus {
    ESME_ROK(0x00, "No error"),
    ESME_RINVMSGLEN(0x01, "Message length is invalid"),
    ESME_RINVCMDLEN(0x02, "Command length is invalid"),
    ESME_RINVCMDID(0x03, "Invalid command id"),
    ESME_RINVBNDSTS(0x04, "Incorrect bind status for the given command"),
    ESME_RALYBND(0x05, "ESME already in bound state"),
    ESME_RINVPRTFLG(0x06, "Invalid priority flag"),
    ESME_RINVREGDLVFLG(0x07, "Invalid registered delivery flag"),
    ESME_RSYSERR(0x08, "System error"),
    ESME_RINVSRCADR(0x0A, "Invalid source address"),
    ESME_RINVDSTADR(0x0B, "Invalid destination address"),
    ESME_RINVMSGID(0x0C, "Message id is invalid"),
    ESME_RBINDFAIL(0x0D, "Bind failed"),
    ESME_RINVPASWD(0x0E, "Invalid password"),
    ESME_RINVSYSID(0x0F, "Invalid system id"),
    ESME_RCANCELFAIL(0x11, "cancel_sm failed"),
    ESME_RREPLACEFAIL(0x13, "replace_sm failed"),
    ESME_RMSGQFUL(0x14, "Message queue full"),
    ESME_RINVSERTYP(0x15, "Invalid service type"),
    ESME_RINVNUMDESTS(0x33, "Invalid number of destinations"),
    ESME_RINVDLNAME(0x34, "Invalid distribution list name"),
    ESME_RINVDESTFLAG(0x40, "Destination flag is invalid"),
    ESME_RINVSUBREP(0x42, "Invalid submit with replace"),
    ESME_RINVESMCLASS(0x43, "Invalid esm_class"),
    ESME_RCNTSUBDL(0x44, "Cannot submit to distribution list"),
    ESME_RSUBMITFAIL(0x45, "submit_sm, data_sm or submit_multi failed"),
    ESME_RINVSRCTON(0x48, "Invalid source address TON"),
    ESME_RINVSRCNPI(0x49, "Invalid source address NPI"),
    ESME_RINVDSTTON(0x50, "Invalid destination address TON"),
    ESME_RINVDSTNPI(0x51, "Invalid destination address NPI"),
    ESME_RINVSYSTYP(0x53, "Invalid system_type"),
    ESME_RINVREPFLAG(0x54, "Invalid replace_if_present flag"),
    ESME_RINVNUMMSGS(0x55, "Invalid number of messages"),
    ESME_RTHROTTLED(0x58, "Throttling error: the ESME has exceeded its allowed rate"),
    ESME_RINVSCHED(0x61, "Invalid scheduled delivery time"),
    ESME_RINVEXPIRY(0x62, "Invalid validity period"),
    ESME_RINVDFTMSGID(0x63, "Predefined message is invalid or not found"),
    ESME_RX_T_APPN(0x64, "ESME receiver temporary application error"),
    ESME_RX_P_APPN(0x65, "ESME receiver permanent application error"),
    ESME_RX_R_APPN(0x66, "ESME receiver rejects the message"),
    ESME_RQUERYFAIL(0x67, "query_sm failed"),
    ESME_RINVOPTPARSTREAM(0xC0, "Error in the optional part of the PDU body; 5.0 names it ESME_RINVTLVSTREAM"),
    ESME_ROPTPARNOTALLWD(0xC1, "TLV not allowed; 5.0 names it ESME_RTLVNOTALLWD"),
    ESME_RINVPARLEN(0xC2, "Invalid parameter length; 5.0 names it ESME_RINVTLVLEN"),
    ESME_RMISSINGOPTPARAM(0xC3, "Expected TLV missing; 5.0 names it ESME_RMISSINGTLV"),
    ESME_RINVOPTPARAMVAL(0xC4, "Invalid TLV value; 5.0 names it ESME_RINVTLVVAL"),
    ESME_RDELIVERYFAILURE(0xFE, "Transaction delivery failure, in data_sm_resp"),
    ESME_RUNKNOWNERR(0xFF, "Unknown error"),
    ESME_RSERTYPUNAUTH(0x100, "ESME not authorised to use the service type (5.0)"),
    ESME_RPROHIBITED(0x101, "ESME prohibited from the operation (5.0)"),
    ESME_RSERTYPUNAVAIL(0x102, "Service type is unavailable (5.0)"),
    ESME_RSERTYPDENIED(0x103, "Service type is denied (5.0)"),
    ESME_RINVDCS(0x104, "Invalid data coding scheme (5.0)"),
    ESME_RINVSRCADDRSUBUNIT(0x105, "Source address subunit is invalid (5.0)"),
    ESME_RINVDSTADDRSUBUNIT(0x106, "Destination address subunit is invalid (5.0)"),
    ESME_RINVBCASTFREQINT(0x107, "Broadcast frequency interval is invalid (5.0)"),
    ESME_RINVBCASTALIAS_NAME(0x108, "Broadcast alias name is invalid (5.0)"),
    ESME_RINVBCASTAREAFMT(0x109, "Broadcast area format is invalid (5.0)"),
    ESME_RINVNUMBCAST_AREAS(0x10A, "Number of broadcast areas is invalid (5.0)"),
    ESME_RINVBCASTCNTTYPE(0x10B, "Broadcast content type is invalid (5.0)"),
    ESME_RINVBCASTMSGCLASS(0x10C, "Broadcast message class is invalid (5.0)"),
    ESME_RBCASTFAIL(0x10D, "broadcast_sm failed (5.0)"),
    ESME_RBCASTQUERYFAIL(0x10E, "query_broadcast_sm failed (5.0)"),
    ESME_RBCASTCANCELFAIL(0x10F, "cancel_broadcast_sm failed (5.0)"),
    ESME_RINVBCAST_REP(0x110, "Number of repeated broadcasts is invalid (5.0)"),
    ESME_RINVBCASTSRVGRP(0x111, "Broadcast service group is invalid (5.0)"),
    ESME_RINVBCASTCHANIND(0x112, "Broadcast channel indicator is invalid (5.0)");

    private static final Map<Integer, CommandStatus> BY_CODE = new HashMap<>();

    static {
        for (CommandStatus status : values()) {
            BY_CODE.put(status.code, status);
        }
    }

    private final int code;
    private final String text;

    CommandStatus(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }

    /// Its meaning, in a few words.
    public String text() {
        return text;
    }

    /// The status of a code, if a specification has it.
    public static Optional<CommandStatus> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /// For logs: `ESME_RTHROTTLED (0x58)`; `0x00000400 (vendor)` for 0x400 to 0x4FF, which 5.1.3 leaves to the
    /// SMSC's maker; `0x00000009 (reserved)` for the rest.
    public static String describe(int code) {
        CommandStatus status = BY_CODE.get(code);
        if (status != null) {
            return "%s (0x%02X)".formatted(status.name(), code);
        }
        return "0x%08X (%s)".formatted(code, code >= 0x400 && code <= 0x4FF ? "vendor" : "reserved");
    }
}
