package io.elchi.server.boot;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;

/// The first administrator that `elchi serve` creates in a database without an administrator's key.
public record SetupProperties(
        @Setting(
                value = "the first administrator's key; empty: a key is created and written to `cli.properties` in the"
                        + " data folder",
                is = "",
                local = true)
        Secret adminKey,

        @Setting(value = "currency of the first administrator's account", is = "UZS", local = true)
        String currency) {}
