package io.elchi.server.core;

/// The texts that begin with some characters, as a range for an index with `text_pattern_ops`:
/// `column ~>=~ first AND column ~<~ end`.
///
/// @param first the characters
/// @param end beyond every text that begins with them
public record PrefixRange(String first, String end) {
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    public static PrefixRange of(String characters) {
        return new PrefixRange(characters, characters + LAST_CHARACTER);
    }
}
