package io.elchi.server.inbound;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Tx;
import io.elchi.server.events.NewEvent;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smstext.coding.UserData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    /// The owner of a number that is shared is known with the text.
    private static final String OWN = "UPDATE inbound.messages SET account_id = ? WHERE id = ?";

    private static final String HOLDS =
            "SELECT 1 FROM inbound.parts WHERE message_id = ? AND part = ? AND received_at = ?";

    private final JdbcClient jdbc;
    private final MessageIds ids;
    private final InboundProperties properties;
    private final InboundEvents events;
    private final InboundCharging charging;
    private final PartJoin join;
    private final ConsentChoices consent;
    private final ReplyWriter replies;
    private final Metrics.Count complete;
    private final Metrics.Count incomplete;
    private final Metrics.Count resent;
    private final Metrics.Count suppressed;

    PgInboundStore(
            JdbcClient jdbc,
            MessageIds ids,
            InboundProperties properties,
            InboundEvents events,
            OptOuts optOuts,
            InboundCharging charging,
            Metrics metrics) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.properties = properties;
        this.events = events;
        consent = new ConsentChoices(optOuts);
        replies = new ReplyWriter(properties);
        this.charging = charging;
        join = new PartJoin(properties.joinTimeout());
        complete = metrics.count(Metric.INBOUND_COMPLETE);
        incomplete = metrics.count(Metric.INBOUND_INCOMPLETE);
        resent = metrics.count(Metric.INBOUND_RESENT);
        suppressed = metrics.count(Metric.INBOUND_REPLIES, "suppressed");
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
        List<InboundOwners.OwnerDecision> owners = InboundOwners.decide(
                connection, fresh.stream().map(PgInboundStore::query).toList(), now);
        List<InboundEvents.Complete> complete = new ArrayList<>();
        Map<Arrival, Long> parts = new LinkedHashMap<>(0);
        for (int i = 0; i < fresh.size(); i++) {
            if (fresh.get(i).place().isWhole()) {
                complete.add(complete(fresh.get(i), owners.get(i)));
            } else {
                parts.put(fresh.get(i), owners.get(i).numberOwner());
            }
        }
        InboundRows.messages(
                connection,
                complete.stream().map(InboundEvents.Complete::message).toList(),
                fresh.stream().filter(arrival -> arrival.place().isWhole()).toList());
        JoinedParts joined = join(connection, parts, now);
        StoredPart written = joined.written == null && !complete.isEmpty() ? written(fresh) : joined.written;
        complete.addAll(owned(connection, joined.complete, now));
        List<ConsentChoices.ConsentChange> choices = consent.store(tx, complete);
        int suppressed = replies.write(connection, ReplyWriter.wanted(complete, choices), now);
        List<NewEvent> told = new ArrayList<>(events.of(complete));
        told.addAll(events.ofChoices(choices));
        int resends = received.size() - fresh.size();
        InboundCharge charge = charge(connection, complete, joined.abandoned);
        return new Stored(told, complete.size(), joined.abandoned.size(), resends, suppressed, charge, written);
    }

    private InboundCharge charge(
            Connection connection, List<InboundEvents.Complete> complete, List<InboundMessage> abandoned)
            throws SQLException {
        List<InboundMessage> ended = new ArrayList<>(abandoned);
        complete.forEach(each -> ended.add(each.message()));
        return charging.write(connection, ended);
    }

    /// What came of parts.
    ///
    /// @param complete messages that have all their parts now
    /// @param abandoned messages that were ended for others
    /// @param written null: nothing
    private record JoinedParts(
            List<InboundEvents.Complete> complete, List<InboundMessage> abandoned, StoredPart written) {}

    /// @param parts each with the owner of its number
    private JoinedParts join(Connection connection, Map<Arrival, Long> parts, Instant now) throws SQLException {
        List<InboundEvents.Complete> complete = new ArrayList<>(0);
        List<InboundMessage> abandoned = new ArrayList<>(0);
        StoredPart written = null;
        for (Arrival part : PartJoin.inOrder(List.copyOf(parts.keySet()))) {
            PartJoin.Joined joined = join.add(connection, part, parts.get(part), now);
            joined.complete().ifPresent(complete::add);
            abandoned.addAll(joined.abandoned());
            if (joined.isNew()) {
                written = new StoredPart(
                        joined.message(),
                        part.place().sequence(),
                        part.received().at());
            }
        }
        return new JoinedParts(complete, abandoned, written);
    }

    private static InboundOwners.InboundQuery query(Arrival arrival) {
        Outcome.Received received = arrival.received();
        return new InboundOwners.InboundQuery(
                InboundRows.clean(received.to()),
                received.operatorId(),
                InboundRows.clean(received.from()),
                arrival.place().isWhole() ? InboundRows.clean(received.text()) : null);
    }

    /// Joined messages with the accounts that they belong to by their whole texts.
    private static List<InboundEvents.Complete> owned(
            Connection connection, List<InboundEvents.Complete> joined, Instant now) throws SQLException {
        List<InboundEvents.Complete> owned = new ArrayList<>(joined.size());
        List<InboundOwners.OwnerDecision> owners = InboundOwners.decide(
                connection,
                joined.stream()
                        .map(each -> InboundOwners.InboundQuery.of(each.message()))
                        .toList(),
                now);
        for (int i = 0; i < joined.size(); i++) {
            InboundMessage message = joined.get(i).message();
            long account = owners.get(i).accountId();
            if (account != message.accountId()) {
                try (PreparedStatement update = connection.prepareStatement(OWN)) {
                    update.setObject(1, account == 0 ? null : account, Types.BIGINT);
                    update.setObject(2, message.id().uuid());
                    update.executeUpdate();
                }
            }
            owned.add(joined.get(i).ownedBy(owners.get(i)));
        }
        return owned;
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
        suppressed.add(stored.suppressed());
    }

    private static InboundEvents.Complete complete(Arrival arrival, InboundOwners.OwnerDecision owner) {
        Outcome.Received received = arrival.received();
        InboundMessage message = new InboundMessage(
                arrival.id(),
                owner.accountId(),
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
        return new InboundEvents.Complete(
                message, received.wire().fromTon(), received.dataCoding(), List.of(data.payload()), owner);
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

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
