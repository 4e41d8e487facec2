package io.elchi.smstext.parts;

/// The common key of the parts of one message, over any bind. A caller that knows more about them, such as an
/// account, makes a key of its own.
public record PartKey(String source, String destination, int reference, int total) {

    /// The key of a part between two addresses.
    public static PartKey of(String source, String destination, Slot slot) {
        return new PartKey(source, destination, slot.reference(), slot.total());
    }
}
