package io.elchi.server.compliance;

/// Finds payment card numbers (PAN) in a text: 15 to 19 digits, alone or in groups, that begin as cards do, have a
/// length
/// that these have, and pass the check digit of ISO/IEC 7812 (Luhn). PCI DSS 4.2.2 keeps them out of messages.
///
/// A card begins and ends where a group of digits does: a bank account of twenty digits has stretches that look like
/// cards, one time in ten.
final class CardNumbers {
    private static final int SHORTEST = 15;

    private CardNumbers() {}

    static boolean in(String text) {
        Digits digits = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                if (digits == null) {
                    digits = new Digits(text.length());
                }
                digits.add(c - '0', i > 0 && isDigit(text.charAt(i - 1)));
            } else if (digits != null && !joins(text, i)) {
                if (digits.haveCard()) {
                    return true;
                }
                digits.count = 0;
            }
        }
        return digits != null && digits.haveCard();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// One blank or hyphen between digits joins groups.
    private static boolean joins(String text, int at) {
        return at + 1 < text.length()
                && (text.charAt(at) == ' ' || text.charAt(at) == '-')
                && isDigit(text.charAt(at + 1));
    }

    /// Groups of digits that nothing but a sign each separates.
    private static final class Digits {
        private final byte[] values;
        /// Whether a group begins with the digit.
        private final boolean[] begins;
        private int count;

        Digits(int most) {
            values = new byte[most];
            begins = new boolean[most];
        }

        void add(int value, boolean continues) {
            values[count] = (byte) value;
            begins[count] = !continues;
            count++;
        }

        boolean haveCard() {
            for (int from = 0; from + SHORTEST <= count; from++) {
                if (begins[from] && isCard(from)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isCard(int from) {
            int four = values[from] * 1000 + values[from + 1] * 100 + values[from + 2] * 10 + values[from + 3];
            int two = four / 100;
            if (two == 34 || two == 37) {
                return isCard(from, 15);
            }
            if (four / 1000 == 4) {
                return isCard(from, 16) || isCard(from, 19);
            }
            if (two == 62) {
                return isCard(from, 16) || isCard(from, 17) || isCard(from, 18) || isCard(from, 19);
            }
            // Mastercard and Mir; Uzcard and Humo.
            boolean sixteen = two >= 51 && two <= 55
                    || four >= 2200 && four <= 2720
                    || four == 8600
                    || four == 5614
                    || four == 9860;
            return sixteen && isCard(from, 16);
        }

        private boolean isCard(int from, int length) {
            int end = from + length;
            return end <= count && (end == count || begins[end]) && luhn(from, length);
        }

        private boolean luhn(int from, int length) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                int digit = values[from + length - 1 - i];
                int doubled = 2 * digit;
                sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
            }
            return sum % 10 == 0;
        }
    }
}
