package io.elchi.server.gatewayapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.messages.DeliveryOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the members of a message that carry octets: all of them are hexadecimal, as in the operators' own tools.
final class ContentJson {
    private static final int MAX_DATA_CODING = 255;
    private static final int MAX_NAME = 64;
    private static final HexFormat HEX = HexFormat.of();
    private static final String TAG = "0x[0-9a-fA-F]{4}";

    private ContentJson() {}

    /// An id, or a name.
    static Object template(JsonParser in, String path) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return SendJson.text(in, path, "", MAX_NAME);
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        throw SendJson.invalid(path, "must be the name or the id of a template");
    }

    static String locale(JsonParser in, String path) {
        String locale = SendJson.text(in, path, "", MAX_NAME);
        if (!locale.matches(TemplateController.LOCALE)) {
            throw SendJson.invalid(path, "must be a locale like uz or uz-Latn");
        }
        return locale;
    }

    /// @param most octets
    static byte[] octets(JsonParser in, String path, int most) {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.getStringLength() <= 2 * most) {
            try {
                return HEX.parseHex(in.getString());
            } catch (IllegalArgumentException ignored) {
                // The answer is the same.
            }
        }
        throw SendJson.invalid(path, "must be at most " + most + " octets, two hexadecimal digits each");
    }

    static int dataCoding(JsonParser in, String path) {
        int value = SendJson.whole(in, path, "");
        if (value < 0 || value > MAX_DATA_CODING) {
            throw SendJson.invalid(path, "0 to " + MAX_DATA_CODING);
        }
        return value;
    }

    /// `[{"id": "0x1401", "value": "0a1b"}]`
    static List<DeliveryOptions.Tlv> tlvs(JsonParser in, String path) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw SendJson.invalid(path, "must be an array");
        }
        List<DeliveryOptions.Tlv> tlvs = new ArrayList<>();
        Set<Integer> tags = new HashSet<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String item = path + "[" + tlvs.size() + "]";
            if (tlvs.size() == SendExtras.MOST_TLVS) {
                throw SendJson.invalid(path, "at most " + SendExtras.MOST_TLVS);
            }
            DeliveryOptions.Tlv tlv = tlv(in, item);
            if (!tags.add(tlv.tag())) {
                throw SendJson.invalid(item + ".id", "is there twice");
            }
            tlvs.add(tlv);
        }
        return tlvs;
    }

    private static DeliveryOptions.Tlv tlv(JsonParser in, String path) {
        Integer tag = null;
        byte[] value = null;
        SendJson.start(in.currentToken(), path);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "id" -> tag = tag(in, path + ".id");
                case "value" -> value = octets(in, path + ".value", SendExtras.MOST_TLV_OCTETS);
                default ->
                    throw Refusal.ofField(Failure.UNKNOWN_FIELD, path + "." + name, null)
                            .exception();
            }
        }
        if (tag == null || value == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, path + (tag == null ? ".id" : ".value"), null)
                    .exception();
        }
        return new DeliveryOptions.Tlv(tag, value);
    }

    private static int tag(JsonParser in, String path) {
        String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getString() : "";
        int tag = text.matches(TAG) ? Integer.decode(text) : 0;
        if (tag < SendExtras.FIRST_VENDOR_TAG || tag > SendExtras.LAST_VENDOR_TAG) {
            throw SendJson.invalid(path, "must be a tag of a vendor, 0x1400 to 0x3fff: the platform sets the others");
        }
        return tag;
    }
}
