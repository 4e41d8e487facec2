package io.elchi.server.intake;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Content;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.udh.InformationElement.Concatenation;
import io.elchi.smstext.udh.UserDataHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Octets that a client sends in place of a text. Those that do not fit into one part are split: each part has the
/// client's header, and in front of its elements one for the concatenation (3GPP TS 23.040, 9.2.3.24.1).
///
/// @param header user data header with its length octet; empty: none. Not to be changed
/// @param octets the user data after the header. Not to be changed
/// @param dataCoding data_coding, 0 to 255
/// @param isPart whether it is a part of a message that an SMPP client split itself, and goes as it is: its septets
///     may have an octet each
public record BinaryData(byte[] header, byte[] octets, int dataCoding, boolean isPart) {
    /// Octets without the header, at most.
    public static final int MOST_OCTETS = 4_096;

    /// Octets of the header with its length octet, at most.
    public static final int MOST_HEADER = 70;

    /// data_coding of octets for which none is named: 8 bit data (3GPP TS 23.038, 4).
    public static final int OCTETS = 4;

    private static final int UDHI = 0x40;
    private static final int CONCATENATION_OCTETS = 5;
    private static final byte CONCATENATION_LENGTH = 3;
    private static final byte[] NO_HEADER = {};

    /// @param header null: none
    /// @param path of the message, as `messages[3].`
    /// @throws io.elchi.server.core.RefusedException if there are no octets, or the header is not that of one part
    public static BinaryData of(byte[] header, byte[] octets, int dataCoding, String path) {
        BinaryData data = new BinaryData(header == null ? NO_HEADER : header, octets, dataCoding, false);
        check(data.header.length + octets.length > 0, path + "data", "at least one octet");
        if (data.header.length > 0) {
            UserDataHeader parsed = UserDataHeader.parse(data.header);
            check(
                    parsed.defects().isEmpty() && parsed.raw().length == data.header.length,
                    path + "udh",
                    "must be its length octet and whole information elements");
            check(
                    data.parts() == 1 || parsed.elements().stream().noneMatch(Concatenation.class::isInstance),
                    path + "data",
                    "does not fit into one part, and udh numbers parts already");
        }
        return data;
    }

    /// A part that an SMPP client split itself.
    ///
    /// @param header user data header with its length octet; empty: none
    public static BinaryData part(byte[] header, byte[] octets, int dataCoding) {
        return new BinaryData(header, octets, dataCoding, true);
    }

    private static void check(boolean condition, String field, String why) {
        if (!condition) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
        }
    }

    /// The parts that it takes.
    int parts() {
        return fitsOnePart() ? 1 : (octets.length + capacity() - 1) / capacity();
    }

    private boolean fitsOnePart() {
        return isPart || header.length + octets.length <= Content.Binary.MOST_OCTETS;
    }

    /// Octets of each part, when there are several.
    private int capacity() {
        int octets = Content.Binary.MOST_OCTETS - Math.max(1, header.length) - CONCATENATION_OCTETS;
        // No character of UCS-2 is cut: it has two octets.
        return isUcs2() ? octets & ~1 : octets;
    }

    /// By its data_coding (3GPP TS 23.038, 4).
    private boolean isUcs2() {
        return dataCoding == 8 || (dataCoding & 0xCC) == 0x08 && dataCoding < 0x40 || (dataCoding & 0xF0) == 0xE0;
    }

    /// The content, once it is known to have not too many parts.
    ///
    /// @param reference of the concatenation; the lowest eight bits count
    Content content(int reference) {
        if (isPart) {
            byte[] all = Arrays.copyOf(header, header.length + octets.length);
            System.arraycopy(octets, 0, all, header.length, octets.length);
            return new Content.Parts(List.of(new Content.Part(all, dataCoding, header.length > 0 ? UDHI : 0)));
        }
        if (fitsOnePart()) {
            return new Content.Binary(header, octets, dataCoding);
        }
        int total = parts();
        List<Content.Part> parts = new ArrayList<>(total);
        for (int i = 0; i < total; i++) {
            byte[] own = Arrays.copyOfRange(octets, i * capacity(), Math.min(octets.length, (i + 1) * capacity()));
            parts.add(new Content.Part(concatenated(reference, total, i + 1, own), dataCoding, UDHI));
        }
        return new Content.Parts(parts);
    }

    private byte[] concatenated(int reference, int total, int sequence, byte[] own) {
        int elements = Math.max(0, header.length - 1);
        byte[] part = new byte[1 + CONCATENATION_OCTETS + elements + own.length];
        part[0] = (byte) (CONCATENATION_OCTETS + elements);
        part[2] = CONCATENATION_LENGTH;
        part[3] = (byte) reference;
        part[4] = (byte) total;
        part[5] = (byte) sequence;
        System.arraycopy(header, header.length - elements, part, 1 + CONCATENATION_OCTETS, elements);
        System.arraycopy(own, 0, part, part.length - own.length, own.length);
        return part;
    }

    /// The text in it, so that the rules for texts hold for text in octets; empty when its data_coding names none.
    String text() {
        UserDataHeader parsed = header.length == 0 ? UserDataHeader.none() : UserDataHeader.parse(header);
        return LinkCoding.standard()
                .text(List.of(new UserData(dataCoding, parsed, octets)))
                .orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryData that
                && dataCoding == that.dataCoding
                && isPart == that.isPart
                && Arrays.equals(header, that.header)
                && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dataCoding + Arrays.hashCode(header)) + Arrays.hashCode(octets);
    }

    /// Without the octets.
    @Override
    public String toString() {
        return "BinaryData[" + octets.length + " octets]";
    }
}
