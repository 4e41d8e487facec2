package io.elchi.server.boot;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;

/// What `elchi serve` makes in a database that no administrator has a key to.
public record SetupProperties(
        @Setting(
                value = "the first administrator's key; empty: one is made, and written to `cli.properties` in the"
                        + " data folder",
                is = "")
        Secret adminKey,

        @Setting(value = "currency of the first administrator's account", is = "UZS")
        String currency) {}
