package io.elchi.smpp.pdu;

import java.util.Objects;

/// An SME address (5.2.5 to 5.2.9). Its maximum length depends on the command.
///
/// @param ton type of number, raw 0 to 255
/// @param npi numbering plan indicator, raw 0 to 255
/// @param digits the address as on the wire: digits, letters of an alphanumeric sender, or an IP address
public record Address(int ton, int npi, String digits) {
    /// No address: the SMSC takes the default of the bind.
    public static final Address NONE = new Address(0, 0, "");

    public Address {
        Objects.requireNonNull(digits, "digits");
    }
}
