package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Search among messages from handsets.
public final class InboundSearch {
    /// An id has the time of arrival, but after a clock that stepped back it may be ahead of it.
    private static final Duration SPARE = Duration.ofHours(2);

    /// Octets of texts that a page may have; one message is always in it.
    static final int PAGE_OCTETS = 4 << 20;

    /// The database adds up the octets: the driver holds all rows of an answer at once.
    private static final String PAGE =
            "SELECT * FROM (SELECT *, sum(coalesce(octet_length(content), 0)) OVER (ORDER BY id DESC) AS octets"
                    + " FROM (SELECT * FROM inbound.messages WHERE %s ORDER BY id DESC LIMIT ?) AS first_rows) AS summed"
                    + " WHERE octets - coalesce(octet_length(content), 0) < ? ORDER BY id DESC";

    private final JdbcClient jdbc;

    /// @param jdbc for what is only looked at
    InboundSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Which messages are wanted; 0 and null are for all.
    ///
    /// @param from digits of the handset's number
    /// @param to digits of the destination
    /// @param receivedFrom received then or later
    /// @param receivedBefore received before
    public record InboundFilter(
            long accountId, long operatorId, String from, String to, Instant receivedFrom, Instant receivedBefore) {}

    /// A deliver_sm of a message.
    ///
    /// @param defects what deviated from the specification; null: nothing
    public record PartRow(int part, int esmClass, int dataCoding, int octets, String defects, Instant receivedAt) {}

    /// As [#list], without those that a rule rejected: their account does not get them.
    public Page<InboundMessage> delivered(InboundFilter filter, String cursor, int limit) {
        List<Object> parameters = new ArrayList<>();
        String where = where(filter, cursor, parameters) + " AND state <> " + InboundState.REJECTED.number();
        return page(where, parameters, limit);
    }

    /// The newest first. A page of long texts has fewer than the limit.
    ///
    /// @param cursor of the page before; null: from the newest
    /// @throws io.elchi.server.core.RefusedException when the cursor is none
    public Page<InboundMessage> list(InboundFilter filter, String cursor, int limit) {
        List<Object> parameters = new ArrayList<>();
        return page(where(filter, cursor, parameters), parameters, limit);
    }

    /// The condition of a list, of messages or of their records.
    static String where(InboundFilter filter, String cursor, List<Object> parameters) {
        StringBuilder where = new StringBuilder("TRUE");
        InboundRows.and(where, parameters, "account_id = ?", filter.accountId == 0 ? null : filter.accountId);
        InboundRows.and(where, parameters, "operator_id = ?", filter.operatorId == 0 ? null : filter.operatorId);
        InboundRows.and(where, parameters, "msisdn = ?", filter.from);
        InboundRows.and(where, parameters, "destination = ?", filter.to);
        if (filter.receivedFrom != null) {
            InboundRows.and(
                    where,
                    parameters,
                    "id >= ?",
                    MessageId.firstAt(filter.receivedFrom.minus(SPARE)).uuid());
            InboundRows.and(where, parameters, "received_at >= ?", filter.receivedFrom.atOffset(ZoneOffset.UTC));
        }
        if (filter.receivedBefore != null) {
            InboundRows.and(
                    where,
                    parameters,
                    "id < ?",
                    MessageId.firstAt(filter.receivedBefore.plus(SPARE)).uuid());
            InboundRows.and(where, parameters, "received_at < ?", filter.receivedBefore.atOffset(ZoneOffset.UTC));
        }
        if (cursor != null) {
            InboundRows.and(
                    where,
                    parameters,
                    "id < ?",
                    MessageId.parse(cursor).orElseThrow(Page::noCursor).uuid());
        }
        return where.toString();
    }

    /// A page ends at the limit, or at its octets: it may then be followed by an empty one.
    private Page<InboundMessage> page(String where, List<Object> parameters, int limit) {
        parameters.add(limit + 1);
        parameters.add(PAGE_OCTETS);
        List<InboundMessage> found = new ArrayList<>();
        long[] octets = new long[1];
        jdbc.sql(PAGE.formatted(where)).params(parameters).query(row -> {
            found.add(InboundRows.message(row));
            octets[0] = row.getLong("octets");
        });
        if (found.size() <= limit && octets[0] >= PAGE_OCTETS) {
            return new Page<>(found, found.getLast().id().toString());
        }
        return Page.of(found, limit, InboundMessage::id);
    }

    public Optional<InboundMessage> find(MessageId id) {
        return jdbc.sql("SELECT * FROM inbound.messages WHERE id = ?")
                .param(id.uuid())
                .query((row, _) -> InboundRows.message(row))
                .optional();
    }

    /// The parts that came, in their order.
    public List<PartRow> parts(MessageId id) {
        return jdbc.sql("SELECT part, esm_class, data_coding, coalesce(octet_length(octets), 0) AS octets, defects,"
                        + " received_at FROM inbound.parts WHERE message_id = ? ORDER BY part")
                .param(id.uuid())
                .query((row, _) -> new PartRow(
                        row.getInt("part"),
                        row.getInt("esm_class"),
                        row.getInt("data_coding"),
                        row.getInt("octets"),
                        row.getString("defects"),
                        InboundRows.instant(row, "received_at")))
                .list();
    }
}
