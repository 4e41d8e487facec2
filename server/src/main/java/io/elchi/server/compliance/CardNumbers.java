package io.elchi.server.compliance;

/// Finds payment card numbers (PAN) in a text: 16 to 19 digits, alone or in groups, that begin as cards do and pass the
/// check digit of ISO/IEC 7812 (Luhn). PCI DSS 4.2.2 keeps them out of messages.
final class CardNumbers {
    private static final int SHORTEST = 15;
    private static final int LONGEST = 19;

    private CardNumbers() {}

    static boolean in(String text) {
        int[] digits = null;
        int count = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                if (digits == null) {
                    digits = new int[text.length()];
                }
                digits[count++] = c - '0';
            } else if (count > 0 && !joins(text, i)) {
                if (count >= SHORTEST && isCard(digits, count)) {
                    return true;
                }
                count = 0;
            }
        }
        return false;
    }

    /// One blank or hyphen between digits joins groups.
    private static boolean joins(String text, int at) {
        return at + 1 < text.length()
                && (text.charAt(at) == ' ' || text.charAt(at) == '-')
                && Character.isDigit(text.charAt(at + 1));
    }

    /// Any stretch of the digits that is a card: other digits may stand before and behind.
    private static boolean isCard(int[] digits, int count) {
        for (int from = 0; from + SHORTEST <= count; from++) {
            int length = length(digits, from, count - from);
            if (length > 0 && luhn(digits, from, length)) {
                return true;
            }
        }
        return false;
    }

    /// The length that cards of the scheme have whose digits these are; 0: of none.
    private static int length(int[] digits, int from, int left) {
        int four = digits[from] * 1000 + digits[from + 1] * 100 + digits[from + 2] * 10 + digits[from + 3];
        int two = four / 100;
        int length = 0;
        if (two == 34 || two == 37) {
            length = 15;
        } else if (four / 1000 == 4
                || two >= 51 && two <= 55
                || four >= 2200 && four <= 2720
                || two == 62
                // Uzcard and Humo.
                || four == 8600
                || four == 5614
                || four == 9860) {
            length = 16;
        }
        return length > left || left > LONGEST + 8 ? 0 : length;
    }

    private static boolean luhn(int[] digits, int from, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits[from + length - 1 - i];
            int doubled = 2 * digit;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
