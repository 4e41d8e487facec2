package io.elchi.server.entrances;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// The port for clients of Jasmin and Kannel.
public record EntrancesProperties(
        @Setting(
                value = "whether clients of Jasmin and Kannel may send over HTTP, by their own protocols",
                is = "false",
                local = true)
        boolean enabled,

        @Setting(value = "address to listen on; loopback unless configured", is = "127.0.0.1", local = true)
        String address,

        @Setting(
                value = "port to listen on, for plain HTTP; 0 takes a free one",
                is = "1401",
                min = 0,
                max = 65_535,
                local = true)
        int port,

        @Setting(
                value = "wrong passwords from one address within a minute, after which no other password from there is"
                        + " checked; those that were right before go on",
                is = "10",
                min = 1,
                max = 10_000)
        int maxFailedPasswords,

        @Setting(value = "maximum of concurrent requests to addresses of clients", is = "128", min = 1, max = 10_000)
        int callbacksAtATime,

        @Setting(
                value = "maximum of concurrent requests to addresses of the clients of one account",
                is = "32",
                min = 1,
                max = 10_000)
        int callbacksPerAccount,

        @Setting(value = "maximum of concurrent requests to one host", is = "16", min = 1, max = 1_000)
        int callbacksPerHost,

        @Setting(value = "timeout of a request to an address of a client", is = "30s", min = 100, max = 120_000)
        Duration callbackTimeout,

        @Setting(
                value = "hours after which a request is dropped that no answer has accepted",
                is = "24",
                min = 1,
                max = 720)
        int callbackHours,

        @Setting(
                value = "days after which the address for the results of a message is forgotten; longer than a message"
                        + " waits",
                is = "60",
                min = 45,
                max = 3_650)
        int callbackDays) {}
