package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.numbers.Numbers;
import java.util.Optional;

/// Reads countries of ISO 3166 from bodies, and refuses those that have no country code.
final class Countries {
    private static final String FORM = "[A-Z]{2}";
    private static final String WORDS = "a country of ISO 3166, like UZ";

    private final Numbers numbers;

    Countries(Numbers numbers) {
        this.numbers = numbers;
    }

    Optional<String> optional(JsonBody body, String field) {
        Optional<String> country = body.optionalText(field, FORM, WORDS);
        if (country.isPresent() && numbers.countryCode(country.get()) == 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "there is no such country")
                    .exception();
        }
        return country;
    }

    /// The digits that every number of the country begins with.
    ///
    /// @throws io.elchi.server.core.RefusedException when other countries have numbers with the same digits
    String prefix(String country) {
        if (numbers.sharesCountryCode(country)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "country",
                            "shares its country code +" + numbers.countryCode(country)
                                    + " with other countries: name mcc or prefix")
                    .exception();
        }
        return Integer.toString(numbers.countryCode(country));
    }
}
