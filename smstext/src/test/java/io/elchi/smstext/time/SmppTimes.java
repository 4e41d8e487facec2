package io.elchi.smstext.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// What holds for every string that is read as a time; the property test and the fuzzer share it.
final class SmppTimes {
    private SmppTimes() {}

    static void check(String text) {
        SmppTime read = SmppTime.parse(text);
        boolean none = read instanceof SmppTime.Unset || read instanceof SmppTime.Malformed;
        if (none == read.at(Instant.EPOCH, ZoneOffset.UTC).isPresent()) {
            throw new AssertionError(read + " is a moment, or is none and should be");
        }
        if (read instanceof SmppTime.Malformed && !read.text().equals(text)) {
            throw new AssertionError("the text of " + read + " is not kept");
        }
        if (!SmppTime.parse(read.text()).equals(read)) {
            throw new AssertionError(read + " is written as " + read.text() + ", which is another time");
        }
        for (DateLayout layout : DateLayout.values()) {
            dateDigits(text, layout);
        }
    }

    private static void dateDigits(String text, DateLayout layout) {
        if (text.length() < layout.digits()) {
            return;
        }
        int from = text.length() - layout.digits();
        long seconds = DateDigits.epochSecond(text, from, text.length());
        if (seconds == DateDigits.NONE) {
            return;
        }
        StringBuilder written = new StringBuilder();
        DateDigits.append(written, LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC), layout);
        boolean fourDigitYear = layout == DateLayout.SECONDS && DateDigits.shortYear(text, from) == DateDigits.NONE;
        if (!fourDigitYear && !text.endsWith(written.toString())) {
            throw new AssertionError(text + " is written as " + written);
        }
    }
}
