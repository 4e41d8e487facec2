package io.elchi.server.inbound;

import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smstext.coding.UserData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The store in PostgreSQL. Messages from handsets are rare beside those to handsets: some statements for a batch,
/// and a few for each part of a longer message.
final class PgInboundStore implements InboundStore {
    /// A key whose time is over may be taken again. The row lock makes another process wait for this one's commit.
    private static final String TAKE_KEYS = "INSERT INTO inbound.resend_keys AS k (key, until)"
            + " SELECT * FROM unnest(?::bytea[], ?::timestamptz[]) ON CONFLICT (key)"
            + " DO UPDATE SET until = excluded.until WHERE k.until <= ? RETURNING key";
    private static final String OWNERS =
            "SELECT number, operator_id, account_id FROM inbound.numbers WHERE number = ANY (?)";

    private static final String HOLDS =
            "SELECT 1 FROM inbound.parts WHERE message_id = ? AND part = ? AND received_at = ?";

    private final JdbcClient jdbc;
    private final MessageIds ids;
    private final InboundProperties properties;
    private final InboundEvents events;
    private final PartJoin join;
    private final Metrics.Count complete;
    private final Metrics.Count incomplete;
    private final Metrics.Count resent;

    PgInboundStore(
            JdbcClient jdbc, MessageIds ids, InboundProperties properties, InboundEvents events, Metrics metrics) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.properties = properties;
        this.events = events;
        join = new PartJoin(properties.joinTimeout());
        complete = metrics.count(Metric.INBOUND_COMPLETE);
        incomplete = metrics.count(Metric.INBOUND_INCOMPLETE);
        resent = metrics.count(Metric.INBOUND_RESENT);
    }

    @Override
    public Stored store(Tx tx, List<Outcome.Received> received, Instant now) throws SQLException {
        if (received.isEmpty()) {
            return Stored.NOTHING;
        }
        Connection connection = tx.connection();
        List<Arrival> arrivals = received.stream()
                .map(each -> Arrival.of(ids.next(), each, properties))
                .toList();
        List<Arrival> fresh = fresh(connection, arrivals, now);
        Owners owners = owners(connection, fresh);
        List<InboundEvents.Complete> whole = new ArrayList<>();
        List<Arrival> parts = new ArrayList<>(0);
        for (Arrival arrival : fresh) {
            if (arrival.place().isWhole()) {
                whole.add(complete(arrival, owners.of(arrival)));
            } else {
                parts.add(arrival);
            }
        }
        InboundRows.messages(
                connection,
                whole.stream().map(InboundEvents.Complete::message).toList(),
                fresh.stream().filter(arrival -> arrival.place().isWhole()).toList());
        StoredPart written = whole.isEmpty() ? null : written(fresh);
        int abandoned = 0;
        for (Arrival part : PartJoin.inOrder(parts)) {
            PartJoin.Joined joined = join.add(connection, part, owners.of(part), now);
            joined.complete().ifPresent(whole::add);
            abandoned += joined.abandoned();
            written = joined.isNew()
                    ? new StoredPart(
                            joined.message(),
                            part.place().sequence(),
                            part.received().at())
                    : written;
        }
        return new Stored(events.of(whole), whole.size(), abandoned, received.size() - fresh.size(), written);
    }

    private static StoredPart written(List<Arrival> fresh) {
        Arrival first = fresh.stream()
                .filter(each -> each.place().isWhole())
                .findFirst()
                .orElseThrow();
        return new StoredPart(
                first.id(), first.place().sequence(), first.received().at());
    }

    @Override
    public boolean holds(StoredPart part) {
        return jdbc.sql(HOLDS)
                .params(part.message().uuid(), part.part(), utc(part.at()))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public void committed(Stored stored) {
        complete.add(stored.complete());
        incomplete.add(stored.incomplete());
        resent.add(stored.resent());
    }

    private static InboundEvents.Complete complete(Arrival arrival, long account) {
        Outcome.Received received = arrival.received();
        InboundMessage message = new InboundMessage(
                arrival.id(),
                account,
                received.operatorId(),
                InboundRows.clean(received.from()),
                InboundRows.clean(received.to()),
                InboundState.COMPLETE,
                InboundRows.clean(received.text()),
                1,
                1,
                InboundRows.clean(received.wire().messageId()),
                received.at(),
                received.at());
        UserData data = PartPlace.data(received);
        return new InboundEvents.Complete(message, received.dataCoding(), List.of(data.payload()));
    }

    /// Those that were not stored before, in their order.
    private static List<Arrival> fresh(Connection connection, List<Arrival> arrivals, Instant now) throws SQLException {
        Map<Key, Arrival> kept = new TreeMap<>();
        List<Arrival> fresh = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            if (!arrival.isKept()) {
                fresh.add(arrival);
            } else {
                kept.putIfAbsent(new Key(arrival.key()), arrival);
            }
        }
        if (kept.isEmpty()) {
            return fresh;
        }
        byte[][] keys = new byte[kept.size()][];
        OffsetDateTime[] until = new OffsetDateTime[keys.length];
        int at = 0;
        for (Arrival arrival : kept.values()) {
            keys[at] = arrival.key();
            until[at++] = utc(now.plus(arrival.window()));
        }
        try (PreparedStatement take = connection.prepareStatement(TAKE_KEYS)) {
            take.setArray(1, connection.createArrayOf("bytea", keys));
            take.setArray(2, connection.createArrayOf("timestamptz", until));
            take.setObject(3, utc(now));
            try (ResultSet taken = take.executeQuery()) {
                while (taken.next()) {
                    fresh.add(kept.get(new Key(taken.getBytes(1))));
                }
            }
        }
        fresh.sort((one, other) -> one.id().compareTo(other.id()));
        return fresh;
    }

    /// Octets as a key of a map, in the order in which they are locked.
    private record Key(byte[] octets) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Arrays.compareUnsigned(octets, other.octets);
        }
    }

    /// The accounts of destinations, by number and operator.
    private record Owners(Map<String, Map<Long, Long>> byNumber) {
        long of(Arrival arrival) {
            Map<Long, Long> accounts = byNumber.getOrDefault(arrival.received().to(), Map.of());
            Long own = accounts.get(arrival.received().operatorId());
            return own != null ? own : accounts.getOrDefault(0L, 0L);
        }
    }

    private static Owners owners(Connection connection, List<Arrival> arrivals) throws SQLException {
        Map<String, Map<Long, Long>> owners = new HashMap<>();
        if (arrivals.isEmpty()) {
            return new Owners(owners);
        }
        try (PreparedStatement select = connection.prepareStatement(OWNERS)) {
            String[] numbers = arrivals.stream()
                    .map(arrival -> InboundRows.clean(arrival.received().to()))
                    .distinct()
                    .toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", numbers));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    owners.computeIfAbsent(rows.getString(1), _ -> new HashMap<>())
                            .put(rows.getLong(2), rows.getLong(3));
                }
            }
        }
        return new Owners(owners);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
