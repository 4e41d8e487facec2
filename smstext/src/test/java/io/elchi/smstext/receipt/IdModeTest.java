package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.math.BigInteger;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdModeTest {

    @ParameterizedTest
    @CsvSource({
        "EXACT, aB01, aB01",
        "EXACT, ' 0aB,c ', '0aB,c'",
        "SAME, 0123456789, 123456789",
        "SAME, 00B8BE19, b8be19",
        "SAME, 0e999f21-81ef-4974-a414-3de98174e3c7, e999f21-81ef-4974-a414-3de98174e3c7",
        "SAME, 1101C1-C9D03D-F000, 1101c1-c9d03d-f000",
        "SAME, SAR-2347039245475-1EEDF843-2-1, sar-2347039245475-1eedf843-2-1",
        "SAME, 0000, 0",
        "SAME, '12345 OK', 12345",
        "SAME, '12345;part=1', 12345",
        "SAME, '  12345', 12345",
        "DECIMAL, 0439041101, 439041101",
        "DECIMAL, 04062581461565934000241, 4062581461565934000241",
        "DECIMAL, 18d0e03a, 416342074",
        "DECIMAL, bc59b8aa-2fd2-4035-8113-19301e050079, bc59b8aa-2fd2-4035-8113-19301e050079",
        "HEX, 1A2B3C4D, 439041101",
        "HEX, 001a2b3c4d, 439041101",
        "HEX, 812FC7470000001B, 9308878062554710043",
        "HEX, fffffffffffffff, 1152921504606846975",
        "HEX, 2E179B310EDE971B2760C72B7F026E1B, 61267058294122845644591348796459478555",
        "HEX, rdwjwxns18, rdwjwxns18",
        "HEX, 0, 0",
    })
    void keys(IdForm form, String raw, String key) {
        assertThat(form.read(raw)).isEqualTo(new ReceiptedMessageId(raw, key));
    }

    @Test
    void noIdHasNoKey() {
        for (IdForm form : IdForm.values()) {
            assertThat(form.read("")).isSameAs(ReceiptedMessageId.NONE);
            assertThat(form.read(" \0")).isEqualTo(new ReceiptedMessageId(" \0", ""));
            assertThat(form.read(" ").isMatchable()).isFalse();
            assertThat(form.read("0").isMatchable()).isTrue();
        }
    }

    @Test
    void digitsOfOtherScriptsAreNoNumbers() {
        assertThat(IdForm.HEX.read("\u0661\u0662").key()).isEqualTo("\u0661\u0662");
    }

    @Test
    void aNumberMatchesInEveryFormOfTheLink() {
        IdMode mode = IdMode.hexThenDecimal();
        IdMode back = IdMode.decimalThenHex();
        Seeds.forEach(1000, random -> {
            BigInteger number = BigInteger.valueOf(random.nextLong() >>> random.nextInt(64))
                    .shiftLeft(random.nextInt(2) * random.nextInt(120))
                    .abs();
            String decimal = "0".repeat(random.nextInt(4)) + number;
            String hex = "0".repeat(random.nextInt(4)) + number.toString(16);
            String other = random.nextBoolean() ? hex.toUpperCase(Locale.ROOT) : hex;
            assertThat(mode.inResponse(hex).key())
                    .isEqualTo(number.toString())
                    .isEqualTo(mode.text().read(decimal).key())
                    .isEqualTo(mode.tlv().read(other).key());
            assertThat(back.inResponse(decimal).key())
                    .isEqualTo(back.text().read(other).key())
                    .isEqualTo(back.tlv().read(hex).key());
        });
    }

    @Test
    void hugeIdsAreTheirOwnKeys() {
        String huge = "f".repeat(100_000);
        for (IdForm form : IdForm.values()) {
            assertThat(form.read(huge).key()).isEqualTo(huge);
        }
    }
}
