package io.elchi.smpp.pdu;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A PDU with its header (3.2), as it came from or goes to the wire.
///
/// @param status command_status, raw; 0 in a request
/// @param sequence sequence_number, raw: peers also send 0 and values over 0x7FFFFFFF, which are negative here
/// @param pdu the body; its record says the command_id
/// @param defects what was wrong with the octets; empty for a frame that was built here. At most
///     [PduCodec#MAX_DEFECTS] are kept, the first refusing one always among them.
public record Frame(int status, int sequence, Pdu pdu, List<Defect> defects) {
    public Frame {
        Objects.requireNonNull(pdu, "pdu");
        defects = List.copyOf(defects);
    }

    /// A frame to send.
    public Frame(int status, int sequence, Pdu pdu) {
        this(status, sequence, pdu, List.of());
    }

    public int commandId() {
        return pdu.commandId();
    }

    /// The command_status with which to refuse this PDU: that of the first defect that is not tolerated, and 0
    /// when there is none. Always 0 for a response. A [Notice] has no response; generic_nack carries the status
    /// then.
    public int refusal() {
        return refusal(Set.of());
    }

    /// As [#refusal()], for a receiver that tolerates some kinds more.
    public int refusal(Set<Defect.Kind> tolerated) {
        for (int i = 0; i < defects.size(); i++) {
            Defect defect = defects.get(i);
            if (!defect.tolerated() && !tolerated.contains(defect.kind())) {
                return defect.status();
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        String text =
                "seq=" + Integer.toUnsignedString(sequence) + " status=" + CommandStatus.describe(status) + " " + pdu;
        return defects.isEmpty() ? text : text + " " + defects;
    }
}
