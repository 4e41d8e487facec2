package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.alphabet.Unit;
import io.elchi.smstext.udh.InformationElement;
import io.elchi.smstext.udh.UserDataHeader;
import java.util.ArrayList;
import java.util.List;

/// One way to write texts on a link: an encoding with its sizes worked out. Immutable; counting allocates nothing.
final class Plan {
    private final TextCoding coding;
    private final SplitMode mode;
    private final Septets.Padding padding;
    private final List<InformationElement> shifts;
    private final byte[] loneHeader;
    private final int loneCapacity;
    private final int partCapacity;

    Plan(TextCoding coding, TextPolicy policy) {
        this.coding = coding;
        this.mode = policy.mode();
        this.padding = policy.link().padding();
        this.shifts = coding.shifts();
        this.loneHeader = UserDataHeader.of(shifts).raw();
        int shiftOctets = Math.max(0, loneHeader.length - 1);
        this.loneCapacity = mode == SplitMode.MESSAGE_PAYLOAD
                ? payloadCapacity(policy.payloadOctets() - loneHeader.length)
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

    /// Parts that the text takes, or -1 if it does not fit into the alphabet. Where the mode does not split, that
    /// is 1, or for a text that is too long what [SplitMode#UDH_8] would take.
    int count(String text) {
        int units = alphabet().units(text, 0, text.length());
        if (units < 0) {
            return -1;
        }
        if (units <= loneCapacity) {
            return 1;
        }
        int parts = 0;
        for (int from = 0; from < text.length(); parts++) {
            from = partEnd(text, from);
        }
        return parts;
    }

    /// Where the part that begins at a char ends.
    private int partEnd(String text, int from) {
        Alphabet alphabet = alphabet();
        int units = 0;
        int border = from;
        int state = Graphemes.START;
        for (int at = from; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            state = Graphemes.next(state, codePoint);
            if (at > from && !Graphemes.joined(state)) {
                border = at;
            }
            units += alphabet.cost(codePoint);
            if (units > partCapacity && at > from) {
                return border > from ? border : at;
            }
            at += Character.charCount(codePoint);
        }
        return text.length();
    }

    /// The parts of a text that fits into the alphabet.
    Segmented.Parts split(String text, int reference, int total) {
        if (total == 1) {
            return new Segmented.Parts(
                    coding, mode, List.of(part(text, 0, text.length(), loneHeader, new Slot(reference, 1, 1))));
        }
        List<Part> parts = new ArrayList<>(total);
        int from = 0;
        for (int sequence = 1; sequence <= total; sequence++) {
            int to = partEnd(text, from);
            byte[] header = header(reference, total, sequence);
            parts.add(part(text, from, to, header, new Slot(reference, total, sequence)));
            from = to;
        }
        return new Segmented.Parts(coding, mode, parts);
    }

    private byte[] header(int reference, int total, int sequence) {
        if (mode == SplitMode.SAR) {
            return loneHeader;
        }
        List<InformationElement> elements = new ArrayList<>(3);
        elements.add(new InformationElement.Concatenation(mode == SplitMode.UDH_16, reference, total, sequence));
        elements.addAll(shifts);
        return UserDataHeader.of(elements).raw();
    }

    private Part part(String text, int from, int to, byte[] header, Slot slot) {
        byte[] payload = alphabet().encode(text, from, to, Alphabet.OMIT);
        if (coding.packed()) {
            payload = Septets.pack(payload, Septets.fillBits(header.length), padding);
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
