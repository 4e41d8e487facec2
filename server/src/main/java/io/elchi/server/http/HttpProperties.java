package io.elchi.server.http;

import io.elchi.server.config.Setting;

/// Where and what HTTP takes.
public record HttpProperties(
        @Setting(value = "address to listen on; loopback unless configured", is = "127.0.0.1")
        String address,

        @Setting(value = "port to listen on; 0 takes a free one", is = "8080", min = 0, max = 65_535)
        int port,

        @Setting(value = "the largest body, in octets", is = "1048576", min = 1_024, max = 104_857_600)
        int maxBody,

        @Setting(value = "connections at a time", is = "8192", min = 1, max = 1_000_000)
        int maxConnections) {}
