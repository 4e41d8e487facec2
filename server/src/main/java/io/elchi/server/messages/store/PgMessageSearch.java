package io.elchi.server.messages.store;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Page;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Looks through the tables.
public final class PgMessageSearch implements MessageSearch {
    /// An id has the time of acceptance, but after a clock that stepped back it may be ahead of it: days of the
    /// partitions are looked at with so much to spare.
    private static final Duration SPARE = Duration.ofHours(2);

    private final JdbcClient jdbc;
    private final MessageReader reader;

    public PgMessageSearch(JdbcClient jdbc, ContentCipher cipher) {
        this.jdbc = jdbc;
        reader = new MessageReader(jdbc, _ -> 1, cipher);
    }

    /// Conditions with their parameters, in order.
    private static final class Conditions {
        private final StringBuilder sql = new StringBuilder("TRUE");
        private final List<Object> parameters = new ArrayList<>();

        void and(String condition, Object parameter) {
            sql.append(" AND ").append(condition);
            parameters.add(parameter);
        }
    }

    @Override
    public Page<CdrRow> cdrs(CdrFilter filter, String cursor, int limit) {
        Conditions where = conditions(filter);
        if (cursor != null) {
            MessageId last = MessageId.parse(cursor).orElseThrow(Page::noCursor);
            where.and("id < ?", last.uuid());
        }
        List<CdrRow> found = jdbc.sql(
                        "SELECT * FROM messages.cdr_sms WHERE " + where.sql + " ORDER BY id DESC LIMIT " + (limit + 1))
                .params(where.parameters)
                .query((row, _) -> row(row))
                .list();
        return Page.of(found, limit, CdrRow::id);
    }

    private static Conditions conditions(CdrFilter filter) {
        Conditions where = new Conditions();
        if (filter.accountId() != 0) {
            where.and("account_id = ?", filter.accountId());
        }
        if (filter.operatorId() != 0) {
            where.and("operator_id = ?", filter.operatorId());
        }
        if (filter.from() != null) {
            where.and("id >= ?", firstAt(filter.from().minus(SPARE)));
            where.and("accepted_time >= ?", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.and("id < ?", firstAt(filter.to().plus(SPARE)));
            where.and("accepted_time < ?", filter.to().atOffset(ZoneOffset.UTC));
        }
        if (filter.state() != null) {
            where.and("status = ?", filter.state().text());
        }
        if (filter.msisdn() != null) {
            where.and("msisdn = ?", filter.msisdn().digits());
        }
        return where;
    }

    private static UUID firstAt(Instant time) {
        return MessageId.firstAt(time).uuid();
    }

    private static CdrRow row(ResultSet row) throws SQLException {
        return new CdrRow(
                MessageId.of(row.getObject("id", UUID.class)),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                row.getString("external_message_id"),
                row.getString("smsc_message_id"),
                new Msisdn(Long.parseLong(row.getString("msisdn"))),
                row.getString("sender"),
                MessageReader.instant(row, "accepted_time"),
                MessageReader.instant(row, "submit_time"),
                MessageReader.instant(row, "delivery_time"),
                MessageState.ofRow(row.getString("status")),
                row.getString("smsc_status"),
                row.getString("error_code"),
                new Money(row.getString("currency"), Money.micros(row.getBigDecimal("price"))),
                upstream(row),
                new Money(row.getString("cost_currency"), Money.micros(row.getBigDecimal("cost"))),
                row.getInt("parts"),
                row.getInt("parts_charged"),
                row.getInt("submits"),
                row.getString("operator_costs"),
                row.getString("country"),
                row.getString("mcc"),
                row.getString("mnc"),
                row.getString("message_class"),
                row.getLong("api_key_id"),
                row.getString("correlation_id"),
                row.getString("extra_meta"),
                MessageReader.instant(row, "created_at"));
    }

    private static List<UpstreamPrice> upstream(ResultSet row) throws SQLException {
        long[] accounts = MessageReader.longs(row.getArray("upstream"));
        long[] prices = MessageReader.micros(row.getArray("upstream_prices"));
        List<UpstreamPrice> upstream = new ArrayList<>();
        for (int i = 0; i < accounts.length; i++) {
            upstream.add(new UpstreamPrice(accounts[i], prices[i]));
        }
        return List.copyOf(upstream);
    }

    @Override
    public Optional<MessageView> message(MessageId id) {
        return reader.view(id);
    }
}
