package io.elchi.smstext.parts;

import io.elchi.smstext.udh.UserDataHeader;
import java.util.Optional;

/// The place of a part in its message, from a header or from SAR parameters.
///
/// @param reference 0 to 65535
/// @param total 1 to 255
/// @param sequence 1 to total
public record Slot(int reference, int total, int sequence) {

    /// @throws IllegalArgumentException if a number is out of range; [#sar] does not throw
    public Slot {
        if (!valid(reference, total, sequence)) {
            throw new IllegalArgumentException("no part " + sequence + " of " + total + " by " + reference);
        }
    }

    private static boolean valid(int reference, int total, int sequence) {
        return reference >= 0
                && reference <= 0xffff
                && total >= 1
                && total <= 255
                && sequence >= 1
                && sequence <= total;
    }

    /// The place that a header gives; empty if it gives none.
    public static Optional<Slot> of(UserDataHeader header) {
        return header.concatenation()
                .map(element -> new Slot(element.reference(), element.total(), element.sequence()));
    }

    /// The place that the SAR parameters give; empty if they make no sense (SMPP 3.4, 5.3.2.22 to .24).
    public static Optional<Slot> sar(int reference, int total, int sequence) {
        return valid(reference, total, sequence) ? Optional.of(new Slot(reference, total, sequence)) : Optional.empty();
    }
}
