package io.elchi.server.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.elchi.server.core.Msisdn;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// E.164 by libphonenumber. What depends on the country code and the length alone is asked once and kept, so that a
/// number that is written plainly costs no parsing.
final class NumberPlan {
    private static final int MAX_TEXT = 40;
    private static final int MAX_DIGITS = 15;
    private static final int MIN_DIGITS = 7;
    private static final int COUNTRY_CODES = 1_000;

    private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    /// By country code and number of digits: why not, or [#GOOD].
    private final AtomicReferenceArray<String> verdicts = new AtomicReferenceArray<>(COUNTRY_CODES * (MAX_DIGITS + 1));
    private final AtomicReferenceArray<String> regions = new AtomicReferenceArray<>(COUNTRY_CODES);

    private static final String GOOD = "";
    private static final String NONE = "";

    Numbers.Parsed parse(String text) {
        if (text.length() > MAX_TEXT) {
            return new Numbers.Parsed.Invalid("is no telephone number");
        }
        long plain = plain(text);
        return plain > 0 ? checked(plain) : parsed(text);
    }

    /// The digits of `+998901234567` or `998901234567`; -1 when it has anything else.
    private static long plain(String text) {
        int start = text.startsWith("+") ? 1 : 0;
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

    private Numbers.Parsed checked(long number) {
        int code = countryCode(number);
        if (code == 0) {
            return new Numbers.Parsed.Invalid("has no country code that exists");
        }
        int digits = io.elchi.server.core.Digits.count(number);
        int place = code * (MAX_DIGITS + 1) + digits;
        String verdict = verdicts.get(place);
        if (verdict == null) {
            verdict = verdict(code, digits);
            verdicts.set(place, verdict);
        }
        return verdict.isEmpty() ? new Numbers.Parsed.Valid(new Msisdn(number)) : new Numbers.Parsed.Invalid(verdict);
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

    /// Any number of so many digits behind the country code: what is possible depends on their count alone, and zeros
    /// in
    /// front would not count as digits.
    private static long anyOf(int code, int digits) {
        int codeDigits = code >= 100 ? 3 : code >= 10 ? 2 : 1;
        long number = 1;
        for (int i = 1; i < digits - codeDigits; i++) {
            number *= 10;
        }
        return number;
    }

    /// With blanks, hyphens, 00 in front: as people write.
    private Numbers.Parsed parsed(String text) {
        String international = text.strip();
        if (international.startsWith("00")) {
            international = "+" + international.substring(2);
        } else if (!international.startsWith("+")) {
            international = "+" + international;
        }
        try {
            PhoneNumber phone = util.parse(international, null);
            if (phone.hasExtension() || !util.isPossibleNumber(phone)) {
                return new Numbers.Parsed.Invalid("is no telephone number");
            }
            String digits =
                    util.format(phone, PhoneNumberUtil.PhoneNumberFormat.E164).substring(1);
            return digits.length() < MIN_DIGITS || digits.length() > MAX_DIGITS
                    ? new Numbers.Parsed.Invalid("is no telephone number")
                    : new Numbers.Parsed.Valid(new Msisdn(Long.parseLong(digits)));
        } catch (NumberParseException ignored) {
            return new Numbers.Parsed.Invalid("is no telephone number");
        }
    }

    /// ISO 3166 of the country; null when the code is shared or unknown.
    String country(Msisdn number) {
        String region = regionOf(countryCode(number.number()));
        return region.length() == 2 ? region : null;
    }
}
