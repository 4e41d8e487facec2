package io.elchi.smstext.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import io.elchi.testkit.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SmppTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
    private static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    @ParameterizedTest
    @CsvSource({
        "261231235959004+, 2026-12-31T23:59:59+01:00",
        "150203040506708+, 2015-02-03T04:05:06.7+02:00",
        "160818163456440+, 2016-08-18T16:34:56.4+10:00",
        "261124130000020+, 2026-11-24T13:00+05:00",
        "261124130000014-, 2026-11-24T13:00-03:30",
        "261124130000048+, 2026-11-24T13:00+12:00",
        "240229000000900+, 2024-02-29T00:00:00.9Z",
        "700101000000000+, 1970-01-01T00:00Z",
        "690101000000000+, 1969-01-01T00:00Z",
        "681231235959900+, 2068-12-31T23:59:59.9Z",
        "000229000000000+, 2000-02-29T00:00Z",
    })
    void absolute(String text, OffsetDateTime time) {
        SmppTime read = SmppTime.parse(text);
        assertThat(read).isEqualTo(new SmppTime.Absolute(time));
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.at(NOW, TASHKENT)).contains(time.toInstant());
    }

    @Test
    void offsetsThatCannotBeWrittenBecomeUtc() {
        assertThat(SmppTime.parse("261124130000056+").text()).isEqualTo("261123230000000+");
        assertThat(SmppTime.parse("261124130000000-").text()).isEqualTo("261124130000000+");
        assertThat(new SmppTime.Absolute(OffsetDateTime.parse("2026-11-24T13:00+05:10")).text())
                .isEqualTo("261124075000000+");
        assertThat(SmppTime.Absolute.of(Instant.parse("2026-11-24T13:00:00.987Z"), TASHKENT)
                        .text())
                .isEqualTo("261124180000920+");
    }

    @ParameterizedTest
    @CsvSource({
        "000000010000000R, 2026-11-24T14:00:00Z",
        "000001000000000R, 2026-11-25T13:00:00Z",
        "000000480000000R, 2026-11-26T13:00:00Z",
        "000000009000000R, 2026-11-24T14:30:00Z",
        "000000000030000R, 2026-11-24T13:00:30Z",
        "010203040506000R, 2028-01-27T17:05:06Z",
        "000100000000000R, 2026-12-24T13:00:00Z",
        "000000000000000R, 2026-11-24T13:00:00Z",
        "990000000000000R, 2125-11-24T13:00:00Z",
    })
    void relative(String text, Instant moment) {
        SmppTime read = SmppTime.parse(text);
        assertThat(read.at(NOW, ZoneOffset.UTC)).contains(moment);
        assertThat(read.text()).isEqualTo(text);
    }

    @Test
    void monthsAreThoseOfTheClockOfTheSmsc() {
        Instant evening = Instant.parse("2026-01-30T20:00:00Z");
        SmppTime month = SmppTime.parse("000100000000000R");
        assertThat(month.at(evening, ZoneOffset.UTC)).contains(Instant.parse("2026-02-28T20:00:00Z"));
        assertThat(month.at(evening, TASHKENT)).as("the 31st there").contains(Instant.parse("2026-02-27T20:00:00Z"));
    }

    @Test
    void tenthsAndOffsetOfARelativeTimeMeanNothing() {
        assertThat(SmppTime.parse("000000010000912R")).isEqualTo(new SmppTime.Relative(0, 0, 0, 1, 0, 0));
    }

    @Test
    void responsesGiveTheClockOfTheSmsc() {
        SmppTime read = SmppTime.parse("261122120000");
        assertThat(read).isEqualTo(new SmppTime.Local(LocalDateTime.parse("2026-11-22T12:00")));
        assertThat(read.at(NOW, TASHKENT)).contains(Instant.parse("2026-11-22T07:00:00Z"));
        assertThat(read.text()).isEqualTo("261122120000");
    }

    @Test
    void emptyIsUnset() {
        assertThat(SmppTime.parse("")).isEqualTo(new SmppTime.Unset());
        assertThat(SmppTime.parse("").text()).isEmpty();
        assertThat(SmppTime.parse("").at(NOW, TASHKENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, LENGTH",
        "2611221200, LENGTH",
        "00002400000000R, LENGTH",
        "26112412000000000+, LENGTH",
        "26112212000x, NOT_A_DIGIT",
        "261124120000 00+, NOT_A_DIGIT",
        "26112412000000R+, NOT_A_DIGIT",
        "\u0662\u06661122120000, NOT_A_DIGIT",
        "261124120000000Z, NO_SUCH_DIRECTION",
        "261124120000000r, NO_SUCH_DIRECTION",
        "2611241200000000, NO_SUCH_DIRECTION",
        "261301000000000+, NO_SUCH_DATE",
        "260001000000000+, NO_SUCH_DATE",
        "260100000000000+, NO_SUCH_DATE",
        "260229000000000+, NO_SUCH_DATE",
        "260431000000000+, NO_SUCH_DATE",
        "260101240000000+, NO_SUCH_DATE",
        "260101006000000+, NO_SUCH_DATE",
        "260101000060000+, NO_SUCH_DATE",
        "000000000000000+, NO_SUCH_DATE",
        "201906190720, NO_SUCH_DATE",
        "261124120000057+, NO_SUCH_OFFSET",
        "261124120000099-, NO_SUCH_OFFSET",
        "690101000000056+, NO_SUCH_DATE",
    })
    void malformed(String text, TimeDefect defect) {
        SmppTime read = SmppTime.parse(text);
        assertThat(read).isEqualTo(new SmppTime.Malformed(text, defect));
        assertThat(read.at(NOW, TASHKENT)).isEmpty();
        assertThat(read.text()).isEqualTo(text);
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> SmppTime.Absolute.of(Instant.parse("2069-01-01T00:00:00Z"), ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmppTime.Local(LocalDateTime.parse("1968-12-31T00:00")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmppTime.Relative(0, 0, 100, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmppTime.Relative(0, -1, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValidityForm.RELATIVE.write(Duration.ZERO, NOW, TASHKENT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "UNSET, PT1H, ''",
        "RELATIVE, PT1H, 000000010000000R",
        "RELATIVE, PT48H, 000002000000000R",
        "RELATIVE, PT55S, 000000000055000R",
        "RELATIVE, PT0.2S, 000000000001000R",
        "RELATIVE, P31DT23H59M59S, 000031235959000R",
        "RELATIVE, P32D, 261226180000020+",
        "ABSOLUTE, PT55S, 261124180055020+",
        "ABSOLUTE, PT0.2S, 261124180001020+",
    })
    void validityInTheFormOfTheLink(ValidityForm form, Duration validity, String text) {
        assertThat(form.write(validity, NOW, TASHKENT).text()).isEqualTo(text);
    }

    @Test
    void everyTimeOfOtherProjectsReadsAndWritesTheSame() {
        int seen = 0;
        for (JsonNode pdu : Vectors.pdus()) {
            JsonNode fields = pdu.get("fields");
            for (String field : List.of("schedule_delivery_time", "validity_period", "final_date")) {
                if (fields == null || !fields.has(field)) {
                    continue;
                }
                String text = fields.get(field).asString();
                SmppTime read = SmppTime.parse(text);
                assertThat(read).as(text).isNotInstanceOf(SmppTime.Malformed.class);
                assertThat(read.text()).isEqualTo(text);
                seen += text.isEmpty() ? 0 : 1;
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(8);
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        Seeds.forEach(1000, random -> {
            SmppTime time = any(random);
            assertThat(SmppTime.parse(time.text())).isEqualTo(time);
        });
    }

    private static SmppTime any(SplittableRandom random) {
        long second = random.nextLong(
                Instant.parse("1969-01-02T00:00:00Z").getEpochSecond(),
                Instant.parse("2068-12-30T00:00:00Z").getEpochSecond());
        return switch (random.nextInt(4)) {
            case 0 -> new SmppTime.Unset();
            case 1 -> new SmppTime.Local(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
            case 2 ->
                new SmppTime.Relative(
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(100));
            default ->
                SmppTime.Absolute.of(
                        Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)),
                        ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3600, 18 * 3600 + 1)));
        };
    }

    @Test
    void readingNeverFails() {
        String alphabet = "0123456789+-R \u0000x";
        Seeds.forEach(2000, random -> {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(4) == 0 ? random.nextInt(20) : random.nextBoolean() ? 12 : 16;
            while (text.length() < length) {
                int most = random.nextInt(8) == 0 ? alphabet.length() : 13;
                text.append(alphabet.charAt(random.nextInt(most)));
            }
            SmppTimes.check(text.toString());
        });
    }
}
