package io.elchi.server.intake;

/// What a client may want to know of how its text is written.
///
/// @param changed whether plain characters stand for typographic ones
/// @param truncated whether it was cut
/// @param smartSaves how many parts smart encoding would save; 0 where it was asked for, or saves none
public record TextHint(boolean changed, boolean truncated, int smartSaves) {
    /// Nothing to say.
    public static final TextHint NONE = new TextHint(false, false, 0);
}
