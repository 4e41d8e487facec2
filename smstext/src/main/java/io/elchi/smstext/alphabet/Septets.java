package io.elchi.smstext.alphabet;

import java.util.Arrays;

/// Packing of septets into octets (3GPP TS 23.038, 6.1.2.1), with the fill bits that put the text after a user
/// data header on a septet border (3GPP TS 23.040, 9.2.3.24).
///
/// In an SMS the count of septets is TP-UDL, and spare bits are zero (TS 23.038, 6.1.2.1.1). SMPP has the count of
/// octets only. Seven spare bits then read as one septet more, and zero bits read as `@`. TS 23.038 has a rule for
/// messages without a count, that of USSD (6.1.2.3.1):
///
/// - Writing: seven spare bits are a carriage return. A text that ends in CR, flush with an octet, gets a second
///   one, and is read with both; CR CR means the same as CR (6.1.1).
/// - Reading: a last septet that is flush with the end and is CR is left out.
///
/// We write by that rule, so that `@` in the last septet is text wherever we wrote it. If an SMSC takes the CR for
/// a character, a handset shows nothing. Reading, a last zero septet that is flush with the end is `@` from a peer
/// that follows the rule, and filler from one that fills as in an SMS. The octets do not tell which; [Padding]
/// does.
public final class Septets {
    private Septets() {}

    private static final int CARRIAGE_RETURN = 0x0d;

    /// The filler that a peer writes into seven spare bits at the end.
    public enum Padding {
        /// Zero bits, as in an SMS: one `@` that is flush with the end is left out.
        ZERO,
        /// A carriage return, as in USSD: `@` is text everywhere.
        CR
    }

    /// Fill bits after a header of so many octets, 0 to 6.
    public static int fillBits(int headerOctets) {
        return (7 - headerOctets * 8 % 7) % 7;
    }

    /// Septets that so many octets can hold after the fill bits.
    public static int within(int octets, int fillBits) {
        return octets == 0 ? 0 : (octets * 8 - fillBits) / 7;
    }

    /// Packs septets, one in each octet given, behind zero fill bits. Seven spare bits become CR.
    ///
    /// @param fillBits 0 to 6
    /// @param mayGrow whether an octet more fits, for the second CR of a text that ends in one, flush with an
    ///     octet; without it a reader leaves out the first
    public static byte[] pack(byte[] septets, int fillBits, boolean mayGrow) {
        requireFill(fillBits);
        if (septets.length == 0) {
            return new byte[0];
        }
        int bits = fillBits + septets.length * 7;
        if (mayGrow && bits % 8 == 0 && septets[septets.length - 1] == CARRIAGE_RETURN) {
            return pack(withCarriageReturn(septets), fillBits, false);
        }
        byte[] octets = new byte[(bits + 7) / 8];
        int bit = fillBits;
        for (byte septet : septets) {
            put(octets, bit, septet & 0x7f);
            bit += 7;
        }
        if (octets.length * 8 - bit == 7) {
            put(octets, bit, CARRIAGE_RETURN);
        }
        return octets;
    }

    private static byte[] withCarriageReturn(byte[] septets) {
        byte[] longer = Arrays.copyOf(septets, septets.length + 1);
        longer[septets.length] = CARRIAGE_RETURN;
        return longer;
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

    /// Unpacks what the octets hold, without a last septet that is flush with the end and is filler: CR always,
    /// and zero from a peer that pads with it.
    public static byte[] unpack(byte[] octets, int fillBits, Padding padding) {
        int count = within(octets.length, fillBits);
        byte[] septets = unpack(octets, fillBits, count);
        boolean flush = count > 0 && fillBits + count * 7 == octets.length * 8;
        if (flush && isFiller(septets[count - 1], padding)) {
            return Arrays.copyOf(septets, count - 1);
        }
        return septets;
    }

    private static boolean isFiller(byte septet, Padding padding) {
        return septet == CARRIAGE_RETURN || septet == 0 && padding == Padding.ZERO;
    }

    private static void requireFill(int fillBits) {
        if (fillBits < 0 || fillBits > 6) {
            throw new IllegalArgumentException("fill bits are 0 to 6, not " + fillBits);
        }
    }
}
