package io.elchi.smstext.alphabet;

import java.util.Arrays;

/// Packing of septets into octets (3GPP TS 23.038, 6.1.2.1), with the fill bits that put the text after a user
/// data header on a septet border (3GPP TS 23.040, 9.2.3.24).
///
/// The count of septets is not on the wire in SMPP. When the last octet has seven spare bits, they read as one
/// septet more; [Padding] says what stands there. A text that ends in that very character, flush with an octet,
/// cannot be told from a padded one and loses it.
public final class Septets {
    private Septets() {}

    /// The filler of seven spare bits at the end, which is removed when reading.
    public enum Padding {
        /// Zero bits, which read as `@`.
        ZERO(0x00),
        /// A carriage return, as USSD does (TS 23.038, 6.1.2.3.1).
        CR(0x0d);

        private final int septet;

        Padding(int septet) {
            this.septet = septet;
        }
    }

    /// Fill bits after a header of so many octets, 0 to 6.
    public static int fillBits(int headerOctets) {
        return (7 - headerOctets * 8 % 7) % 7;
    }

    /// Septets that so many octets can hold after the fill bits.
    public static int within(int octets, int fillBits) {
        return octets == 0 ? 0 : (octets * 8 - fillBits) / 7;
    }

    /// Packs septets, one in each octet given, behind zero fill bits.
    ///
    /// @param fillBits 0 to 6
    public static byte[] pack(byte[] septets, int fillBits, Padding padding) {
        requireFill(fillBits);
        if (septets.length == 0) {
            return new byte[0];
        }
        int bits = fillBits + septets.length * 7;
        byte[] octets = new byte[(bits + 7) / 8];
        int bit = fillBits;
        for (byte septet : septets) {
            put(octets, bit, septet & 0x7f);
            bit += 7;
        }
        if (octets.length * 8 - bit == 7) {
            put(octets, bit, padding.septet);
        }
        return octets;
    }

    private static void put(byte[] octets, int bit, int septet) {
        int at = bit >>> 3;
        int shifted = septet << (bit & 7);
        octets[at] |= (byte) shifted;
        if (shifted > 0xff) {
            octets[at + 1] |= (byte) (shifted >>> 8);
        }
    }

    /// Unpacks exactly so many septets.
    ///
    /// @throws IllegalArgumentException if the octets do not hold so many
    public static byte[] unpack(byte[] octets, int fillBits, int count) {
        requireFill(fillBits);
        if (count < 0 || count > within(octets.length, fillBits)) {
            throw new IllegalArgumentException(octets.length + " octets do not hold " + count + " septets");
        }
        byte[] septets = new byte[count];
        int bit = fillBits;
        for (int i = 0; i < count; i++) {
            int at = bit >>> 3;
            int pair = octets[at] & 0xff | (at + 1 < octets.length ? (octets[at + 1] & 0xff) << 8 : 0);
            septets[i] = (byte) (pair >>> (bit & 7) & 0x7f);
            bit += 7;
        }
        return septets;
    }

    /// Unpacks what the octets hold; a last septet that is flush with the end and is padding is left out.
    public static byte[] unpack(byte[] octets, int fillBits, Padding padding) {
        int count = within(octets.length, fillBits);
        byte[] septets = unpack(octets, fillBits, count);
        boolean flush = count > 0 && fillBits + count * 7 == octets.length * 8;
        if (flush && septets[count - 1] == padding.septet) {
            return Arrays.copyOf(septets, count - 1);
        }
        return septets;
    }

    private static void requireFill(int fillBits) {
        if (fillBits < 0 || fillBits > 6) {
            throw new IllegalArgumentException("fill bits are 0 to 6, not " + fillBits);
        }
    }
}
