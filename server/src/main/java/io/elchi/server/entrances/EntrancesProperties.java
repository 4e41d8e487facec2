package io.elchi.server.entrances;

import io.elchi.server.config.Setting;

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
        int maxFailedPasswords) {}
