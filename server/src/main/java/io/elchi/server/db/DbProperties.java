package io.elchi.server.db;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;
import java.nio.file.Path;
import java.time.Duration;

/// Settings of PostgreSQL.
public record DbProperties(
        @Setting(
                value = "JDBC URL of an external PostgreSQL 15 or later, `jdbc:postgresql://host:5432/elchi`; empty"
                        + " starts the embedded one",
                is = "",
                secret = true,
                local = true)
        String url,

        @Setting(value = "user of the external PostgreSQL; it owns the schemas", is = "elchi", local = true)
        String user,

        @Setting(value = "password of this user", is = "") Secret password,

        @Setting(
                value = "connections for the message path and for changes",
                is = "16",
                min = 6,
                max = 500,
                local = true)
        int poolSize,

        @Setting(
                value =
                        "connections for reads and repeated requests of clients; the message path never waits for these",
                is = "4",
                min = 1,
                max = 500,
                local = true)
        int readPoolSize,

        @Setting(value = "time that a thread waits for a connection of the pool", is = "3s", min = 250, max = 60_000)
        Duration poolTimeout,

        @Setting(value = "maximum duration of a statement", is = "30s", min = 1_000, max = 3_600_000)
        Duration statementTimeout,

        @Setting(
                value =
                        "an acceptance or settlement transaction that takes longer is logged, with what PostgreSQL says that"
                                + " it waits for",
                is = "1s",
                min = 10,
                max = 3_600_000)
        Duration stallAfter,

        @Setting(
                value = "maximum age of the snapshots of accounts, keys, routes and prices; beyond it the server is"
                        + " degraded, and keys of administrators are refused",
                is = "60s",
                min = 5_000,
                max = 3_600_000)
        Duration maxSnapshotAge,

        @Setting(value = "folder of the embedded PostgreSQL", is = "data", local = true)
        Path dataFolder,

        @Setting(
                value = "loopback port of the embedded PostgreSQL; 0 takes a free one",
                is = "0",
                min = 0,
                max = 65_535,
                local = true)
        int embeddedPort,

        @Setting(
                value = "shared buffers of the embedded PostgreSQL, in MiB",
                is = "256",
                min = 16,
                max = 65_536,
                local = true)
        int embeddedBuffersMib) {}
