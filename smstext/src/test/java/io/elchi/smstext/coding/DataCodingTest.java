package io.elchi.smstext.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.coding.DataCoding.Content;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCodingTest {

    @ParameterizedTest
    @CsvSource({
        "0x00, SMSC_DEFAULT_ALPHABET, DEFAULT_ALPHABET",
        "0x01, IA5_ASCII, CHARSET",
        "0x02, OCTET_UNSPECIFIED_2, BINARY",
        "0x03, LATIN_1, CHARSET",
        "0x04, OCTET_UNSPECIFIED_4, BINARY",
        "0x05, JIS, CHARSET",
        "0x06, CYRILLIC, CHARSET",
        "0x07, LATIN_HEBREW, CHARSET",
        "0x08, UCS2, UCS2",
        "0x09, PICTOGRAM, CHARSET",
        "0x0a, ISO_2022_JP, CHARSET",
        "0x0b, RESERVED, DEFAULT_ALPHABET",
        "0x0c, RESERVED, DEFAULT_ALPHABET",
        "0x0d, EXTENDED_KANJI_JIS, CHARSET",
        "0x0e, KS_C_5601, CHARSET",
        "0x0f, RESERVED, DEFAULT_ALPHABET",
        "0x10, RESERVED, DEFAULT_ALPHABET",
        "0x18, RESERVED, UCS2",
        "0x14, RESERVED, BINARY",
        "0x20, RESERVED, BINARY",
        "0x80, RESERVED, DEFAULT_ALPHABET",
        "0xc0, GSM_MWI_CONTROL, DEFAULT_ALPHABET",
        "0xd9, GSM_MWI_CONTROL, DEFAULT_ALPHABET",
        "0xe0, RESERVED, UCS2",
        "0xf0, GSM_MESSAGE_CLASS_CONTROL, DEFAULT_ALPHABET",
        "0xf6, GSM_MESSAGE_CLASS_CONTROL, BINARY",
    })
    void readsBySmppTableBelow0x10AndAsTpDcsAbove(String octet, SmppCoding smpp, Content content) {
        DataCoding coding = DataCoding.of(Integer.decode(octet));
        assertThat(coding.octet()).isEqualTo(Integer.decode(octet));
        assertThat(coding.smpp()).isEqualTo(smpp);
        assertThat(coding.content()).isEqualTo(content);
    }

    @Test
    void generalGroups() {
        assertThat(GsmCoding.of(0x00))
                .isEqualTo(new GsmCoding.General(false, false, Optional.empty(), CharacterSet.GSM_7_BIT));
        assertThat(GsmCoding.of(0x11))
                .isEqualTo(
                        new GsmCoding.General(false, false, Optional.of(MessageClass.CLASS_1), CharacterSet.GSM_7_BIT));
        assertThat(GsmCoding.of(0x36))
                .isEqualTo(new GsmCoding.General(
                        true, false, Optional.of(MessageClass.CLASS_2), CharacterSet.EIGHT_BIT_DATA));
        assertThat(GsmCoding.of(0x48))
                .isEqualTo(new GsmCoding.General(false, true, Optional.empty(), CharacterSet.UCS2));
        assertThat(GsmCoding.of(0x0c))
                .isEqualTo(new GsmCoding.General(false, false, Optional.empty(), CharacterSet.RESERVED));
        assertThat(GsmCoding.of(0x01).ofClass())
                .as("class bits without bit 4 mean nothing")
                .isEmpty();
    }

    @Test
    void messageWaitingGroups() {
        assertThat(GsmCoding.of(0xc8))
                .isEqualTo(
                        new GsmCoding.MessageWaiting(false, true, WaitingMessages.VOICEMAIL, CharacterSet.GSM_7_BIT));
        assertThat(GsmCoding.of(0xd1))
                .isEqualTo(new GsmCoding.MessageWaiting(true, false, WaitingMessages.FAX, CharacterSet.GSM_7_BIT));
        assertThat(GsmCoding.of(0xea))
                .isEqualTo(
                        new GsmCoding.MessageWaiting(true, true, WaitingMessages.ELECTRONIC_MAIL, CharacterSet.UCS2));
        assertThat(GsmCoding.of(0xe3))
                .isEqualTo(new GsmCoding.MessageWaiting(true, false, WaitingMessages.OTHER, CharacterSet.UCS2));
        assertThat(GsmCoding.of(0xe3).ofClass()).isEmpty();
    }

    @Test
    void codingAndClassGroupAndReservedOnes() {
        assertThat(GsmCoding.of(0xf5))
                .isEqualTo(new GsmCoding.CodingAndClass(CharacterSet.EIGHT_BIT_DATA, MessageClass.CLASS_1, false));
        assertThat(GsmCoding.of(0xfb))
                .isEqualTo(new GsmCoding.CodingAndClass(CharacterSet.GSM_7_BIT, MessageClass.CLASS_3, true));
        assertThat(GsmCoding.of(0x9f)).isEqualTo(new GsmCoding.ReservedGroup(9));
        assertThat(GsmCoding.of(0xb0).characterSet()).isEqualTo(CharacterSet.GSM_7_BIT);
        assertThat(GsmCoding.of(0xb0).ofClass()).isEmpty();
    }

    @Test
    void flashIsClassZero() {
        assertThat(DataCoding.of(0x10).flash()).isTrue();
        assertThat(DataCoding.of(0x18).flash()).isTrue();
        assertThat(DataCoding.of(0xf0).flash()).isTrue();
        assertThat(DataCoding.of(0x11).flash()).isFalse();
        assertThat(DataCoding.of(0x00).flash()).isFalse();
        assertThat(DataCoding.of(0x11).messageClass()).contains(MessageClass.CLASS_1);
    }

    @Test
    void everyOctetHasBothReadings() {
        for (int octet = 0; octet < 256; octet++) {
            DataCoding coding = DataCoding.of(octet);
            assertThat(coding.octet()).isEqualTo(octet);
            assertThat(coding.gsm().characterSet()).isNotNull();
            assertThat(coding.content() == Content.CHARSET)
                    .isEqualTo(!coding.smpp().charset().isEmpty());
        }
        assertThat(DataCoding.of(-1).octet()).isEqualTo(255);
    }
}
