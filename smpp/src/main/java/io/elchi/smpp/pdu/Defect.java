package io.elchi.smpp.pdu;

import java.util.Objects;

/// One deviation of received octets from the specification.
///
/// @param kind what deviates
/// @param field the specification's name of the field, TLV or command
/// @param detail for the log; holds lengths and numbers, never content
/// @param status the command_status with which a receiver refuses this, should it want to
/// @param tolerated whether a receiver is advised to go on: [Frame#refusal()] passes over it
public record Defect(Kind kind, String field, String detail, int status, boolean tolerated) {
    public Defect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(detail, "detail");
    }

    /// The kinds of deviations, each with its command_status and whether it is tolerated. In a response
    /// everything is tolerated: a response cannot be refused.
    public enum Kind {
        /// A command_id that no version knows: ESME_RINVCMDID.
        UNKNOWN_COMMAND(CommandStatus.ESME_RINVCMDID, false),
        /// A response without an error has no body where one is required: ESME_RINVCMDLEN, tolerated, because
        /// several SMSCs send it.
        BODY_MISSING(CommandStatus.ESME_RINVCMDLEN, true),
        /// The body ends before its last mandatory field: ESME_RINVCMDLEN.
        BODY_ENDS_EARLY(CommandStatus.ESME_RINVCMDLEN, false),
        /// A C-octet string runs to the end of the PDU: ESME_RINVCMDLEN. The value has the octets that were there.
        MISSING_NUL(CommandStatus.ESME_RINVCMDLEN, false),
        /// A value over its maximum, kept in full: the field's own status, ESME_RINVSRCADR and so on.
        FIELD_TOO_LONG(CommandStatus.ESME_RINVPARLEN, false),
        /// sm_length promises more than the PDU holds: ESME_RINVMSGLEN. The value has the octets that were there.
        SM_LENGTH(CommandStatus.ESME_RINVMSGLEN, false),
        /// submit_multi to nobody: ESME_RINVNUMDESTS.
        NUMBER_OF_DESTS(CommandStatus.ESME_RINVNUMDESTS, false),
        /// A dest_flag that is neither 1 nor 2, after which nothing can be read: ESME_RINVDESTFLAG.
        DEST_FLAG(CommandStatus.ESME_RINVDESTFLAG, false),
        /// A TLV's header or value goes beyond the end: ESME_RINVOPTPARSTREAM. The TLVs before it and the octets
        /// of its value are kept.
        TLV_STREAM(CommandStatus.ESME_RINVOPTPARSTREAM, false),
        /// A known TLV with a length that the specification does not allow it: ESME_RINVPARLEN, tolerated; its
        /// octets are kept.
        TLV_LENGTH(CommandStatus.ESME_RINVPARLEN, true),
        /// Octets after the end of a body: ESME_RINVCMDLEN, tolerated; they are dropped. Bodies that may hold TLVs
        /// get it only for one to three NULs, a known slip of encoders.
        EXTRA_OCTETS(CommandStatus.ESME_RINVCMDLEN, true);

        final int status;
        final boolean tolerated;

        Kind(CommandStatus status, boolean tolerated) {
            this.status = status.code();
            this.tolerated = tolerated;
        }
    }
}
