package io.elchi.server.inbound;

import io.elchi.server.messages.Outcome;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.udh.InformationElement.Concatenation;
import java.util.Optional;

/// The place of a deliver_sm in a message of several parts: from the user data header (3GPP TS 23.040, 9.2.3.24.1
/// and .8), or from the TLVs `sar_*` (SMPP 3.4, 5.3.2.22 to 24).
///
/// @param kind of the reference: references of different kinds do not mean the same message
/// @param total parts, from 2
/// @param sequence 1 to total
record PartPlace(Kind kind, int reference, int total, int sequence) {
    /// A message of one part.
    static final PartPlace WHOLE = new PartPlace(Kind.NONE, 0, 1, 1);

    private static final int UDHI = 0x40;
    private static final int MOST_PARTS = 255;
    /// What a short_message holds (SMPP 3.4, 5.2.21). A part is one short message of a handset: what is longer, in
    /// message_payload, is none, so that a text has at most 255 times as much.
    private static final int PART_OCTETS = 254;

    enum Kind {
        NONE,
        UDH_8_BIT,
        UDH_16_BIT,
        SAR
    }

    /// The place that the header gives, else the one of the TLVs; [#WHOLE] when neither makes sense, or when there
    /// is more than fits in a part.
    static PartPlace of(Outcome.Received received) {
        if (received.octets() != null && received.octets().length > PART_OCTETS) {
            return WHOLE;
        }
        Optional<Concatenation> header = data(received).header().concatenation();
        if (header.isPresent()) {
            Concatenation element = header.get();
            return of(
                    element.wide() ? Kind.UDH_16_BIT : Kind.UDH_8_BIT,
                    element.reference(),
                    element.total(),
                    element.sequence());
        }
        Outcome.Received.Wire wire = received.wire();
        return of(Kind.SAR, wire.sarReference(), wire.sarTotal(), wire.sarPart());
    }

    private static PartPlace of(Kind kind, int reference, int total, int sequence) {
        boolean isPart = reference >= 0 && total > 1 && total <= MOST_PARTS && sequence >= 1 && sequence <= total;
        return isPart ? new PartPlace(kind, reference, total, sequence) : WHOLE;
    }

    /// The user data with its header apart.
    static UserData data(Outcome.Received received) {
        byte[] octets = received.octets() == null ? new byte[0] : received.octets();
        return UserData.read(received.dataCoding(), (received.wire().esmClass() & UDHI) != 0, octets);
    }

    boolean isWhole() {
        return kind == Kind.NONE;
    }
}
