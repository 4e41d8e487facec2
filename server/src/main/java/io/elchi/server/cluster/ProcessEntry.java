package io.elchi.server.cluster;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A process of the database, as `cluster.processes` has it.
///
/// @param address host and port of its HTTP
/// @param configHash of the settings that all processes must share
/// @param live whether it was heard of in the last seconds, by the database's clock
public record ProcessEntry(
        UUID id,
        List<String> roles,
        String address,
        String version,
        String configHash,
        Instant startedAt,
        Instant seenAt,
        boolean draining,
        boolean live) {}
