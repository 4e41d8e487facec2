package io.elchi.smpp.pdu;

import java.util.Objects;

/// A destination of submit_multi (4.5.1.1): dest_flag says which of the two follows.
public sealed interface DestinationAddress {
    /// dest_flag of an SME address.
    int SME_FLAG = 1;
    /// dest_flag of a distribution list.
    int LIST_FLAG = 2;

    /// One SME; digits at most 20 octets.
    record SmeAddress(Address address) implements DestinationAddress {
        public SmeAddress {
            Objects.requireNonNull(address, "address");
        }
    }

    /// A list that the SMSC holds; its name at most 20 octets.
    record DistributionList(String name) implements DestinationAddress {
        public DistributionList {
            Objects.requireNonNull(name, "name");
        }
    }
}
