package io.elchi.server.compliance;

/// The valid forms of a sender id: an alphanumeric one of up to 11 characters (3GPP TS 23.040, 9.1.2.5), a short
/// code or a number.
public final class SenderId {
    private static final int MAX_ALPHA = 11;
    private static final int MIN_DIGITS = 3;
    private static final int MAX_DIGITS = 15;
    private static final String SIGNS = " .-_&!'()*+,/:;<=>?@#%";

    private SenderId() {}

    public static boolean isPossible(String sender) {
        int start = sender.startsWith("+") ? 1 : 0;
        boolean digits = sender.length() > start;
        boolean alpha = !sender.isBlank() && sender.length() <= MAX_ALPHA;
        for (int i = start; i < sender.length(); i++) {
            char c = sender.charAt(i);
            digits &= c >= '0' && c <= '9';
            alpha &= isAlpha(c);
        }
        int length = sender.length() - start;
        return digits ? length >= MIN_DIGITS && length <= MAX_DIGITS : alpha && start == 0;
    }

    private static boolean isAlpha(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || SIGNS.indexOf(c) >= 0;
    }
}
