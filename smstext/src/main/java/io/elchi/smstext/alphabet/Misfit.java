package io.elchi.smstext.alphabet;

/// A character that an alphabet cannot encode.
///
/// @param index in chars of the text
/// @param codePoint the character; a lone surrogate is its own value
public record Misfit(int index, int codePoint) {}
