package io.elchi.server.db;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;
import java.nio.file.Path;
import java.time.Duration;

/// Where PostgreSQL is and how it is used.
public record DbProperties(
        @Setting(
                value = "JDBC URL of an external PostgreSQL 15 or later, `jdbc:postgresql://host:5432/elchi`; empty"
                        + " starts the embedded one",
                is = "")
        String url,

        @Setting(value = "user of the external PostgreSQL; it owns the schemas", is = "elchi")
        String user,

        @Setting(value = "its password", is = "") Secret password,

        @Setting(value = "connections for messages and changes", is = "16", min = 6, max = 500)
        int poolSize,

        @Setting(
                value = "connections for what clients look at or repeat; messages never wait for these",
                is = "4",
                min = 1,
                max = 500)
        int readPoolSize,

        @Setting(value = "how long a thread waits for a connection of the pool", is = "3s", min = 250, max = 60_000)
        Duration poolTimeout,

        @Setting(value = "the longest statement", is = "30s", min = 1_000, max = 3_600_000)
        Duration statementTimeout,

        @Setting(
                value = "the age from which on what is kept in memory of accounts, keys, routes and prices counts as"
                        + " outdated: the server is degraded, and keys of administrators are refused",
                is = "60s",
                min = 5_000,
                max = 3_600_000)
        Duration maxSnapshotAge,

        @Setting(value = "folder of the embedded PostgreSQL", is = "data")
        Path dataFolder,

        @Setting(
                value = "loopback port of the embedded PostgreSQL; 0 takes a free one",
                is = "0",
                min = 0,
                max = 65_535)
        int embeddedPort,

        @Setting(value = "memory for the pages of the embedded PostgreSQL, in MiB", is = "256", min = 16, max = 65_536)
        int embeddedBuffersMib) {}
