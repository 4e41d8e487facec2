package io.elchi.smpp.pdu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A growing array that takes PDUs one after the other, so that a session writes many with one flush. One thread
/// at a time. The array stays when it is cleared; nothing is allocated once it has its size.
public final class PduWriter {
    static final String NOT_IN_C_STRING = "has a NUL or a character beyond ISO-8859-1";

    private byte[] buffer;
    private int length;
    private boolean omitTlvs;

    /// @param initialCapacity in octets, positive
    public PduWriter(int initialCapacity) {
        if (initialCapacity <= 0) {
            throw new IllegalArgumentException("initialCapacity is " + initialCapacity);
        }
        buffer = new byte[initialCapacity];
    }

    /// The array itself, valid up to [#length()] and until the next write.
    public byte[] array() {
        return buffer;
    }

    /// The octets written since the last [#clear()].
    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /// A copy of the octets that were written.
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    /// For a peer of SMPP 3.3, which must get no TLVs: from now on they are left out. A PDU with a message_payload
    /// is refused instead, because its text would vanish.
    public void omitTlvs(boolean omit) {
        omitTlvs = omit;
    }

    boolean writes(Tlvs tlvs) {
        return !omitTlvs && !tlvs.isEmpty();
    }

    void truncate(int to) {
        length = to;
    }

    void int1(String field, int value) {
        if (value >>> 8 != 0) {
            throw new PduEncodeException(field, "is " + value + ", which does not fit one octet");
        }
        reserve(1);
        buffer[length++] = (byte) value;
    }

    void int4(int value) {
        reserve(4);
        patch(length, value);
        length += 4;
    }

    void patch(int at, int value) {
        buffer[at] = (byte) (value >>> 24);
        buffer[at + 1] = (byte) (value >>> 16);
        buffer[at + 2] = (byte) (value >>> 8);
        buffer[at + 3] = (byte) value;
    }

    void octets(Octets value) {
        reserve(value.length());
        value.writeTo(buffer, length);
        length += value.length();
    }

    void text(Field field, String value) {
        int size = value.length();
        if (size > field.maxOut) {
            throw new PduEncodeException(
                    field.label, "has " + size + " octets, at most " + field.maxOut + " are allowed");
        }
        reserve(size + 1);
        for (int i = 0; i < size; i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) {
                throw new PduEncodeException(field.label, NOT_IN_C_STRING);
            }
            buffer[length + i] = (byte) c;
        }
        buffer[length + size] = 0;
        length += size + 1;
    }

    void address(Field field, Address address) {
        part(field, "ton", address.ton());
        part(field, "npi", address.npi());
        text(field, address.digits());
    }

    private void part(Field field, String suffix, int value) {
        // The name is put together only when it is needed: this is the hot path.
        int1(value >>> 8 == 0 ? field.label : field.part(suffix), value);
    }

    void shortMessage(Octets message) {
        if (message.length() > 0xFF) {
            throw new PduEncodeException(
                    "short_message", "has " + message.length() + " octets, at most 255 are allowed");
        }
        int1("sm_length", message.length());
        octets(message);
    }

    void destinations(List<DestinationAddress> destinations) {
        if (destinations.isEmpty()) {
            throw new PduEncodeException("number_of_dests", "is 0");
        }
        int1("number_of_dests", destinations.size());
        for (DestinationAddress destination : destinations) {
            switch (destination) {
                case DestinationAddress.SmeAddress(Address address) -> {
                    int1("dest_flag", DestinationAddress.SME_FLAG);
                    address(Field.DESTINATION_ADDR, address);
                }
                case DestinationAddress.DistributionList(String name) -> {
                    int1("dest_flag", DestinationAddress.LIST_FLAG);
                    text(Field.DL_NAME, name);
                }
            }
        }
    }

    void unsuccessSmes(List<UnsuccessSme> smes) {
        int1("no_unsuccess", smes.size());
        for (UnsuccessSme sme : smes) {
            address(Field.DESTINATION_ADDR, sme.address());
            int4(sme.errorStatusCode());
        }
    }

    void tlvs(Tlvs tlvs) {
        if (omitTlvs) {
            Optional<Octets> payload = tlvs.get(TlvTag.MESSAGE_PAYLOAD);
            if (payload.isPresent() && !payload.get().isEmpty()) {
                throw new PduEncodeException(TlvTag.MESSAGE_PAYLOAD.label(), "cannot be sent to a peer without TLVs");
            }
            return;
        }
        for (int i = 0; i < tlvs.size(); i++) {
            tlv(tlvs.at(i));
        }
    }

    private void tlv(Tlv tlv) {
        int tag = tlv.tag();
        int size = tlv.value().length();
        if (tag >>> 16 != 0) {
            throw new PduEncodeException("tag", "is " + tag + ", which does not fit two octets");
        }
        if (size > 0xFFFF) {
            throw new PduEncodeException(name(tag), "has " + size + " octets, at most 65535 are allowed");
        }
        int4(tag << 16 | size);
        octets(tlv.value());
    }

    private static String name(int tag) {
        TlvTag<?> known = TlvTag.of(tag);
        return known == null ? "TLV 0x%04X".formatted(tag) : known.label();
    }

    private void reserve(int more) {
        if (more > buffer.length - length) {
            int needed = Math.addExact(length, more);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
    }
}
