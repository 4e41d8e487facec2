package io.elchi.server.events;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The event log, and the memory of its readers.
public record EventsProperties(
        @Setting(
                value = "retention of events in days; a subscriber that was away for longer misses the older ones",
                is = "7",
                min = 1,
                max = 3_650)
        int retentionDays,

        @Setting(
                value = "maximum of events in memory for one subscriber; it reads further ones from the log later",
                is = "4000",
                min = 100,
                max = 1_000_000)
        int feedEvents,

        @Setting(
                value = "memory for events that wait for subscribers, in octets, over all of them",
                is = "33554432",
                min = 1_048_576,
                max = 10_737_418_240L)
        long feedOctets,

        @Setting(
                value = "time in days after which events are no longer written for a client that asked for them by"
                        + " `GET /v1/events` and asks no more",
                is = "7",
                min = 1,
                max = 3_650)
        int pullDays,

        @Setting(
                value = "maximum of requests for events of one account at a time, those that wait for events included",
                is = "4",
                min = 1,
                max = 1_000)
        int pullsPerAccount,

        @Setting(
                value = "maximum of open streams of events (`GET /v1/stream`) of this process",
                is = "500",
                min = 1,
                max = 100_000)
        int streams,

        @Setting(
                value =
                        "maximum of open streams of events of one account, in each process; one more ends the oldest, or"
                                + " is refused when that is younger than 10 s",
                is = "4",
                min = 1,
                max = 1_000)
        int streamsPerAccount,

        @Setting(
                value = "time after which a stream of events ends; its client connects again where it was",
                is = "1h",
                min = 1_000,
                max = 86_400_000)
        Duration streamTime) {}
