package io.elchi.smpp.pdu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A cursor over one body that never throws: where the octets end or make no sense it notes a [Defect] once and
/// gives empty values from there on.
final class PduReader {
    private final byte[] buffer;
    private final int start;
    private final int end;
    private final boolean response;
    private final boolean failed;
    private int position;
    /// Nothing more can be read, and the reason is noted.
    private boolean ended;
    private boolean refused;
    private List<Defect> defects;

    /// @param response whether defects are all tolerated
    /// @param failed whether the command_status is not 0, so that the body may be absent (4.4.2)
    PduReader(byte[] buffer, int start, int end, boolean response, boolean failed) {
        this.buffer = buffer;
        this.start = start;
        this.end = end;
        this.response = response;
        this.failed = failed;
        this.position = start;
    }

    List<Defect> defects() {
        return defects == null ? List.of() : defects;
    }

    int int1(String field) {
        if (position < end) {
            return buffer[position++] & 0xFF;
        }
        endsBefore(field);
        return 0;
    }

    int int4(String field) {
        if (end - position >= 4) {
            int value = int2(position) << 16 | int2(position + 2);
            position += 4;
            return value;
        }
        endsBefore(field);
        return 0;
    }

    String text(Field field) {
        if (position >= end) {
            endsBefore(field.label);
            return "";
        }
        int nul = position;
        while (nul < end && buffer[nul] != 0) {
            nul++;
        }
        int length = nul - position;
        String value = length == 0 ? "" : new String(buffer, position, length, StandardCharsets.ISO_8859_1);
        position = Math.min(nul + 1, end);
        if (nul == end) {
            ended = true;
            defect(Defect.Kind.MISSING_NUL, field.label, "no NUL in the last " + length + " octets");
        }
        if (length > field.max) {
            String detail = length + " octets, at most " + field.max + " are allowed";
            defect(Defect.Kind.FIELD_TOO_LONG, field.label, detail, field.status);
        }
        return value;
    }

    Address address(Field field) {
        int ton = part(field, "ton");
        int npi = part(field, "npi");
        String digits = text(field);
        return ton == 0 && npi == 0 && digits.isEmpty() ? Address.NONE : new Address(ton, npi, digits);
    }

    private int part(Field field, String suffix) {
        return position < end ? buffer[position++] & 0xFF : int1(field.part(suffix));
    }

    Octets shortMessage() {
        int length = int1("sm_length");
        int left = end - position;
        if (length > left) {
            if (!ended) {
                defect(Defect.Kind.SM_LENGTH, "sm_length", "is " + length + " with " + left + " octets left");
                ended = true;
            }
            length = left;
        }
        return take(length);
    }

    /// All that is left.
    Octets rest() {
        return take(end - position);
    }

    List<DestinationAddress> destinations() {
        int count = int1("number_of_dests");
        if (count == 0 && !ended) {
            defect(Defect.Kind.NUMBER_OF_DESTS, "number_of_dests", "is 0");
        }
        List<DestinationAddress> destinations = new ArrayList<>(Math.min(count, end - position));
        for (int i = 0; i < count && !ended; i++) {
            int flag = int1("dest_flag");
            switch (flag) {
                case DestinationAddress.SME_FLAG ->
                    destinations.add(new DestinationAddress.SmeAddress(address(Field.DESTINATION_ADDR)));
                case DestinationAddress.LIST_FLAG ->
                    destinations.add(new DestinationAddress.DistributionList(text(Field.DL_NAME)));
                default -> unknownDestination(i, flag);
            }
        }
        return destinations;
    }

    private void unknownDestination(int index, int flag) {
        if (!ended) {
            defect(Defect.Kind.DEST_FLAG, "dest_flag", "of destination " + (index + 1) + " is " + flag);
            position = end;
            ended = true;
        }
    }

    List<UnsuccessSme> unsuccessSmes() {
        int count = int1("no_unsuccess");
        if (count == 0) {
            return List.of();
        }
        List<UnsuccessSme> smes = new ArrayList<>(Math.min(count, end - position));
        for (int i = 0; i < count && !ended; i++) {
            Address address = address(Field.DESTINATION_ADDR);
            int status = int4("error_status_code");
            // Where the body ends early, an address without its status still names a message that was not sent.
            if (!ended || !address.digits().isEmpty()) {
                smes.add(new UnsuccessSme(address, status));
            }
        }
        return smes;
    }

    Tlvs tlvs() {
        if (ended || position == end) {
            return Tlvs.NONE;
        }
        Tlv[] tlvs = new Tlv[4];
        int count = 0;
        while (end - position >= 4) {
            if (count == tlvs.length) {
                tlvs = Arrays.copyOf(tlvs, 2 * count);
            }
            tlvs[count++] = tlv();
        }
        if (position < end) {
            endsInTlvHeader();
        }
        return Tlvs.wrap(count == tlvs.length ? tlvs : Arrays.copyOf(tlvs, count));
    }

    private Tlv tlv() {
        int tag = int2(position);
        int length = int2(position + 2);
        position += 4;
        TlvTag<?> known = TlvTag.of(tag);
        int left = end - position;
        if (length > left) {
            String detail = "length is " + length + " with " + left + " octets left";
            defect(Defect.Kind.TLV_STREAM, name(known, tag), detail);
            length = left;
        } else if (known != null && !known.allows(length) && hasRoom()) {
            String detail = length + " octets, not " + known.minLength() + " to " + known.maxLength();
            defect(Defect.Kind.TLV_LENGTH, known.label(), detail);
        }
        return new Tlv(tag, take(length));
    }

    private void endsInTlvHeader() {
        int left = end - position;
        boolean nuls = true;
        for (int i = position; i < end; i++) {
            nuls &= buffer[i] == 0;
        }
        Defect.Kind kind = nuls ? Defect.Kind.EXTRA_OCTETS : Defect.Kind.TLV_STREAM;
        defect(kind, "TLV", left + " octets at the end are no TLV");
        position = end;
    }

    private static String name(TlvTag<?> known, int tag) {
        return known == null ? "TLV 0x%04X".formatted(tag) : known.label();
    }

    /// Called after the body of a command that has no TLVs.
    void finish(String command) {
        if (position < end) {
            defect(Defect.Kind.EXTRA_OCTETS, command, end - position + " octets after the body");
        }
    }

    void defect(Defect.Kind kind, String field, String detail) {
        defect(kind, field, detail, kind.status);
    }

    private void defect(Defect.Kind kind, String field, String detail, int status) {
        boolean tolerated = response || kind.tolerated;
        if (defects == null) {
            defects = new ArrayList<>(2);
        }
        if (hasRoom() || !tolerated && !refused && defects.size() < PduCodec.MAX_DEFECTS) {
            defects.add(new Defect(kind, field, detail, status, tolerated));
        }
        refused |= !tolerated;
    }

    /// A body can hold a bad TLV in every four octets: the list has an end, with a place kept for the first refusal.
    private boolean hasRoom() {
        return defects == null || defects.size() < PduCodec.MAX_DEFECTS - 1;
    }

    private void endsBefore(String field) {
        if (ended) {
            return;
        }
        ended = true;
        position = end;
        if (!response || start < end) {
            defect(Defect.Kind.BODY_ENDS_EARLY, field, "the body of " + (end - start) + " octets ends before it");
        } else if (!failed) {
            defect(Defect.Kind.BODY_MISSING, field, "a positive response without a body");
        }
    }

    private int int2(int at) {
        return (buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF;
    }

    private Octets take(int length) {
        Octets octets = Octets.of(buffer, position, length);
        position += length;
        return octets;
    }
}
