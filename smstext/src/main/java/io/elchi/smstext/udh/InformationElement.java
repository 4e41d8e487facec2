package io.elchi.smstext.udh;

import java.util.Arrays;
import java.util.HexFormat;

/// One information element of a user data header (3GPP TS 23.040, 9.2.3.24.1 to .16).
///
/// Constructors check what the wire can carry and throw IllegalArgumentException: they are for writing. Reading never
/// gets there with a bad value, it keeps a [Raw] instead.
public sealed interface InformationElement {

    /// The information element identifier, 0 to 255.
    int id();

    /// The octets behind identifier and length.
    byte[] data();

    /// Concatenated short messages, 0x00 with 8 bit and 0x08 with 16 bit reference.
    ///
    /// @param total 1 to 255
    /// @param sequence 1 to total
    record Concatenation(boolean wide, int reference, int total, int sequence) implements InformationElement {
        public Concatenation {
            require(reference >= 0 && reference <= (wide ? 0xffff : 0xff), "reference", reference);
            require(total >= 1 && total <= 0xff, "total", total);
            require(sequence >= 1 && sequence <= total, "sequence", sequence);
        }

        @Override
        public int id() {
            return wide ? 0x08 : 0x00;
        }

        @Override
        public byte[] data() {
            return wide ? octets(reference >>> 8, reference, total, sequence) : octets(reference, total, sequence);
        }
    }

    /// Special SMS message indication, 0x01.
    ///
    /// @param indication the raw octet: bit 7 store, bits 6..2 profile and extension, bits 1..0 the kind of message
    /// @param count waiting messages, 0 to 255
    record SpecialSms(int indication, int count) implements InformationElement {
        public SpecialSms {
            require(indication >= 0 && indication <= 0xff, "indication", indication);
            require(count >= 0 && count <= 0xff, "count", count);
        }

        /// Whether the message is to be stored after the indication.
        public boolean store() {
            return (indication & 0x80) != 0;
        }

        @Override
        public int id() {
            return 0x01;
        }

        @Override
        public byte[] data() {
            return octets(indication, count);
        }
    }

    /// Application port addressing, 0x04 with 8 bit and 0x05 with 16 bit ports.
    record Ports(boolean wide, int destination, int originator) implements InformationElement {
        public Ports {
            int highest = wide ? 0xffff : 0xff;
            require(destination >= 0 && destination <= highest, "destination port", destination);
            require(originator >= 0 && originator <= highest, "originator port", originator);
        }

        @Override
        public int id() {
            return wide ? 0x05 : 0x04;
        }

        @Override
        public byte[] data() {
            return wide
                    ? octets(destination >>> 8, destination, originator >>> 8, originator)
                    : octets(destination, originator);
        }
    }

    /// National language single shift, 0x24.
    ///
    /// @param language the identifier of 3GPP TS 23.038, 6.2.1.2.4; reserved ones are kept
    record SingleShift(int language) implements InformationElement {
        public SingleShift {
            require(language >= 0 && language <= 0xff, "language", language);
        }

        @Override
        public int id() {
            return 0x24;
        }

        @Override
        public byte[] data() {
            return octets(language);
        }
    }

    /// National language locking shift, 0x25.
    ///
    /// @param language the identifier of 3GPP TS 23.038, 6.2.1.2.4; reserved ones are kept
    record LockingShift(int language) implements InformationElement {
        public LockingShift {
            require(language >= 0 && language <= 0xff, "language", language);
        }

        @Override
        public int id() {
            return 0x25;
        }

        @Override
        public byte[] data() {
            return octets(language);
        }
    }

    /// Everything else, and a known element whose octets make no sense.
    ///
    /// @param data up to 253 octets; not to be changed
    record Raw(int id, byte[] data) implements InformationElement {
        public Raw {
            require(id >= 0 && id <= 0xff, "identifier", id);
            require(data.length <= 0xff - 2, "length", data.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Raw that && id == that.id && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return 31 * id + Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "Raw[id=%02x, data=%s]".formatted(id, HexFormat.of().formatHex(data));
        }
    }

    private static void require(boolean condition, String what, int value) {
        if (!condition) {
            throw new IllegalArgumentException("no such " + what + ": " + value);
        }
    }

    private static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }
}
