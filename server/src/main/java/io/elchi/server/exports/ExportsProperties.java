package io.elchi.server.exports;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Settings of exports.
public record ExportsProperties(
        @Setting(value = "maximum of exports of an account that are not finished", is = "2", min = 1, max = 100)
        int running,

        @Setting(value = "maximum of exports of an account that are kept", is = "20", min = 1, max = 1_000)
        int kept,

        @Setting(value = "maximum of rows of an export", is = "1000000", min = 1, max = 1_000_000)
        int rows,

        @Setting(
                value = "maximum of octets of an export; the file ends after the page that exceeds it",
                is = "268435456",
                min = 1_024,
                max = 2_147_483_647)
        long octets,

        @Setting(value = "retention of an export", is = "72h", min = 60_000)
        Duration retention) {}
