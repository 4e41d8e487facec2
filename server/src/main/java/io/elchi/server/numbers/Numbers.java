package io.elchi.server.numbers;

import io.elchi.server.core.Msisdn;
import java.util.List;

/// The module's interface for the message path: it answers from memory.
public interface Numbers {
    /// A destination as a client wrote it.
    sealed interface Parsed {
        record Valid(Msisdn number) implements Parsed {}

        /// @param why in a few words, for people
        record Invalid(String why) implements Parsed {}
    }

    /// Reads a number: `+998901234567`, `00998 90 123-45-67`. Without `+` or `00` it is a number of the default
    /// country, `90 123 45 67` or `998901234567`, and never one of another country.
    ///
    /// @param defaultCountry ISO 3166; null: without `+` or `00` it has to be an international number whose
    ///     country code cannot be doubted
    Parsed parse(String text, String defaultCountry);

    /// The country code of ISO 3166 `UZ`: 998; 0 when there is no such country.
    int countryCode(String country);

    /// Whether other countries have the same country code.
    boolean sharesCountryCode(String country);

    /// The network of a number: where it was ported to, else by the longest prefix, else its country at least.
    Network network(Msisdn number);

    /// Every network that is known.
    List<Network> networks();
}
