package io.elchi.smstext.udh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smstext.udh.InformationElement.Concatenation;
import io.elchi.smstext.udh.InformationElement.LockingShift;
import io.elchi.smstext.udh.InformationElement.Ports;
import io.elchi.smstext.udh.InformationElement.Raw;
import io.elchi.smstext.udh.InformationElement.SingleShift;
import io.elchi.smstext.udh.InformationElement.SpecialSms;
import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDataHeaderTest {

    private static UserDataHeader parse(String hex) {
        return UserDataHeader.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsEveryKnownElement() {
        UserDataHeader header = parse(
                "1e" // UDHL
                        + "0003cc0201" // concatenation, 8 bit
                        + "0804 1234 0302".replace(" ", "") // concatenation, 16 bit
                        + "01028005" // special SMS: store, voicemail, 5 of them
                        + "0402f0f1" // ports, 8 bit
                        + "0504 0b84 23f0".replace(" ", "") // ports, 16 bit
                        + "240101" // single shift
                        + "2501" // locking shift, cut
                        + "41");
        assertThat(header.elements())
                .containsExactly(
                        new Concatenation(false, 0xcc, 2, 1),
                        new Concatenation(true, 0x1234, 3, 2),
                        new SpecialSms(0x80, 5),
                        new Ports(false, 0xf0, 0xf1),
                        new Ports(true, 0x0b84, 0x23f0),
                        new SingleShift(1));
        assertThat(header.defects()).containsExactly(UdhDefect.ELEMENT_BEYOND_HEADER);
    }

    @Test
    void theLastOfTwoCounts() {
        UserDataHeader header = parse("0b" + "0003010201" + "0804000203 02".replace(" ", ""));
        assertThat(header.concatenation()).contains(new Concatenation(true, 2, 3, 2));
        assertThat(header.defects()).isEmpty();
        assertThat(parse("06" + "250101" + "250203").lockingShift()).isEqualTo(1);
        assertThat(parse("06" + "240101" + "240103").singleShift()).isEqualTo(3);
        assertThat(parse("06" + "240101" + "240103").lockingShift()).isZero();
        assertThat(parse("0504020102ff").ports()).contains(new Ports(false, 1, 2));
    }

    @Test
    void unknownElementsStayRaw() {
        UserDataHeader header = parse("06" + "70020a0b" + "7100" + "4142");
        assertThat(header.elements())
                .containsExactly(new Raw(0x70, new byte[] {0x0a, 0x0b}), new Raw(0x71, new byte[0]));
        assertThat(header.length()).isEqualTo(7);
        assertThat(header.elements().getFirst()).hasToString("Raw[id=70, data=0a0b]");
    }

    @ParameterizedTest
    @CsvSource({
        "'', NO_LENGTH, 0",
        "05000301, LENGTH_BEYOND_MESSAGE, 4",
        "ff, LENGTH_BEYOND_MESSAGE, 1",
        "0300050102ff, ELEMENT_BEYOND_HEADER, 4",
        "0100ff, ELEMENT_BEYOND_HEADER, 2",
        "0400020102, ELEMENT_OF_WRONG_LENGTH, 5",
        "0224004142, ELEMENT_OF_WRONG_LENGTH, 3",
        "050003010000, SENSELESS_CONCATENATION, 6",
        "050003010203, SENSELESS_CONCATENATION, 6",
        "050003010200, SENSELESS_CONCATENATION, 6",
    })
    void malformedHeadersGiveADefectAndTheRawOctets(String hex, UdhDefect defect, int length) {
        UserDataHeader header = parse(hex);
        assertThat(header.defects()).contains(defect);
        assertThat(header.length()).isEqualTo(length);
        assertThat(header.raw()).isEqualTo(Arrays.copyOf(HexFormat.of().parseHex(hex), length));
        assertThat(header.concatenation()).isEmpty();
    }

    @Test
    void anEmptyHeaderIsNoDefect() {
        assertThat(parse("0041").defects()).isEmpty();
        assertThat(parse("0041").length()).isEqualTo(1);
        assertThat(UserDataHeader.none().length()).isZero();
        assertThat(UserDataHeader.of(List.of())).isEqualTo(UserDataHeader.none());
    }

    @Test
    void writesWhatItReads() {
        Seeds.forEach(500, random -> {
            List<InformationElement> elements = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                elements.add(anyElement(random));
            }
            UserDataHeader written = UserDataHeader.of(elements);
            byte[] message = Arrays.copyOf(written.raw(), written.length() + 10);
            if (elements.isEmpty()) {
                return;
            }
            UserDataHeader read = UserDataHeader.parse(message);
            assertThat(read.elements()).isEqualTo(elements);
            assertThat(read.defects()).isEmpty();
            assertThat(read).isEqualTo(written).hasSameHashCodeAs(written);
        });
    }

    private static InformationElement anyElement(SplittableRandom random) {
        int total = random.nextInt(1, 256);
        boolean wide = random.nextBoolean();
        int highest = wide ? 0x10000 : 0x100;
        return switch (random.nextInt(6)) {
            case 0 -> new Concatenation(wide, random.nextInt(highest), total, random.nextInt(1, total + 1));
            case 1 -> new SpecialSms(random.nextInt(256), random.nextInt(256));
            case 2 -> new Ports(wide, random.nextInt(highest), random.nextInt(highest));
            case 3 -> new SingleShift(random.nextInt(256));
            case 4 -> new LockingShift(random.nextInt(256));
            default -> new Raw(random.nextInt(0x30, 0x100), new byte[random.nextInt(20)]);
        };
    }

    @Test
    void readingNeverFailsAndKeepsEveryOctet() {
        Seeds.forEach(500, random -> {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            if (message.length > 0) {
                message[0] &= 0x1f;
            }
            UserDataHeader header = UserDataHeader.parse(message);
            assertThat(header.raw()).isEqualTo(Arrays.copyOf(message, header.length()));
        });
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> new Concatenation(false, 256, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Concatenation(true, 0, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Concatenation(true, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ports(false, 1, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Raw(1, new byte[254])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UserDataHeader.of(List.of(new Raw(1, new byte[200]), new Raw(2, new byte[60]))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SpecialSms(0x80, 1).store()).isTrue();
        assertThat(new SpecialSms(0x01, 1).store()).isFalse();
    }
}
