package io.elchi.smstext.coding;

import java.util.Optional;

/// The data_coding octet with both of its readings, for they disagree.
///
/// SMPP 3.4, 5.2.19 has a table of its own for 0x00 to 0x0E, and hands 0xC0 to 0xDF and 0xF0 to 0xFF to GSM. The
/// rest it reserves, yet links use it as TP-DCS (3GPP TS 23.038, section 4): 0x10 and 0x18 are flash messages
/// everywhere. So the SMPP table counts below 0x10, and GSM from there on.
///
/// @param octet the raw value, 0 to 255
/// @param smpp the reading by SMPP's table
/// @param gsm the reading as TP-DCS
public record DataCoding(int octet, SmppCoding smpp, GsmCoding gsm) {
    /// The SMSC default alphabet.
    public static final int DEFAULT = 0x00;
    /// UCS-2.
    public static final int UCS2 = 0x08;
    /// The bit that makes 0x00 or 0x08 a flash message: class 0 in the general group.
    public static final int FLASH = 0x10;

    /// Reads an octet; only the lowest eight bits count.
    public static DataCoding of(int octet) {
        int value = octet & 0xff;
        return new DataCoding(value, SmppCoding.of(value), GsmCoding.of(value));
    }

    /// Whether SMPP's table decides, not TP-DCS.
    public boolean bySmppTable() {
        return octet < 0x10;
    }

    /// The message class; SMPP's own values have none.
    public Optional<MessageClass> messageClass() {
        return bySmppTable() ? Optional.empty() : gsm.ofClass();
    }

    /// Whether the handset shows the message at once and does not keep it.
    public boolean flash() {
        return messageClass().filter(MessageClass.CLASS_0::equals).isPresent();
    }

    /// The kind of the octets.
    public Content content() {
        if (!bySmppTable()) {
            boolean compressed = gsm instanceof GsmCoding.General general && general.compressed();
            return compressed
                    ? Content.BINARY
                    : switch (gsm.characterSet()) {
                        case GSM_7_BIT -> Content.DEFAULT_ALPHABET;
                        case EIGHT_BIT_DATA -> Content.BINARY;
                        case UCS2 -> Content.UCS2;
                        case RESERVED -> Content.DEFAULT_ALPHABET;
                    };
        }
        return switch (smpp) {
            case SMSC_DEFAULT_ALPHABET, RESERVED, GSM_MWI_CONTROL, GSM_MESSAGE_CLASS_CONTROL ->
                Content.DEFAULT_ALPHABET;
            case OCTET_UNSPECIFIED_2, OCTET_UNSPECIFIED_4 -> Content.BINARY;
            case UCS2 -> Content.UCS2;
            case IA5_ASCII,
                    LATIN_1,
                    JIS,
                    CYRILLIC,
                    LATIN_HEBREW,
                    PICTOGRAM,
                    ISO_2022_JP,
                    EXTENDED_KANJI_JIS,
                    KS_C_5601 -> Content.CHARSET;
        };
    }

    /// The kind of the octets of a message, before the link's agreement.
    public enum Content {
        /// The link's default alphabet; reserved values too, as TS 23.038 asks of receivers.
        DEFAULT_ALPHABET,
        UCS2,
        /// The charset that [SmppCoding#charset] names.
        CHARSET,
        /// No text: 8 bit data, or compressed.
        BINARY
    }
}
