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
    private static final String HOLDS =
            "SELECT 1 FROM inbound.parts WHERE message_id = ? AND part = ? AND received_at = ?";

    private final JdbcClient jdbc;
    private final MessageIds ids;
    private final InboundProperties properties;
    private final InboundEvents events;
    private final HandsetRules rules;
    private final InboundCharging charging;
    private final PartJoin join;
    private final ConsentChoices consent;
    private final ReplyWriter replies;
    private final Metrics.Count complete;
    private final Metrics.Count incomplete;
    private final Metrics.Count resent;
    private final Metrics.Count suppressed;

    /// What a complete message passes.
    record InboundStages(HandsetRules rules, InboundCharging charging) {}

    PgInboundStore(
            JdbcClient jdbc,
            MessageIds ids,
            InboundProperties properties,
            InboundEvents events,
            OptOuts optOuts,
            InboundStages stages,
            Metrics metrics) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.properties = properties;
        this.events = events;
        consent = new ConsentChoices(optOuts);
        replies = new ReplyWriter(properties);
        rules = stages.rules();
        charging = stages.charging();
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
        List<InboundEvents.Complete> complete = new ArrayList<>();
        Map<Arrival, Long> parts = new LinkedHashMap<>(0);
        decide(connection, fresh, now, complete, parts);
        JoinedParts joined = join(connection, parts, now);
        StoredPart written = joined.written == null && !complete.isEmpty() ? written(fresh) : joined.written;
        complete.addAll(owned(connection, joined.complete, now));
        List<ConsentChoices.ConsentChange> choices = consent.store(tx, complete);
        int suppressed = replies.write(connection, ReplyWriter.wanted(complete, choices), now);
        List<NewEvent> told = new ArrayList<>(events.of(complete));
        told.addAll(events.ofChoices(choices));
        int resends = received.size() - fresh.size();
        InboundCharge charge = charge(connection, complete, joined.abandoned);
        int whole = (int) complete.stream().filter(each -> !each.isRejected()).count();
        return new Stored(told, whole, joined.abandoned.size(), resends, suppressed, charge, written);
    }

    /// Decides about deliver_sm, and stores those that are a whole message.
    ///
    /// @param complete gets these
    /// @param parts gets the others, each with the owner of its number
    private void decide(
            Connection connection,
            List<Arrival> fresh,
            Instant now,
            List<InboundEvents.Complete> complete,
            Map<Arrival, Long> parts)
            throws SQLException {
        List<InboundOwners.InboundQuery> asked =
                fresh.stream().map(PgInboundStore::query).toList();
        List<InboundOwners.OwnerDecision> owners = InboundOwners.decide(connection, asked, now);
        List<Arrival> whole = new ArrayList<>(fresh.size());
        List<InboundOwners.InboundQuery> wholeAsked = new ArrayList<>(fresh.size());
        List<InboundOwners.OwnerDecision> wholeOwners = new ArrayList<>(fresh.size());
        for (int i = 0; i < fresh.size(); i++) {
            if (fresh.get(i).place().isWhole()) {
                whole.add(fresh.get(i));
                wholeAsked.add(asked.get(i));
                wholeOwners.add(owners.get(i));
            } else {
                parts.put(fresh.get(i), owners.get(i).numberOwner());
            }
        }
        List<HandsetRules.Decided> decided = rules.apply(connection, wholeAsked, wholeOwners, now);
        List<HandsetRules.Ruled> ruled = new ArrayList<>(whole.size());
        for (int i = 0; i < whole.size(); i++) {
            complete.add(complete(whole.get(i)).decided(decided.get(i)));
            ruled.add(decided.get(i).ruled());
        }
        InboundRows.messages(
                connection,
                complete.stream().map(InboundEvents.Complete::message).toList(),
                whole,
                ruled);
    }

    private InboundCharge charge(
            Connection connection, List<InboundEvents.Complete> complete, List<InboundMessage> abandoned)
            throws SQLException {
        List<InboundCharging.Ended> ended = new ArrayList<>(complete.size());
        abandoned.forEach(each -> ended.add(InboundCharging.Ended.of(each)));
        complete.forEach(each -> ended.add(new InboundCharging.Ended(each.message(), each.ruled())));
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
                arrival.place().isWhole() ? InboundRows.clean(received.text()) : null,
                null);
    }

    /// Joined messages with the accounts that they belong to by their whole texts, after the rules.
    private List<InboundEvents.Complete> owned(Connection connection, List<InboundEvents.Complete> joined, Instant now)
            throws SQLException {
        List<InboundEvents.Complete> owned = new ArrayList<>(joined.size());
        List<InboundOwners.InboundQuery> asked = joined.stream()
                .map(each -> InboundOwners.InboundQuery.of(each.message()))
                .toList();
        List<HandsetRules.Decided> decided =
                rules.apply(connection, asked, InboundOwners.decide(connection, asked, now), now);
        for (int i = 0; i < joined.size(); i++) {
            InboundEvents.Complete own = joined.get(i).decided(decided.get(i));
            if (own.ruled() != null
                    || own.message().accountId() != joined.get(i).message().accountId()) {
                InboundRows.decided(connection, own.message(), own.ruled());
            }
            owned.add(own);
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

    /// Without its owner.
    private static InboundEvents.Complete complete(Arrival arrival) {
        Outcome.Received received = arrival.received();
        InboundMessage message = new InboundMessage(
                arrival.id(),
                0,
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
                message,
                received.wire().fromTon(),
                received.dataCoding(),
                List.of(data.payload()),
                InboundOwners.OwnerDecision.NOBODY,
                null);
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
