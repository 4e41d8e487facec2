package io.elchi.smstext.coding;

/// The data_coding octet in the words of SMPP 3.4, 5.2.19 (SMPP 5.0, 4.7.7).
public enum SmppCoding {
    SMSC_DEFAULT_ALPHABET(0x00, ""),
    IA5_ASCII(0x01, "US-ASCII"),
    OCTET_UNSPECIFIED_2(0x02, ""),
    LATIN_1(0x03, "ISO-8859-1"),
    OCTET_UNSPECIFIED_4(0x04, ""),
    JIS(0x05, "Shift_JIS"),
    CYRILLIC(0x06, "ISO-8859-5"),
    LATIN_HEBREW(0x07, "ISO-8859-8"),
    UCS2(0x08, ""),
    /// Pictogram encoding: Shift_JIS with pictures in its user area.
    PICTOGRAM(0x09, "Shift_JIS"),
    /// Music codes, in practice read as ISO-2022-JP.
    ISO_2022_JP(0x0a, "ISO-2022-JP"),
    /// X 0212-1990.
    EXTENDED_KANJI_JIS(0x0d, "EUC-JP"),
    KS_C_5601(0x0e, "EUC-KR"),
    /// 1100xxxx and 1101xxxx.
    GSM_MWI_CONTROL(0xc0, ""),
    /// 1111xxxx.
    GSM_MESSAGE_CLASS_CONTROL(0xf0, ""),
    RESERVED(0xff, "");

    private final int value;
    private final String charset;

    SmppCoding(int value, String charset) {
        this.value = value;
        this.charset = charset;
    }

    /// The name of the charset, or empty if the value does not name one.
    public String charset() {
        return charset;
    }

    /// Reads an octet; what SMPP does not list is [#RESERVED].
    static SmppCoding of(int octet) {
        int group = octet >>> 4 & 0xf;
        if (group == 0xc || group == 0xd) {
            return GSM_MWI_CONTROL;
        }
        if (group == 0xf) {
            return GSM_MESSAGE_CLASS_CONTROL;
        }
        for (SmppCoding coding : values()) {
            if (coding.value == octet && octet < 0x10) {
                return coding;
            }
        }
        return RESERVED;
    }
}
