package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;

/// Which messages a row is for: `mcc`, `mnc`, `prefix`, each of which may be left out.
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
