package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Alphabet;
import java.util.OptionalInt;

/// The rule that selects the alphabet of a text.
public sealed interface EncodingChoice {

    /// The text decides: the link's default alphabet if it fits, then (if wanted) with plain characters for
    /// typographic ones, then national tables that take fewer parts than UCS-2, then UCS-2.
    record ByText() implements EncodingChoice {}

    /// A data_coding that the sender asked for.
    ///
    /// @param replacement the code point for what does not fit; empty to refuse such a text
    record Fixed(int dataCoding, Alphabet alphabet, OptionalInt replacement) implements EncodingChoice {}
}
