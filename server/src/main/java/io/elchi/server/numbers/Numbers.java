package io.elchi.server.numbers;

import io.elchi.server.core.Msisdn;

/// The module's interface for the message path: it answers from memory.
public interface Numbers {
    /// A destination as a client wrote it.
    sealed interface Parsed {
        record Valid(Msisdn number) implements Parsed {}

        /// @param why in a few words, for people
        record Invalid(String why) implements Parsed {}
    }

    /// Reads an international number: `+998901234567`, `998901234567`, `00998 90 123-45-67`.
    Parsed parse(String text);

    /// The network of a number: where it was ported to, else by the longest prefix, else its country at least.
    Network network(Msisdn number);
}
