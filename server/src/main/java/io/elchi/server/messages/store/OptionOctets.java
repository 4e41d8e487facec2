package io.elchi.server.messages.store;

import io.elchi.server.core.UnknownNumberException;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.DeliveryOptions.ReceiptFormat;
import io.elchi.server.messages.DeliveryOptions.Tlv;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The column `delivery_options` of a message: the options that are set, each as its number and its value. A
/// number is never used for something else.
///
/// | number | value |
/// |---|---|
/// | 1 | registered_delivery, one octet |
/// | 2 | TON of the sender, one octet |
/// | 3 | NPI of the sender, one octet |
/// | 4 | priority_flag, one octet |
/// | 5 | protocol_id, one octet |
/// | 6 | the number of the receipt format, one octet |
/// | 7 | a TLV as on the wire: tag and length in two octets each, value |
/// | 8 | 1: a flash message, one octet |
/// | 9 | the client's data_coding, one octet: of a scheduled message of an SMPP client |
/// | 10 | parts of which the message was joined: their number, and registered_delivery of each, one octet each |
final class OptionOctets {
    private static final int REGISTERED_DELIVERY = 1;
    private static final int SOURCE_TON = 2;
    private static final int SOURCE_NPI = 3;
    private static final int PRIORITY = 4;
    private static final int PROTOCOL_ID = 5;
    private static final int RECEIPT_FORMAT = 6;
    private static final int TLV = 7;
    private static final int FLASH = 8;
    private static final int CLIENT_CODING = 9;
    private static final int JOINED_PARTS = 10;
    /// Numbers and values of the options with one octet.
    private static final int MOST_SINGLE = 16;

    private OptionOctets() {}

    /// null when no option is set.
    static byte[] of(DeliveryOptions options) {
        if (options == DeliveryOptions.NONE) {
            return null;
        }
        List<Integer> parts = options.joinedParts();
        int length = MOST_SINGLE + (parts.isEmpty() ? 0 : 2 + parts.size());
        for (Tlv tlv : options.tlvs()) {
            length += 5 + tlv.value().length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        put(out, REGISTERED_DELIVERY, options.registeredDelivery());
        put(out, SOURCE_TON, options.sourceTon());
        put(out, SOURCE_NPI, options.sourceNpi());
        put(out, PRIORITY, options.priority());
        put(out, PROTOCOL_ID, options.protocolId());
        ReceiptFormat format = options.receiptFormat();
        put(out, RECEIPT_FORMAT, format == null ? DeliveryOptions.UNSET : format.number());
        put(out, FLASH, options.flash() ? 1 : DeliveryOptions.UNSET);
        put(out, CLIENT_CODING, options.clientCoding());
        for (Tlv tlv : options.tlvs()) {
            out.put((byte) TLV).putShort((short) tlv.tag());
            out.putShort((short) tlv.value().length).put(tlv.value());
        }
        if (!parts.isEmpty()) {
            out.put((byte) JOINED_PARTS).put((byte) parts.size());
            parts.forEach(registered -> out.put(registered.byteValue()));
        }
        byte[] octets = new byte[out.position()];
        out.flip().get(octets);
        return octets.length == 0 ? null : octets;
    }

    private static void put(ByteBuffer out, int number, int value) {
        if (value != DeliveryOptions.UNSET) {
            out.put((byte) number).put((byte) value);
        }
    }

    /// Reads a column of [#of].
    ///
    /// @throws IllegalArgumentException if it has another form
    static DeliveryOptions parse(byte[] column) {
        if (column == null) {
            return DeliveryOptions.NONE;
        }
        int[] single = new int[CLIENT_CODING + 1];
        Arrays.fill(single, DeliveryOptions.UNSET);
        List<Tlv> tlvs = new ArrayList<>();
        List<Integer> parts = List.of();
        ByteBuffer in = ByteBuffer.wrap(column);
        try {
            while (in.hasRemaining()) {
                int number = in.get();
                if (number < 1 || number > JOINED_PARTS) {
                    throw new UnknownNumberException("no delivery option has the number " + number);
                }
                if (number == TLV) {
                    tlvs.add(tlv(in));
                } else if (number == JOINED_PARTS) {
                    parts = parts(in);
                } else {
                    single[number] = in.get() & 0xFF;
                }
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the delivery options of a message end too early", e);
        }
        int format = single[RECEIPT_FORMAT];
        return new DeliveryOptions(
                single[REGISTERED_DELIVERY],
                single[SOURCE_TON],
                single[SOURCE_NPI],
                single[PRIORITY],
                single[PROTOCOL_ID],
                tlvs,
                format == DeliveryOptions.UNSET ? null : ReceiptFormat.at(format),
                single[FLASH] == 1,
                single[CLIENT_CODING],
                parts);
    }

    private static List<Integer> parts(ByteBuffer in) {
        int total = in.get() & 0xFF;
        List<Integer> parts = new ArrayList<>(total);
        for (int i = 0; i < total; i++) {
            parts.add(in.get() & 0xFF);
        }
        return parts;
    }

    private static Tlv tlv(ByteBuffer in) {
        int tag = in.getShort() & 0xFFFF;
        byte[] value = new byte[in.getShort() & 0xFFFF];
        in.get(value);
        return new Tlv(tag, value);
    }
}
