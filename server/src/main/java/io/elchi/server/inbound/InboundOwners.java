package io.elchi.server.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides which account a message from a handset belongs to: the account of the first route that fits, else the
/// owner
/// of the number. A change is in force for the next message, since nothing is kept in memory.
///
/// Of several routes the one with the lowest priority goes first. Among equal priorities, a route with a number goes
/// before one without; then the same for keyword, operator, tag and source. A longer source goes before a shorter
/// one, and an older route before a newer one. A route without a number is for numbers that nobody owns.
final class InboundOwners {
    private static final String DECIDE = """
            SELECT n.account_id, r.id, r.account_id, r.keyword, r.reply, r.reply_from FROM
            unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                AS m (number, operator_id, source, keyword, tag, place)
            LEFT JOIN LATERAL (
                SELECT o.account_id FROM inbound.numbers o
                WHERE o.number = m.number AND (o.operator_id = m.operator_id OR o.operator_id IS NULL)
                ORDER BY o.operator_id NULLS LAST LIMIT 1) n ON TRUE
            LEFT JOIN LATERAL (
                SELECT w.* FROM inbound.routes w, (SELECT (? AT TIME ZONE 'UTC')::time AS now) t
                WHERE w.active AND (w.number = m.number OR w.number IS NULL AND n.account_id IS NULL)
                AND (w.keyword = m.keyword OR w.keyword IS NULL)
                AND (w.operator_id = m.operator_id OR w.operator_id IS NULL)
                AND (w.tag = m.tag OR w.tag IS NULL)
                AND (starts_with(m.source, w.source) OR w.source IS NULL)
                AND (w.from_time IS NULL
                    OR w.from_time < w.until_time AND t.now >= w.from_time AND t.now < w.until_time
                    OR w.from_time > w.until_time AND (t.now >= w.from_time OR t.now < w.until_time))
                ORDER BY w.priority, w.number IS NULL, w.keyword IS NULL, w.operator_id IS NULL,
                    w.tag IS NULL, length(w.source) DESC NULLS LAST, w.id LIMIT 1) r ON TRUE
            ORDER BY m.place""";

    private InboundOwners() {}

    /// What decides about a message.
    ///
    /// @param text null: its octets are no text, or it waits for parts
    /// @param tag that a rule put on it; null: none
    record InboundQuery(String number, long operatorId, String source, String text, String tag) {
        static InboundQuery of(InboundMessage message) {
            return new InboundQuery(message.to(), message.operatorId(), message.from(), message.text(), null);
        }
    }

    /// The account of a message.
    ///
    /// @param numberOwner the owner of the number, whatever the routes; 0: none
    /// @param routeId 0: no route fits
    /// @param accountId 0: the message belongs to nobody
    /// @param byKeyword whether the first word of the text decided
    /// @param reply the answer to the handset; null: none
    /// @param replyFrom its sender id; null: the number that the handset wrote to
    record OwnerDecision(
            long numberOwner, long routeId, long accountId, boolean byKeyword, String reply, String replyFrom) {
        static final OwnerDecision NOBODY = new OwnerDecision(0, 0, 0, false, null, null);
    }

    /// One for each, in their order, by one statement.
    static List<OwnerDecision> decide(Connection connection, List<InboundQuery> asked, Instant now)
            throws SQLException {
        List<OwnerDecision> decisions = new ArrayList<>(asked.size());
        if (asked.isEmpty()) {
            return decisions;
        }
        String[] numbers = new String[asked.size()];
        Long[] operators = new Long[numbers.length];
        String[] sources = new String[numbers.length];
        String[] keywords = new String[numbers.length];
        String[] tags = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            InboundQuery each = asked.get(i);
            numbers[i] = each.number;
            operators[i] = each.operatorId;
            sources[i] = each.source;
            tags[i] = each.tag;
            keywords[i] = FirstWord.of(each.text).map(FirstWord::folded).orElse(null);
        }
        try (PreparedStatement select = connection.prepareStatement(DECIDE)) {
            select.setArray(1, connection.createArrayOf("text", numbers));
            select.setArray(2, connection.createArrayOf("bigint", operators));
            select.setArray(3, connection.createArrayOf("text", sources));
            select.setArray(4, connection.createArrayOf("text", keywords));
            select.setArray(5, connection.createArrayOf("text", tags));
            select.setObject(6, InboundRows.utc(now));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long owner = rows.getLong(1);
                    long route = rows.getLong(2);
                    decisions.add(new OwnerDecision(
                            owner,
                            route,
                            route == 0 ? owner : rows.getLong(3),
                            rows.getString(4) != null,
                            rows.getString(5),
                            rows.getString(6)));
                }
            }
        }
        return decisions;
    }
}
