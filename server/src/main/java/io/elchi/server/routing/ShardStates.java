package io.elchi.server.routing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The states of all shards: each owner writes its own, and every process reads those of the others.
public final class ShardStates {
    /// A state that is older says nothing: the shard's owner is gone, or cannot write.
    static final Duration FRESH = Duration.ofSeconds(10);
    /// Rows of operators that were removed.
    private static final Duration KEEP = Duration.ofDays(1);

    private static final String WRITE = "INSERT INTO routing.shard_state (shard, epoch, bound, wanted, in_flight,"
            + " send_window, waiting, oldest, unsettled, problem, at)"
            + " SELECT s.*, clock_timestamp() FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::int[],"
            + " ?::int[], ?::int[], ?::text[]::timestamptz[], ?::int[], ?::text[]) s"
            + " ON CONFLICT (shard) DO UPDATE SET epoch = EXCLUDED.epoch, bound = EXCLUDED.bound,"
            + " wanted = EXCLUDED.wanted, in_flight = EXCLUDED.in_flight, send_window = EXCLUDED.send_window,"
            + " waiting = EXCLUDED.waiting, oldest = EXCLUDED.oldest, unsettled = EXCLUDED.unsettled,"
            + " problem = EXCLUDED.problem, at = EXCLUDED.at WHERE shard_state.epoch <= EXCLUDED.epoch";

    private final JdbcClient jdbc;
    private final Map<Long, Accepted> accepted = new ConcurrentHashMap<>();
    private volatile Map<Long, Read> states = Map.of();

    /// A state as it was read.
    ///
    /// @param fresh whether its owner wrote it lately
    record Read(ShardState state, OffsetDateTime at, boolean fresh) {}

    /// What this process accepted for a shard: since the state was read, and between that and the read before.
    private static final class Accepted {
        private final AtomicInteger now = new AtomicInteger();
        private volatile int before;

        int sum() {
            return now.get() + before;
        }
    }

    public ShardStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes states; those of an owner before do not overwrite a new owner's.
    public void write(List<ShardState> written) {
        if (written.isEmpty()) {
            return;
        }
        jdbc.sql(WRITE)
                .params(
                        written.stream().map(ShardState::shard).toArray(Long[]::new),
                        written.stream().map(ShardState::epoch).toArray(Long[]::new),
                        written.stream().map(ShardState::bound).toArray(Integer[]::new),
                        written.stream().map(ShardState::wanted).toArray(Integer[]::new),
                        written.stream().map(ShardState::inFlight).toArray(Integer[]::new),
                        written.stream().map(ShardState::window).toArray(Integer[]::new),
                        written.stream().map(ShardState::waiting).toArray(Integer[]::new),
                        written.stream()
                                .map(state -> state.oldest() == null
                                        ? null
                                        : state.oldest().toString())
                                .toArray(String[]::new),
                        written.stream().map(ShardState::unsettled).toArray(Integer[]::new),
                        written.stream().map(ShardState::problem).toArray(String[]::new))
                .update();
    }

    /// Reads all states again.
    public void read() {
        Map<Long, Read> found = new HashMap<>();
        jdbc.sql("SELECT *, at > clock_timestamp() - " + FRESH.toSeconds()
                        + " * INTERVAL '1 s' AS fresh FROM routing.shard_state")
                .query((row, _) -> found.put(row.getLong("shard"), state(row)))
                .list();
        found.forEach((shard, now) -> {
            Read before = states.get(shard);
            Accepted own = accepted.get(shard);
            if (own != null && (before == null || now.at.isAfter(before.at))) {
                own.before = own.now.getAndSet(0);
            }
        });
        states = found;
    }

    private static Read state(ResultSet row) throws SQLException {
        OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
        ShardState state = new ShardState(
                row.getLong("shard"),
                row.getLong("epoch"),
                row.getInt("bound"),
                row.getInt("wanted"),
                row.getInt("in_flight"),
                row.getInt("send_window"),
                row.getInt("waiting"),
                oldest == null ? null : oldest.toInstant(),
                row.getInt("unsettled"),
                row.getString("problem"));
        return new Read(state, row.getObject("at", OffsetDateTime.class), row.getBoolean("fresh"));
    }

    /// This process accepted messages for a shard of another one.
    public void accepted(long shard, int messages) {
        accepted.computeIfAbsent(shard, _ -> new Accepted()).now.addAndGet(messages);
    }

    /// Messages that wait for the shard, as its owner said last, and those that this process accepted since: a
    /// shard without an owner fills up like any other.
    public int waiting(long shard) {
        Read read = states.get(shard);
        Accepted own = accepted.get(shard);
        return (read == null ? 0 : read.state.waiting()) + (own == null ? 0 : own.sum());
    }

    /// The same for all shards that are in other processes.
    public int waiting(LongPredicate elsewhere) {
        int sum = 0;
        for (long shard : states.keySet()) {
            sum += elsewhere.test(shard) ? waiting(shard) : 0;
        }
        return sum;
    }

    /// The most outcomes that wait in an owner of one of these shards.
    public int unsettled(LongPredicate elsewhere) {
        int most = 0;
        for (Read read : states.values()) {
            if (read.fresh && elsewhere.test(read.state.shard())) {
                most = Math.max(most, read.state.unsettled());
            }
        }
        return most;
    }

    /// The shards that have a state.
    public List<Long> shards() {
        return List.copyOf(states.keySet());
    }

    /// Whether the shard's owner has a bound session and is heard of.
    public boolean isReachable(long shard) {
        Read read = states.get(shard);
        return read != null && read.fresh && read.state.bound() > 0;
    }

    /// Deletes rows of shards that nobody has any more.
    public void forget() {
        jdbc.sql("DELETE FROM routing.shard_state WHERE at < clock_timestamp() - " + KEEP.toHours()
                        + " * INTERVAL '1 h'")
                .update();
    }
}
