package io.elchi.server.core;

/// Masks content that people and logs need not see.
public final class Masking {
    private Masking() {}

    /// The content of a message: of one-time passwords nothing but the length, of others digits are hidden.
    public static String text(MessageClass messageClass, String text) {
        if (messageClass == MessageClass.OTP) {
            return "[" + text.length() + " characters]";
        }
        StringBuilder masked = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            masked.append(Character.isDigit(c) ? '*' : c);
        }
        return masked.toString();
    }

    /// A number with its subscriber's part hidden: `+99890*****67`.
    public static String number(Msisdn number) {
        String text = number.toString();
        // Of a short number, too, something is hidden.
        int shown = Math.min(6, text.length() / 2);
        return text.substring(0, shown) + "*".repeat(text.length() - 2 - shown) + text.substring(text.length() - 2);
    }
}
