package io.elchi.server.numbers;

import io.elchi.server.config.Setting;

/// Which numbers may get messages.
public record NumbersProperties(
        @Setting(
                value = "which destinations are accepted: `mobile`: not landlines and not unassigned ranges, as far as"
                        + " the numbering plan of the country says so; `assigned`: not unassigned ranges;"
                        + " `possible`: every number with a length that its country has. A number with one of the"
                        + " prefixes of `numbers.prefixes`, and a ported number, is always accepted",
                is = "mobile")
        Accept accept) {
    /// How much a number has to be.
    public enum Accept {
        POSSIBLE,
        ASSIGNED,
        MOBILE
    }
}
