package io.elchi.smstext.alphabet;

/// Reading code points within a stretch of text, so that a pair is never joined across its end.
final class Chars {
    private Chars() {}

    static int codePoint(String text, int index, int to) {
        char high = text.charAt(index);
        if (Character.isHighSurrogate(high) && index + 1 < to) {
            char low = text.charAt(index + 1);
            if (Character.isLowSurrogate(low)) {
                return Character.toCodePoint(high, low);
            }
        }
        return high;
    }
}
