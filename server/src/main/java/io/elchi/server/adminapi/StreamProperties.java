package io.elchi.server.adminapi;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Streams of the console and the portal.
public record StreamProperties(
        @Setting(
                value = "maximum of open streams of the console and the portal (`GET /console/stream`) of this process",
                is = "200",
                min = 1,
                max = 10_000)
        int streams,

        @Setting(
                value = "maximum of open streams of one person, in each process; each visible page has one",
                is = "8",
                min = 1,
                max = 1_000)
        int streamsPerPerson,

        @Setting(
                value = "time after which a stream ends; the page connects again",
                is = "1h",
                min = 1_000,
                max = 86_400_000)
        Duration streamTime) {}
