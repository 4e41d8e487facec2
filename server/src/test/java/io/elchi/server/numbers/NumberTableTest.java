package io.elchi.server.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.numbers.NumbersProperties.Accept;
import io.elchi.testkit.Seeds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTableTest {
    private static final Network BEELINE = new Network("434", "04", "Beeline", "UZ");
    private static final Network UCELL = new Network("434", "05", "Ucell", "UZ");

    private final NumberTable table = new NumberTable(Accept.POSSIBLE);

    private static Numbers.Parsed valid(long number) {
        return new Numbers.Parsed.Valid(new Msisdn(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+998901234567",
                "998901234567",
                "00998901234567",
                "+998 90 123-45-67",
                " +998 (90) 123 45 67 ",
                "00998 90 123 45 67"
            })
    void peopleWriteNumbersInManyWays(String text) {
        assertThat(table.parse(text, null)).isEqualTo(valid(998901234567L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "0",
                "+99890123456",
                "+9989012345678",
                "+998901234567 ext. 5",
                "+000998901234567",
                "+21001234567",
                "DemoBank",
                "+9989012345x",
                "+99890ABCDEFG",
                "901234567",
                "90 123 45 67",
                "0901234567",
                "508412345",
                "712345678",
                "99890123456789012345678901234567890"
            })
    void whatIsNoInternationalNumberIsRefused(String text) {
        assertThat(table.parse(text, null)).isInstanceOf(Numbers.Parsed.Invalid.class);
    }

    /// `901234567` is a number of Uzbekistan, and would be one of Turkey with a plus in front.
    @ParameterizedTest
    @CsvSource({
        "UZ, 901234567, 998901234567",
        "UZ, 90 123-45-67, 998901234567",
        "UZ, 998901234567, 998901234567",
        "UZ, 998 90 123 45 67, 998901234567",
        "UZ, +905321234567, 905321234567",
        "UZ, 00905321234567, 905321234567",
        "TR, 05321234567, 905321234567",
        "GB, 07400123456, 447400123456",
        "RU, 89161234567, 79161234567",
        "RU, 79161234567, 79161234567",
        "KZ, 77011234567, 77011234567",
        "US, 2015550123, 12015550123",
    })
    void withoutAPlusANumberIsOneOfTheDefaultCountry(String country, String text, long number) {
        assertThat(table.parse(text, country)).isEqualTo(valid(number));
    }

    @ParameterizedTest
    @CsvSource({
        "UZ, 905321234567",
        "UZ, 447400123456",
        "UZ, 90123456",
        "UZ, 9012345678",
        "UZ, 90123456a",
        "KZ, 9161234567",
        "US, 4165550123",
        "FR, 901234567890",
    })
    void andNeverOneOfAnother(String country, String text) {
        assertThat(table.parse(text, country)).isInstanceOf(Numbers.Parsed.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "+998712345678, true, true, false",
        "+998101234567, true, false, false",
        "+998901234567, true, true, true",
        "+442070313000, true, true, false",
        "+12015550123, true, true, true",
    })
    void landlinesAndUnassignedRangesAreRefusedAsIsAskedFor(
            String text, boolean possible, boolean assigned, boolean mobile) {
        assertThat(isValid(new NumberTable(Accept.POSSIBLE), text)).isEqualTo(possible);
        assertThat(isValid(new NumberTable(Accept.ASSIGNED), text)).isEqualTo(assigned);
        assertThat(isValid(new NumberTable(Accept.MOBILE), text)).isEqualTo(mobile);
    }

    private static boolean isValid(NumberTable table, String text) {
        return table.parse(text, null) instanceof Numbers.Parsed.Valid;
    }

    /// A range that was assigned yesterday is not in the library: the administrator's tables decide.
    @Test
    void aNumberOfAKnownNetworkIsAccepted() {
        NumberTable strict = new NumberTable(Accept.MOBILE);
        strict.take(NumberTable.Snapshot.of(
                List.of(BEELINE), PrefixTrie.of(Map.of("99810", 0)), Map.of(998712345678L, BEELINE)));
        assertThat(isValid(strict, "+998101234567")).isTrue();
        assertThat(isValid(strict, "998101234567")).isTrue();
        assertThat(isValid(strict, "+998712345678")).isTrue();
        assertThat(isValid(strict, "+998712345679")).isFalse();
    }

    /// What was found out about one number was kept for all of its length: a single one with zeros behind the
    /// country code closed its country to everybody.
    @Test
    void aNumberWithZerosDoesNotSpeakForOthers() {
        table.parse("+998000000001", null);
        assertThat(table.parse("+998901234567", null)).isEqualTo(valid(998901234567L));
        table.parse("+390000000001", null);
        assertThat(table.parse("+393451234567", null)).isEqualTo(valid(393451234567L));
    }

    /// In whatever order they come, numbers are judged as the library judges each alone.
    @Test
    void numbersAreJudgedAsTheLibraryJudgesThem() {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String[] codes = {"998", "7", "39", "49", "1", "44", "992", "86", "971", "225"};
        Seeds.forEach(200, random -> {
            NumberTable fresh = new NumberTable(Accept.POSSIBLE);
            for (int i = 0; i < 30; i++) {
                StringBuilder text = new StringBuilder("+" + codes[random.nextInt(codes.length)]);
                for (int digits = random.nextInt(4, 13); digits > 0; digits--) {
                    text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
                }
                boolean possible = possible(util, text.toString());
                assertThat(fresh.parse(text.toString(), null) instanceof Numbers.Parsed.Valid)
                        .as(text.toString())
                        .isEqualTo(possible);
            }
        });
    }

    private static boolean possible(PhoneNumberUtil util, String text) throws NumberParseException {
        int digits = text.length() - 1;
        if (digits < 7 || digits > 15) {
            return false;
        }
        // Of the digits as they stand, not of what the library makes of them by stripping national prefixes.
        for (int length = 1; length <= 3; length++) {
            int code = Integer.parseInt(text.substring(1, 1 + length));
            String region = util.getRegionCodeForCountryCode(code);
            if (!region.equals("ZZ")) {
                String national = text.substring(1 + length);
                var number = new com.google.i18n.phonenumbers.Phonenumber.PhoneNumber()
                        .setCountryCode(code)
                        .setNationalNumber(Long.parseLong(national));
                int zeros = zeros(national);
                if (zeros > 0) {
                    number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
                }
                return util.isPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
            }
        }
        return false;
    }

    private static int zeros(String national) {
        int zeros = 0;
        while (zeros < national.length() - 1 && national.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }

    @Test
    void aNumberBelongsWhereItWasPortedElseToItsPrefixElseToItsCountry() {
        table.take(NumberTable.Snapshot.of(
                List.of(BEELINE, UCELL),
                PrefixTrie.of(Map.of("99890", 0, "998901", 1)),
                Map.of(998901234567L, BEELINE)));
        assertThat(table.network(new Msisdn(998901234567L))).isEqualTo(BEELINE.asPorted());
        assertThat(table.network(new Msisdn(998901234568L))).isSameAs(UCELL);
        assertThat(table.network(new Msisdn(998902234568L))).isSameAs(BEELINE);
        assertThat(table.network(new Msisdn(998971234567L))).isEqualTo(new Network(null, null, null, "UZ"));
        assertThat(table.network(new Msisdn(8005551234567L))).isEqualTo(Network.UNKNOWN);
    }

    /// 01 and 001 are different networks, in routes as in the table of what was decided.
    @Test
    void everyNetworkHasACodeOfItsOwn() {
        assertThat(new Network("250", "01", "a", "RU").code())
                .isNotEqualTo(new Network("250", "001", "b", "RU").code())
                .isNotEqualTo(new Network("250", "010", "c", "RU").code());
        assertThat(Network.UNKNOWN.code()).isZero();
    }
}
