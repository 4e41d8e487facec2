package io.elchi.server.core;

/// Text from outside that can be stored and written again: without U+0000, which PostgreSQL cannot store, and
/// without lone surrogates, which no encoding can write.
public final class StorableText {
    /// For the error that names the field.
    public static final String RULE = "must have no U+0000 and no lone surrogates";

    private StorableText() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
