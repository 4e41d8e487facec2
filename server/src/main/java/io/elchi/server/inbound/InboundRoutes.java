package io.elchi.server.inbound;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The routes of messages from handsets.
public final class InboundRoutes {
    /// Routes of the platform, at most.
    public static final int MOST = 10_000;

    private static final String COLUMNS = "id, number, keyword, operator_id, source, from_time, until_time, priority,"
            + " account_id, reply, reply_from, active, created_at, tag";

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final Transactions transactions;

    /// @param reads for people who look
    InboundRoutes(JdbcClient jdbc, JdbcClient reads, Transactions transactions) {
        this.jdbc = jdbc;
        this.reads = reads;
        this.transactions = transactions;
    }

    /// The account that a message would belong to.
    ///
    /// @param keyword the first word of the text, folded; null: it has none
    /// @param routeId 0: no route fits, and the owner of the number decides
    /// @param accountId 0: nobody
    public record RoutedTo(String keyword, long routeId, long accountId) {}

    /// A keyword as it is compared.
    ///
    /// @throws RefusedException when it is not one word of up to 40 characters
    public static String keyword(String text) {
        return FirstWord.of(text)
                .filter(FirstWord::isAlone)
                .map(FirstWord::folded)
                .orElseThrow(() -> Refusal.ofField(
                                Failure.INVALID_FIELD,
                                "keyword",
                                "must be one word of up to " + FirstWord.LONGEST + " characters")
                        .exception());
    }

    /// Adds a route, for the next message on. Its id and time are ignored.
    ///
    /// @throws RefusedException when there is one with the same conditions and priority, or there are too many
    public InboundRoute add(InboundRoute route) {
        return unique(() -> jdbc.sql(
                                "INSERT INTO inbound.routes (number, keyword, operator_id, source, from_time, until_time,"
                                        + " priority, account_id, reply, reply_from, active, tag) SELECT ?::text, ?::text,"
                                        + " ?::bigint, ?::text, ?::time, ?::time, ?::int, ?::bigint, ?::text, ?::text, ?,"
                                        + " ?::text"
                                        + " WHERE (SELECT count(*) FROM inbound.routes) < ? RETURNING "
                                        + COLUMNS)
                        .params(values(route, MOST))
                        .query((row, _) -> route(row))
                        .optional())
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "there may be " + MOST + " routes")
                        .exception());
    }

    /// Replaces a route, for the next message on; empty when there is none.
    ///
    /// @throws RefusedException when there is another one with the same conditions and priority
    public Optional<InboundRoute> replace(InboundRoute route) {
        return unique(() -> jdbc.sql("UPDATE inbound.routes SET number = ?, keyword = ?, operator_id = ?, source = ?,"
                        + " from_time = ?, until_time = ?, priority = ?, account_id = ?, reply = ?,"
                        + " reply_from = ?, active = ?, tag = ? WHERE id = ? RETURNING "
                        + COLUMNS)
                .params(values(route, route.id()))
                .query((row, _) -> route(row))
                .optional());
    }

    private static List<Object> values(InboundRoute route, Object last) {
        InboundRoute.InboundCondition condition = route.condition();
        List<Object> values = new ArrayList<>();
        values.add(condition.number());
        values.add(condition.keyword());
        values.add(condition.operatorId() == 0 ? null : condition.operatorId());
        values.add(condition.source());
        values.add(condition.from());
        values.add(condition.until());
        values.add(route.priority());
        values.add(route.accountId());
        values.add(route.reply());
        values.add(route.replyFrom());
        values.add(route.active());
        values.add(condition.tag());
        values.add(last);
        return values;
    }

    private static <T> T unique(Supplier<T> write) {
        try {
            return write.get();
        } catch (DuplicateKeyException ignored) {
            throw Refusal.of(Failure.CONFLICT, "there is a route with the same conditions and priority")
                    .exception();
        }
    }

    /// Routes by id.
    ///
    /// @param accountId only those to it; 0: all
    /// @param number only those of it; null: all
    /// @param cursor of the page before; null: from the first
    public Page<InboundRoute> list(long accountId, String number, String cursor, int limit) {
        List<InboundRoute> found = reads.sql("SELECT " + COLUMNS + " FROM inbound.routes WHERE id > ?"
                        + " AND (? = 0 OR account_id = ?) AND (?::text IS NULL OR number = ?) ORDER BY id LIMIT ?")
                .params(Arrays.asList(Page.id(cursor, 0), accountId, accountId, number, number, limit + 1))
                .query((row, _) -> route(row))
                .list();
        return Page.of(found, limit, InboundRoute::id);
    }

    public Optional<InboundRoute> find(long id) {
        return reads.sql("SELECT " + COLUMNS + " FROM inbound.routes WHERE id = ?")
                .param(id)
                .query((row, _) -> route(row))
                .optional();
    }

    /// Removes a route; false when there is none.
    public boolean remove(long id) {
        return jdbc.sql("DELETE FROM inbound.routes WHERE id = ?").param(id).update() > 0;
    }

    /// Decides as for a message, and stores nothing.
    ///
    /// @param number digits that it is sent to
    /// @param source digits of the handset's number
    /// @param tag that a rule would put on it; null: none
    public RoutedTo test(String number, long operatorId, String source, String text, String tag, Instant at) {
        InboundOwners.InboundQuery query = new InboundOwners.InboundQuery(number, operatorId, source, text, tag);
        InboundOwners.OwnerDecision decision = transactions.run(
                tx -> InboundOwners.decide(tx.connection(), List.of(query), at).getFirst());
        return new RoutedTo(
                FirstWord.of(text).map(FirstWord::folded).orElse(null), decision.routeId(), decision.accountId());
    }

    private static InboundRoute route(ResultSet row) throws SQLException {
        return new InboundRoute(
                row.getLong("id"),
                new InboundRoute.InboundCondition(
                        row.getString("number"),
                        row.getString("keyword"),
                        row.getLong("operator_id"),
                        row.getString("source"),
                        row.getObject("from_time", LocalTime.class),
                        row.getObject("until_time", LocalTime.class),
                        row.getString("tag")),
                row.getInt("priority"),
                row.getLong("account_id"),
                row.getString("reply"),
                row.getString("reply_from"),
                row.getBoolean("active"),
                InboundRows.instant(row, "created_at"));
    }
}
