package io.elchi.smstext.udh;

import io.elchi.smstext.udh.InformationElement.Concatenation;
import io.elchi.smstext.udh.InformationElement.LockingShift;
import io.elchi.smstext.udh.InformationElement.Ports;
import io.elchi.smstext.udh.InformationElement.Raw;
import io.elchi.smstext.udh.InformationElement.SingleShift;
import io.elchi.smstext.udh.InformationElement.SpecialSms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A user data header (3GPP TS 23.040, 9.2.3.24): UDHL, then elements of identifier, length and data.
///
/// Reading never fails: what cannot be read is a defect, and the raw octets stay. An element that comes twice
/// counts in its last occurrence (9.2.3.24).
///
/// @param elements in the order of the wire
/// @param defects none for a header that is well formed
/// @param raw all octets of the header with UDHL; empty if there is no header; not to be changed
public record UserDataHeader(List<InformationElement> elements, Set<UdhDefect> defects, byte[] raw) {
    private static final UserDataHeader NONE = new UserDataHeader(List.of(), Set.of(), new byte[0]);

    public UserDataHeader {
        elements = List.copyOf(elements);
        defects = Set.copyOf(defects);
    }

    /// No header at all.
    public static UserDataHeader none() {
        return NONE;
    }

    /// A header to be written; no elements give no header.
    ///
    /// @throws IllegalArgumentException if the elements take more than 255 octets
    public static UserDataHeader of(List<InformationElement> elements) {
        if (elements.isEmpty()) {
            return NONE;
        }
        int length = 0;
        for (InformationElement element : elements) {
            length += 2 + element.data().length;
        }
        if (length > 0xff) {
            throw new IllegalArgumentException("a header of " + length + " octets leaves no octet for its length");
        }
        byte[] raw = new byte[1 + length];
        raw[0] = (byte) length;
        int at = 1;
        for (InformationElement element : elements) {
            byte[] data = element.data();
            raw[at++] = (byte) element.id();
            raw[at++] = (byte) data.length;
            System.arraycopy(data, 0, raw, at, data.length);
            at += data.length;
        }
        return new UserDataHeader(elements, Set.of(), raw);
    }

    /// Reads the header at the beginning of a short message whose esm_class has UDHI set.
    public static UserDataHeader parse(byte[] message) {
        Set<UdhDefect> defects = EnumSet.noneOf(UdhDefect.class);
        if (message.length == 0) {
            defects.add(UdhDefect.NO_LENGTH);
            return new UserDataHeader(List.of(), defects, message);
        }
        int end = 1 + (message[0] & 0xff);
        if (end > message.length) {
            defects.add(UdhDefect.LENGTH_BEYOND_MESSAGE);
            end = message.length;
        }
        List<InformationElement> elements = new ArrayList<>();
        int at = 1;
        while (at < end) {
            int dataAt = at + 2;
            int dataEnd = dataAt > end ? Integer.MAX_VALUE : dataAt + (message[at + 1] & 0xff);
            if (dataEnd > end) {
                defects.add(UdhDefect.ELEMENT_BEYOND_HEADER);
                break;
            }
            elements.add(element(message[at] & 0xff, Arrays.copyOfRange(message, dataAt, dataEnd), defects));
            at = dataEnd;
        }
        return new UserDataHeader(elements, defects, Arrays.copyOf(message, end));
    }

    private static InformationElement element(int id, byte[] data, Set<UdhDefect> defects) {
        int length = switch (id) {
            case 0x00 -> 3;
            case 0x08, 0x05 -> 4;
            case 0x01, 0x04 -> 2;
            case 0x24, 0x25 -> 1;
            default -> data.length;
        };
        if (data.length != length) {
            defects.add(UdhDefect.ELEMENT_OF_WRONG_LENGTH);
            return new Raw(id, data);
        }
        return switch (id) {
            case 0x00 -> concatenation(id, u8(data, 0), data, defects);
            case 0x08 -> concatenation(id, u16(data, 0), data, defects);
            case 0x01 -> new SpecialSms(u8(data, 0), u8(data, 1));
            case 0x04 -> new Ports(false, u8(data, 0), u8(data, 1));
            case 0x05 -> new Ports(true, u16(data, 0), u16(data, 2));
            case 0x24 -> new SingleShift(u8(data, 0));
            case 0x25 -> new LockingShift(u8(data, 0));
            default -> new Raw(id, data);
        };
    }

    private static InformationElement concatenation(int id, int reference, byte[] data, Set<UdhDefect> defects) {
        int total = u8(data, data.length - 2);
        int sequence = u8(data, data.length - 1);
        if (sequence < 1 || sequence > total) {
            defects.add(UdhDefect.SENSELESS_CONCATENATION);
            return new Raw(id, data);
        }
        return new Concatenation(id == 0x08, reference, total, sequence);
    }

    private static int u8(byte[] data, int at) {
        return data[at] & 0xff;
    }

    private static int u16(byte[] data, int at) {
        return u8(data, at) << 8 | u8(data, at + 1);
    }

    /// Octets of the header with UDHL: where the text begins.
    public int length() {
        return raw.length;
    }

    public Optional<Concatenation> concatenation() {
        return last(Concatenation.class);
    }

    public Optional<Ports> ports() {
        return last(Ports.class);
    }

    /// The language of the last 0x25 element; 0 without one.
    public int lockingShift() {
        return last(LockingShift.class).map(LockingShift::language).orElse(0);
    }

    /// The language of the last 0x24 element; 0 without one.
    public int singleShift() {
        return last(SingleShift.class).map(SingleShift::language).orElse(0);
    }

    private <E extends InformationElement> Optional<E> last(Class<E> type) {
        for (int i = elements.size() - 1; i >= 0; i--) {
            if (type.isInstance(elements.get(i))) {
                return Optional.of(type.cast(elements.get(i)));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserDataHeader that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }
}
