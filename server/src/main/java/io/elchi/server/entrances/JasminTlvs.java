package io.elchi.server.entrances;

import io.elchi.server.intake.SendExtras;
import io.elchi.server.messages.DeliveryOptions.Tlv;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Jasmin's custom_tlvs: `[[tag, length, type, value], ...]` or `{"0x1401:Int2": value, ...}`.
final class JasminTlvs {
    private static final int FIELDS = 4;
    private static final int TYPE = 2;
    private static final int VALUE = 3;
    private static final int HEX = 16;

    private JasminTlvs() {}

    /// @param octets of the JSON
    /// @throws JasminException when they are no TLVs that a client may send
    static List<Tlv> read(String octets) throws JasminException {
        try {
            JsonNode json = JsonMapper.shared().readTree(octets.getBytes(StandardCharsets.ISO_8859_1));
            List<Tlv> tlvs = new ArrayList<>();
            if (json.isArray() && json.size() <= SendExtras.MOST_TLVS) {
                for (JsonNode each : json) {
                    if (!each.isArray() || each.size() != FIELDS) {
                        throw new IllegalArgumentException("four fields");
                    }
                    tlvs.add(tlv(tag(each.get(0)), each.get(TYPE).asString(""), each.get(VALUE)));
                }
            } else if (json.isObject() && json.size() <= SendExtras.MOST_TLVS) {
                json.properties().forEach(each -> {
                    int colon = each.getKey().indexOf(':');
                    String tag = colon < 0 ? each.getKey() : each.getKey().substring(0, colon);
                    String type = colon < 0 ? "OctetString" : each.getKey().substring(colon + 1);
                    tlvs.add(tlv(tag(tag), type, each.getValue()));
                });
            } else {
                throw new IllegalArgumentException("a list or an object");
            }
            return tlvs;
        } catch (JacksonException | IllegalArgumentException _) {
            throw JasminException.invalid("custom_tlvs", octets);
        }
    }

    private static int tag(JsonNode json) {
        return json.isIntegralNumber() && json.canConvertToInt() ? json.intValue() : tag(json.asString(""));
    }

    private static int tag(String text) {
        return text.startsWith("0x") ? Integer.parseInt(text.substring(2), HEX) : Integer.parseInt(text);
    }

    private static Tlv tlv(int tag, String type, JsonNode json) {
        byte[] value = value(type, json);
        if (tag < SendExtras.FIRST_VENDOR_TAG
                || tag > SendExtras.LAST_VENDOR_TAG
                || value.length > SendExtras.MOST_TLV_OCTETS) {
            throw new IllegalArgumentException("not a vendor's, or too long");
        }
        return new Tlv(tag, value);
    }

    private static byte[] value(String type, JsonNode json) {
        if (!json.isIntegralNumber() && !json.isString()) {
            throw new IllegalArgumentException("a number or a string");
        }
        String text =
                json.isString() ? json.stringValue() : json.bigIntegerValue().toString();
        return switch (type) {
            case "Int1" -> number(text, 1);
            case "Int2" -> number(text, 2);
            case "Int4" -> number(text, 4);
            case "OctetString" -> text.getBytes(StandardCharsets.UTF_8);
            case "COctetString" -> (text + "\0").getBytes(StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException("another type");
        };
    }

    private static byte[] number(String text, int octets) {
        if (text.length() > 2 * octets + 2) {
            throw new IllegalArgumentException("too large");
        }
        BigInteger number = new BigInteger(text);
        if (number.signum() < 0 || number.bitLength() > octets * Byte.SIZE) {
            throw new IllegalArgumentException("too large");
        }
        byte[] all = number.toByteArray();
        byte[] value = new byte[octets];
        int length = Math.min(all.length, octets);
        System.arraycopy(Arrays.copyOfRange(all, all.length - length, all.length), 0, value, octets - length, length);
        return value;
    }
}
