package io.elchi.smstext.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateDigitsTest {

    private static long read(String digits) {
        return DateDigits.epochSecond(digits, 0, digits.length());
    }

    @ParameterizedTest
    @CsvSource({
        "1005232039, 2010-05-23T20:39",
        "110206193041, 2011-02-06T19:30:41",
        "20110314181534, 2011-03-14T18:15:34",
        "201906190720, 2019-06-19T07:20",
        "201103141815, 2020-11-03T14:18:15",
        "7001010000, 1970-01-01T00:00",
        "6812312359, 2068-12-31T23:59",
        "20240229000000, 2024-02-29T00:00",
        "20000229000000, 2000-02-29T00:00",
    })
    void read(String digits, LocalDateTime time) {
        assertThat(read(digits)).isEqualTo(time.toEpochSecond(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "0000000000",
        "000000000000",
        "00000000000000",
        "a1005232039",
        "a005232039",
        "1013232039",
        "19000229000000",
        "100523203",
        "100523203900+",
        "1005232460",
    })
    void nonsenseIsNoDate(String digits) {
        assertThat(read(digits)).isEqualTo(DateDigits.NONE);
    }

    @Test
    void noDateFrom2013OnIsReadBothWays() {
        for (int year = 2013; year < 2069; year++) {
            String digits = year + "12312359";
            assertThat(DateDigits.shortYear(digits, 0)).isEqualTo(DateDigits.NONE);
        }
    }

    @Test
    void writesEachLayout() {
        LocalDateTime time = LocalDateTime.parse("2026-01-02T03:04:05.6");
        for (DateLayout layout : DateLayout.values()) {
            StringBuilder out = new StringBuilder();
            DateDigits.append(out, time, layout);
            assertThat(out).hasSize(layout.digits());
            assertThat("20260102030405").contains(out);
            assertThat(DateLayout.ofDigits(layout.digits())).isEqualTo(layout);
        }
        assertThatThrownBy(() -> DateLayout.ofDigits(11)).isInstanceOf(IllegalArgumentException.class);
    }
}
