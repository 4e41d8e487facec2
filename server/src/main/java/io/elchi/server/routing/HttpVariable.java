package io.elchi.server.routing;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A value of a message in the requests of an HTTP link.
public enum HttpVariable {
    /// The number, digits only.
    TO,
    /// The sender without a plus.
    FROM,
    /// The sender, with a plus if it is an international number.
    FROM_E164,
    TEXT,
    /// The text, if all of it is in the GSM alphabet; else empty.
    TEXT_GSM,
    /// The text in UTF-16 as hexadecimal digits, if not all of it is in the GSM alphabet; else empty.
    TEXT_UCS2_HEX,
    /// The octets of the text or of the part, without the user data header.
    TEXT_HEX,
    /// data_coding, after the table `codings`.
    CODING,
    /// 0 for a text that the handset shows at once; else empty.
    MESSAGE_CLASS,
    /// The user data header with its length octet; empty: none.
    UDH_HEX,
    PART,
    PARTS,
    /// Our id of the part: letters, digits and hyphens.
    ID,
    /// Where receipts go.
    RECEIPT_URL,
    /// system_id of the link.
    USER,
    /// password of the link.
    PASSWORD,
    /// user and password, as the scheme Basic has them (RFC 7617).
    BASIC,
    /// Minutes until the validity ends, at least 1.
    VALIDITY_MINUTES;

    private static final Map<String, HttpVariable> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(HttpVariable::word, Function.identity()));

    /// As templates have it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// null: there is none.
    static HttpVariable of(String word) {
        return BY_NAME.get(word);
    }

    /// Whether it is a whole text: there is none of a part.
    boolean isWholeText() {
        return this == TEXT || this == TEXT_GSM || this == TEXT_UCS2_HEX;
    }

    /// Whether an address within an address may have it: it is the same before and after escaping.
    boolean isPlain() {
        return this == ID || this == PART || this == PARTS;
    }
}
