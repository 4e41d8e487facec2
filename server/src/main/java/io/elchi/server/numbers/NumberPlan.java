package io.elchi.server.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.elchi.server.core.Digits;
import io.elchi.server.core.Msisdn;
import io.elchi.server.numbers.NumbersProperties.Accept;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// E.164 by libphonenumber. What depends on the country code and the length alone is asked once and kept, so that
/// a number that is written plainly costs no parsing.
final class NumberPlan {
    static final String DOUBTFUL =
            "has no + in front, and the account has no default country:" + " write it with + and the country code";
    private static final String NO_NUMBER = "is not a phone number";
    private static final int MAX_TEXT = 40;
    private static final int MAX_DIGITS = 15;
    private static final int MIN_DIGITS = 7;
    /// Most national numbers have up to 9 digits. With so many more a number has its country code.
    private static final int MIN_INTERNATIONAL_DIGITS = 10;
    private static final int COUNTRY_CODES = 1_000;

    private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    /// By country code and number of digits: why not, or [#GOOD].
    private final AtomicReferenceArray<String> verdicts = new AtomicReferenceArray<>(COUNTRY_CODES * (MAX_DIGITS + 1));
    private final AtomicReferenceArray<String> regions = new AtomicReferenceArray<>(COUNTRY_CODES);

    private static final String GOOD = "";
    private static final String NONE = "";

    /// A number as it was written.
    ///
    /// @param number its digits; 0 when it is none
    /// @param why it is none; null when it is one
    /// @param doubtful whether nothing but the digits says which country it belongs to
    record Reading(long number, String why, boolean doubtful) {
        private static Reading none(String why) {
            return new Reading(0, why, false);
        }
    }

    Reading read(String text, String defaultCountry) {
        if (text.length() > MAX_TEXT) {
            return Reading.none(NO_NUMBER);
        }
        boolean plus = text.startsWith("+");
        long plain = plain(text, plus ? 1 : 0);
        if (plain > 0 && (plus || defaultCountry == null)) {
            return international(plain, !plus);
        }
        if (plain > 0 && isOwnCode(plain, defaultCountry)) {
            return international(plain, false);
        }
        return written(text.strip(), defaultCountry);
    }

    /// The digits from there on; -1 when there is anything else, or a zero in front.
    private static long plain(String text, int start) {
        int digits = text.length() - start;
        if (digits < MIN_DIGITS || digits > MAX_DIGITS || text.charAt(start) == '0') {
            return -1;
        }
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private Reading international(long number, boolean doubtful) {
        if (doubtful && Digits.count(number) < MIN_INTERNATIONAL_DIGITS) {
            return Reading.none(DOUBTFUL);
        }
        int code = countryCode(number);
        if (code == 0) {
            return Reading.none("has no country code that exists");
        }
        String verdict = kept(code, Digits.count(number));
        return verdict.isEmpty() ? new Reading(number, null, doubtful) : Reading.none(verdict);
    }

    private String kept(int code, int digits) {
        int place = code * (MAX_DIGITS + 1) + digits;
        String verdict = verdicts.get(place);
        if (verdict == null) {
            verdict = verdict(code, digits);
            verdicts.set(place, verdict);
        }
        return verdict;
    }

    /// Whether a number begins with the code of the country, and has more digits than the country's numbers
    /// without it.
    private boolean isOwnCode(long number, String country) {
        int code = countryCode(country);
        if (code != countryCode(number) || isShared(code)) {
            return false;
        }
        int withCode = Digits.count(number) + Digits.count(code);
        return withCode > MAX_DIGITS || !kept(code, withCode).isEmpty();
    }

    /// Country codes are prefix-free: the first of one, two or three digits that exists is the one.
    private int countryCode(long number) {
        long rest = number;
        long third = 0;
        long second = 0;
        while (rest >= COUNTRY_CODES) {
            rest /= 10;
        }
        third = rest;
        second = rest / 10;
        long first = rest / 100;
        return exists((int) first)
                ? (int) first
                : exists((int) second) ? (int) second : exists((int) third) ? (int) third : 0;
    }

    /// The country code of a country of ISO 3166; 0 when there is none.
    int countryCode(String country) {
        return util.getSupportedRegions().contains(country) ? util.getCountryCodeForRegion(country) : 0;
    }

    boolean isShared(int code) {
        return util.getRegionCodesForCountryCode(code).size() > 1;
    }

    private boolean exists(int code) {
        return !regionOf(code).isEmpty();
    }

    private String regionOf(int code) {
        String region = regions.get(code);
        if (region == null) {
            String found = util.getRegionCodeForCountryCode(code);
            region = found.equals("ZZ") ? NONE : found;
            regions.set(code, region);
        }
        return region;
    }

    private String verdict(int code, int digits) {
        PhoneNumber phone = new PhoneNumber().setCountryCode(code).setNationalNumber(anyOf(code, digits));
        ValidationResult result = util.isPossibleNumberWithReason(phone);
        return switch (result) {
            case IS_POSSIBLE -> GOOD;
            case TOO_SHORT -> "is too short for its country";
            case TOO_LONG -> "is too long for its country";
            case IS_POSSIBLE_LOCAL_ONLY, INVALID_COUNTRY_CODE, INVALID_LENGTH ->
                "has a number of digits that its country does not have";
        };
    }

    /// Any number of so many digits behind the country code: what is possible depends on their count alone, and
    /// zeros in front would not count as digits.
    private static long anyOf(int code, int digits) {
        long number = 1;
        for (int i = 1; i < digits - Digits.count(code); i++) {
            number *= 10;
        }
        return number;
    }

    /// With blanks, hyphens, 00 in front: as people write.
    private Reading written(String text, String defaultCountry) {
        if (text.chars().anyMatch(Character::isLetter)) {
            return Reading.none("has letters: it must have digits alone");
        }
        if (text.startsWith("+") || text.startsWith("00")) {
            long number = parsed(text.startsWith("+") ? text : "+" + text.substring(2), null);
            return number == 0 ? Reading.none(NO_NUMBER) : new Reading(number, null, false);
        }
        if (defaultCountry == null) {
            // A zero in front is how national numbers are dialled.
            long number = text.startsWith("0") ? 0 : parsed("+" + text, null);
            return Digits.count(number) < MIN_INTERNATIONAL_DIGITS
                    ? Reading.none(digits(text) < MIN_DIGITS ? NO_NUMBER : DOUBTFUL)
                    : new Reading(number, null, true);
        }
        long number = parsed(text, defaultCountry);
        return number == 0
                ? Reading.none("is not a number of " + defaultCountry
                        + ", the account's default country: write numbers of other countries with +")
                : new Reading(number, null, false);
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    /// 0: it is none, or it is not one of the country.
    private long parsed(String text, String country) {
        try {
            PhoneNumber phone = util.parse(text, country);
            if (phone.hasExtension() || !util.isPossibleNumber(phone)) {
                return 0;
            }
            if (country != null && !isOf(phone, country)) {
                return 0;
            }
            String digits =
                    util.format(phone, PhoneNumberUtil.PhoneNumberFormat.E164).substring(1);
            return digits.length() < MIN_DIGITS || digits.length() > MAX_DIGITS ? 0 : Long.parseLong(digits);
        } catch (NumberParseException ignored) {
            return 0;
        }
    }

    /// Of countries that share a code the numbering plan says whose a number is.
    private boolean isOf(PhoneNumber phone, String country) {
        int code = countryCode(country);
        return phone.getCountryCode() == code
                && (!isShared(code) || country.equals(util.getRegionCodeForNumber(phone)));
    }

    /// Why the numbering plan says that a number cannot get messages; null when it does not say so.
    String violation(Msisdn number, Accept least) {
        int code = countryCode(number.number());
        PhoneNumberType type = util.getNumberType(phone(number.digits(), code));
        return switch (type) {
            case UNKNOWN -> "is in a range that its country has not assigned";
            case MOBILE, FIXED_LINE_OR_MOBILE, PERSONAL_NUMBER, VOIP, PAGER -> null;
            case FIXED_LINE, TOLL_FREE, PREMIUM_RATE, SHARED_COST, UAN, VOICEMAIL ->
                least == Accept.MOBILE ? "is not a mobile number" : null;
        };
    }

    /// The number without parsing; zeros behind the country code count.
    private static PhoneNumber phone(String digits, int code) {
        int start = Digits.count(code);
        int zeros = 0;
        while (start + zeros < digits.length() - 1 && digits.charAt(start + zeros) == '0') {
            zeros++;
        }
        PhoneNumber phone = new PhoneNumber()
                .setCountryCode(code)
                .setNationalNumber(Long.parseLong(digits, start, digits.length(), 10));
        return zeros == 0 ? phone : phone.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
    }

    /// ISO 3166 of the country; null when the code is shared or unknown.
    String country(Msisdn number) {
        String region = regionOf(countryCode(number.number()));
        return region.length() == 2 ? region : null;
    }
}
