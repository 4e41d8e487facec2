package io.elchi.smpp.pdu;

/// The versions of SMPP that differ on the wire (5.2.4). The records keep the raw interface_version; this is what
/// it means for a session.
public enum InterfaceVersion {
    /// No TLVs at all; message ids are hexadecimal numbers.
    V3_3(0x33),
    V3_4(0x34),
    V5_0(0x50);

    private final int code;

    InterfaceVersion(int code) {
        this.code = code;
    }

    /// The octet in interface_version and sc_interface_version.
    public int code() {
        return code;
    }

    /// Whether a peer of this version understands TLVs.
    public boolean hasTlvs() {
        return this != V3_3;
    }

    /// The version that a raw interface_version stands for: up to 0x33 is 3.3 (5.2.4: "0x00 to 0x33"), from 0x50
    /// on is 5.0, and what lies between is 3.4.
    public static InterfaceVersion of(int raw) {
        if (raw <= V3_3.code) {
            return V3_3;
        }
        return raw < V5_0.code ? V3_4 : V5_0;
    }

    /// The lower of two: what both sides of a session understand.
    public InterfaceVersion min(InterfaceVersion other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
