package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.alphabet.Unit;
import io.elchi.smstext.udh.InformationElement;
import io.elchi.smstext.udh.UserDataHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One way to write texts on a link: an encoding with its sizes worked out. Immutable; counting allocates nothing.
final class Plan {
    private static final int CONCATENATION_AT = 3;
    private static final int TYPICAL_PARTS = 4;

    private final TextCoding coding;
    private final SplitMode mode;
    private final byte[] loneHeader;
    private final byte[] partHeader;
    private final int loneCapacity;
    private final int partCapacity;

    Plan(TextCoding coding, TextPolicy policy) {
        this.coding = coding;
        this.mode = policy.mode();
        List<InformationElement> elements = new ArrayList<>(coding.shifts());
        this.loneHeader = UserDataHeader.of(elements).raw();
        elements.addFirst(new InformationElement.Concatenation(mode == SplitMode.UDH_16, 0, 1, 1));
        this.partHeader = UserDataHeader.of(elements).raw();
        int shiftOctets = Math.max(0, loneHeader.length - 1);
        this.loneCapacity = mode == SplitMode.MESSAGE_PAYLOAD
                ? payloadCapacity(Math.max(0, policy.payloadOctets() - loneHeader.length))
                : alphabet().unit().capacity(loneHeader.length);
        int elementOctets = mode.splits() ? mode.elementOctets() : SplitMode.UDH_8.elementOctets();
        this.partCapacity = alphabet().unit().capacity(1 + elementOctets + shiftOctets);
    }

    private int payloadCapacity(int octets) {
        return coding.packed() || alphabet().unit() != Unit.SEPTET
                ? alphabet().unit().within(octets)
                : octets;
    }

    TextCoding coding() {
        return coding;
    }

    Alphabet alphabet() {
        return coding.alphabet();
    }

    int loneCapacity() {
        return loneCapacity;
    }

    /// Units that the text takes, or -1 if it does not fit into the alphabet.
    int units(String text) {
        return coding.alphabet().units(text, 0, text.length());
    }

    /// Parts that the text takes, or -1 if it does not fit into the alphabet.
    int count(String text) {
        return count(text, units(text));
    }

    /// Parts that a text of so many units takes; -1 for -1. Where the mode does not split, that is 1, or for a
    /// text that is too long what [SplitMode#UDH_8] would take.
    int count(String text, int units) {
        if (units <= loneCapacity) {
            return units < 0 ? -1 : 1;
        }
        int parts = 0;
        for (int from = 0; from < text.length(); parts++) {
            from = partEnd(text, from);
        }
        return parts;
    }

    /// The end of each part of a text that fits into the alphabet.
    int[] ends(String text) {
        int[] ends = new int[TYPICAL_PARTS];
        int parts = 0;
        for (int from = 0; from < text.length(); ) {
            from = partEnd(text, from);
            if (parts == ends.length) {
                ends = Arrays.copyOf(ends, 2 * parts);
            }
            ends[parts++] = from;
        }
        return Arrays.copyOf(ends, parts);
    }

    /// The end of the part that begins at a char: as much as fits, back to the border of a grapheme.
    private int partEnd(String text, int from) {
        int end = alphabet().fit(text, from, text.length(), partCapacity);
        if (end == text.length() || Graphemes.apart(text.codePointBefore(end), text.codePointAt(end))) {
            return end;
        }
        int border = from;
        int state = Graphemes.START;
        for (int at = from; at <= end; ) {
            int codePoint = text.codePointAt(at);
            state = Graphemes.next(state, codePoint);
            if (!Graphemes.joined(state)) {
                border = at;
            }
            at += Character.charCount(codePoint);
        }
        return border > from ? border : end;
    }

    /// A text that fits into one message.
    Segmented.Parts lone(String text, int reference) {
        return new Segmented.Parts(
                coding, mode, List.of(part(text, 0, text.length(), loneHeader, new Slot(reference, 1, 1))));
    }

    /// The parts of a text that is too long for one message.
    ///
    /// @param ends as [#ends] gives them, no more than 255
    Segmented.Parts split(String text, int reference, int[] ends) {
        int total = ends.length;
        Part[] parts = new Part[total];
        int from = 0;
        for (int sequence = 1; sequence <= total; sequence++) {
            int to = ends[sequence - 1];
            byte[] header = header(reference, total, sequence);
            parts[sequence - 1] = part(text, from, to, header, new Slot(reference, total, sequence));
            from = to;
        }
        return new Segmented.Parts(coding, mode, List.of(parts));
    }

    private byte[] header(int reference, int total, int sequence) {
        if (mode == SplitMode.SAR) {
            return loneHeader;
        }
        byte[] header = partHeader.clone();
        int at = CONCATENATION_AT;
        if (mode == SplitMode.UDH_16) {
            header[at++] = (byte) (reference >>> 8);
        }
        header[at++] = (byte) reference;
        header[at++] = (byte) total;
        header[at] = (byte) sequence;
        return header;
    }

    private Part part(String text, int from, int to, byte[] header, Slot slot) {
        byte[] payload = alphabet().encode(text, from, to, Alphabet.OMIT);
        if (coding.packed()) {
            boolean mayGrow = payload.length < (slot.total() == 1 ? loneCapacity : partCapacity);
            payload = Septets.pack(payload, Septets.fillBits(header.length), mayGrow);
        }
        return new Part(slot.reference(), slot.total(), slot.sequence(), header, payload);
    }

    /// Octets of user data that the text takes on the air, with all headers.
    int airOctets(String text, int total) {
        if (total == 1) {
            return loneHeader.length + airOctets(alphabet().units(text), loneHeader.length, text.length());
        }
        int header = Math.max(1, loneHeader.length) + SplitMode.UDH_8.elementOctets();
        if (mode == SplitMode.UDH_16) {
            header = Math.max(1, loneHeader.length) + SplitMode.UDH_16.elementOctets();
        }
        int octets = 0;
        for (int from = 0; from < text.length(); ) {
            int to = partEnd(text, from);
            octets += header + airOctets(alphabet().units(text, from, to), header, to - from);
            from = to;
        }
        return octets;
    }

    private int airOctets(int units, int headerOctets, int chars) {
        return switch (alphabet().unit()) {
            case SEPTET -> units == 0 ? 0 : (Septets.fillBits(headerOctets) + units * 7 + 7) / 8;
            case OCTET -> units;
            case UTF16 -> 2 * chars;
        };
    }
}
