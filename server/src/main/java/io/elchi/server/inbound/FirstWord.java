package io.elchi.server.inbound;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// The first word of a text, in the form in which keywords are compared. Handsets write the same keyword in many
/// ways:
/// in capitals, with signs around it, with one of several apostrophes, with characters that nobody sees.
///
/// - Capital and small letters are the same, and so are the compatible forms of a character (Unicode NFKC).
/// - Characters without a width are left out, and the apostrophes are the one of ASCII.
/// - Blanks, line ends and control characters separate words.
/// - Signs before and after the word are left out, unless it has nothing else.
///
/// @param folded the word in this form
/// @param isAlone whether no further letter or digit follows
record FirstWord(String folded, boolean isAlone) {
    /// Characters of a keyword, at most.
    static final int LONGEST = 40;

    /// Characters that are looked at: a longer text is more than a keyword.
    private static final int LOOKED_AT = 1_000;

    private static final int MOST_FOLDS = 4;
    private static final String APOSTROPHES = "\u2018\u2019\u201B\u02B9\u02BB\u02BC\u02BD\u2032\u0060\u00B4\uFF07";
    private static final int COMBINING_GRAPHEME_JOINER = 0x034F;
    private static final int FIRST_SELECTOR = 0xFE00;
    private static final int LAST_SELECTOR = 0xFE0F;
    private static final int FIRST_FURTHER_SELECTOR = 0xE0100;
    private static final int LAST_FURTHER_SELECTOR = 0xE01EF;
    private static final String FILLERS = "\u115F\u1160\u3164\uFFA0";

    /// A word, and the rest of what is looked at.
    private record Split(String word, String rest, boolean isWhole) {
        Optional<FirstWord> keyword() {
            boolean alone = isWhole && rest.codePoints().noneMatch(Character::isLetterOrDigit);
            return word.isEmpty() || word.length() > LONGEST
                    ? Optional.empty()
                    : Optional.of(new FirstWord(word, alone));
        }
    }

    /// Empty when the text has no word, or one that is too long to be a keyword.
    ///
    /// @param text null: none
    static Optional<FirstWord> of(String text) {
        return text == null ? Optional.empty() : split(text).keyword();
    }

    /// The word behind the first one.
    static Optional<FirstWord> second(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Split first = split(text);
        Split second = split(first.rest);
        return new Split(second.word, second.rest, first.isWhole && second.isWhole).keyword();
    }

    private static Split split(String text) {
        int begin = 0;
        while (begin < text.length() && isGap(text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        int end = Math.min(text.length(), begin + LOOKED_AT);
        String folded = fold(text.substring(begin, end));
        int from = 0;
        while (from < folded.length() && isBlank(folded.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < folded.length() && !isBlank(folded.charAt(to))) {
            to++;
        }
        return new Split(trimmed(folded.substring(from, to)), folded.substring(to), end == text.length());
    }

    /// Until nothing changes: the capital letter of a letter may have another small one.
    private static String fold(String text) {
        String last = text;
        for (int i = 0; i < MOST_FOLDS; i++) {
            String next = foldOnce(last);
            if (next.equals(last)) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private static String foldOnce(String text) {
        String plain = Normalizer.normalize(cleaned(text), Normalizer.Form.NFKC);
        StringBuilder lower = new StringBuilder(plain.length());
        plain.toUpperCase(Locale.ROOT).codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return cleaned(Normalizer.normalize(lower, Normalizer.Form.NFKC));
    }

    private static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !isInvisible(c))
                .map(c -> APOSTROPHES.indexOf(c) >= 0 ? '\'' : c)
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    private static boolean isGap(int c) {
        return isInvisible(c) || isBlank(c);
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE
                || c == COMBINING_GRAPHEME_JOINER
                || c >= FIRST_SELECTOR && c <= LAST_SELECTOR
                || c >= FIRST_FURTHER_SELECTOR && c <= LAST_FURTHER_SELECTOR
                || FILLERS.indexOf(c) >= 0;
    }

    private static String trimmed(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && !Character.isLetterOrDigit(word.codePointAt(from))) {
            from += Character.charCount(word.codePointAt(from));
        }
        while (to > from && !isPartOfWord(word.codePointBefore(to))) {
            to -= Character.charCount(word.codePointBefore(to));
        }
        return from == to ? word : word.substring(from, to);
    }

    /// A mark is a part of the letter before it.
    private static boolean isPartOfWord(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
