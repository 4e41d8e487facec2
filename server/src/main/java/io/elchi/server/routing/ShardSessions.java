package io.elchi.server.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The sessions of all shards: each owner writes those of its own, as JSON.
public final class ShardSessions {
    /// What is older says nothing: the owner is gone, or cannot write.
    static final Duration FRESH = Duration.ofSeconds(15);
    /// Rows of operators that were removed.
    private static final Duration KEEP = Duration.ofDays(1);

    private static final TypeReference<List<LinkSessions>> LINKS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final UUID process;

    /// @param process this one
    public ShardSessions(JdbcClient jdbc, UUID process) {
        this.jdbc = jdbc;
        this.process = process;
    }

    /// What an owner said last.
    ///
    /// @param fresh whether that was lately
    public record SessionReport(long shard, UUID process, Instant at, boolean fresh, List<LinkSessions> links) {}

    /// Writes the sessions of one shard; an owner before does not overwrite a new one.
    public void write(long shard, long epoch, List<LinkSessions> links) {
        jdbc.sql("INSERT INTO routing.shard_sessions (shard, epoch, process, links, at)"
                        + " VALUES (?, ?, ?, ?, clock_timestamp()) ON CONFLICT (shard) DO UPDATE SET"
                        + " epoch = EXCLUDED.epoch, process = EXCLUDED.process, links = EXCLUDED.links,"
                        + " at = EXCLUDED.at WHERE shard_sessions.epoch <= EXCLUDED.epoch")
                .params(shard, epoch, process, JsonMapper.shared().writeValueAsString(links))
                .update();
    }

    /// The reports of all owners.
    public List<SessionReport> read() {
        return jdbc.sql("SELECT shard, process, links, at, at > clock_timestamp() - " + FRESH.toSeconds()
                        + " * INTERVAL '1 s' AS fresh FROM routing.shard_sessions ORDER BY shard")
                .query((row, _) -> new SessionReport(
                        row.getLong("shard"),
                        row.getObject("process", UUID.class),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("fresh"),
                        links(row.getString("links"))))
                .list();
    }

    /// A session that is bound, as its owner said lately.
    ///
    /// @param n its number among the sessions of its link
    public Optional<LinkSessions.LinkSession> session(long linkId, int n) {
        return read().stream()
                .filter(SessionReport::fresh)
                .flatMap(report -> report.links().stream())
                .filter(link -> link.linkId() == linkId)
                .flatMap(link -> link.sessions().stream())
                .filter(session -> session.n() == n)
                .findFirst();
    }

    /// Another release may write what this one cannot read.
    private static List<LinkSessions> links(String json) {
        try {
            return JsonMapper.shared().readValue(json, LINKS);
        } catch (JacksonException ignored) {
            return List.of();
        }
    }

    /// Deletes rows of shards that nobody has any more.
    public void forget() {
        jdbc.sql("DELETE FROM routing.shard_sessions WHERE at < clock_timestamp() - " + KEEP.toHours()
                        + " * INTERVAL '1 h'")
                .update();
    }
}
