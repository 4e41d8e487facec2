package io.elchi.smpp.pdu;

/// The versions of SMPP that differ on the wire (5.2.4). The records keep the raw interface_version; this is its
/// meaning for a session.
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

    /// The version of a raw interface_version: 3.3 up to 0x33 (5.2.4: "0x00 to 0x33"), 5.0 from 0x50 on, and 3.4
    /// between them.
    public static InterfaceVersion of(int raw) {
        if (raw <= V3_3.code) {
            return V3_3;
        }
        return raw < V5_0.code ? V3_4 : V5_0;
    }

    /// The lower of two: both sides of a session understand it.
    public InterfaceVersion min(InterfaceVersion other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
