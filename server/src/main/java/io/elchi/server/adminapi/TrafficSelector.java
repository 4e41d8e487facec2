package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import java.util.Optional;

/// Which messages a row is for: `mcc`, `mnc`, `prefix`, each of which may be left out. `country` stands for the
/// prefix that is its country code.
record TrafficSelector(String mcc, String mnc, String prefix) {
    static final String PREFIX = "[1-9][0-9]{0,14}";
    static final String PREFIX_WORDS = "1 to 15 digits that begin with a country code";

    static TrafficSelector of(JsonBody body) {
        TrafficSelector network = network(body);
        return new TrafficSelector(
                network.mcc,
                network.mnc,
                body.optionalText("prefix", PREFIX, PREFIX_WORDS).orElse(null));
    }

    /// As [#of]; a row for all numbers has to say so with `any_destination`, as it is more often a slip than a
    /// wish.
    ///
    /// @throws io.elchi.server.core.RefusedException when it names no destination
    static TrafficSelector destination(JsonBody body, Countries countries) {
        TrafficSelector match = of(body);
        boolean any = body.optionalFlag("any_destination").orElse(false);
        Optional<String> country = countries.optional(body, "country");
        if (country.isPresent()) {
            if (match.prefix != null) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "country", "is the prefix of a country: name one of both")
                        .exception();
            }
            match = new TrafficSelector(match.mcc, match.mnc, countries.prefix(country.get()));
        }
        boolean named = match.mcc != null || match.prefix != null;
        if (named && any) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "any_destination", "excludes country, mcc and prefix")
                    .exception();
        }
        if (!named && !any) {
            throw Refusal.ofField(
                            Failure.MISSING_FIELD,
                            "country",
                            "name a country, mcc or prefix; any_destination: true stands for all numbers")
                    .exception();
        }
        return match;
    }

    /// The network alone.
    static TrafficSelector network(JsonBody body) {
        String mcc = body.optionalText("mcc", "[0-9]{3}", "three digits").orElse(null);
        String mnc =
                body.optionalText("mnc", "[0-9]{2,3}", "two or three digits").orElse(null);
        if (mnc != null && mcc == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "mcc", "an mnc needs its mcc")
                    .exception();
        }
        return new TrafficSelector(mcc, mnc, null);
    }
}
