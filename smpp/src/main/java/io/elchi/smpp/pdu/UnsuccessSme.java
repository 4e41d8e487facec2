package io.elchi.smpp.pdu;

import java.util.Objects;

/// A destination that submit_multi did not reach (4.5.2.1).
///
/// @param errorStatusCode a command_status
public record UnsuccessSme(Address address, int errorStatusCode) {
    public UnsuccessSme {
        Objects.requireNonNull(address, "address");
    }
}
