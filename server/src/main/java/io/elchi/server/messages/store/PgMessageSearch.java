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

    /// Records that one page looks through where no index has what is wanted.
    private static final int MOST_RECORDS = 20_000;

    /// What events charged an account: the sender's, or one of the resellers above it.
    private static final String CHARGED = "SELECT e.message_id, m.account_id, sum(e.billed_parts),"
            + " sum(CASE WHEN m.account_id = :account THEN e.price ELSE p.price END)"
            + " FROM messages.events e JOIN messages.messages m ON m.id = e.message_id"
            + " LEFT JOIN LATERAL (SELECT u.price FROM unnest(m.upstream, e.upstream_prices) u (account, price)"
            + " WHERE u.account = :account) p ON true"
            + " WHERE e.batch IS NOT NULL AND (m.account_id = :account OR p.price IS NOT NULL)";

    private final JdbcClient jdbc;
    private final MessageReader reader;
    private final int mostRecords;

    public PgMessageSearch(JdbcClient jdbc, ContentCipher cipher) {
        this(jdbc, cipher, MOST_RECORDS);
    }

    PgMessageSearch(JdbcClient jdbc, ContentCipher cipher, int mostRecords) {
        this.mostRecords = mostRecords;
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

        /// @param value null: any
        void andEqual(String column, String value) {
            if (value != null) {
                and(column + " = ?", value);
            }
        }
    }

    @Override
    public Page<CdrRow> cdrs(CdrFilter filter, String cursor, int limit) {
        Conditions indexed = indexed(filter);
        if (cursor != null) {
            MessageId last = MessageId.parse(cursor).orElseThrow(Page::noCursor);
            indexed.and("id < ?", last.uuid());
        }
        Conditions others = others(filter);
        String list = " FROM messages.cdr_sms WHERE " + indexed.sql + " ORDER BY id DESC";
        if (others.parameters.isEmpty()) {
            return Page.of(rows("SELECT *" + list + " LIMIT " + (limit + 1), indexed.parameters), limit, CdrRow::id);
        }
        List<Object> parameters = new ArrayList<>(indexed.parameters);
        parameters.addAll(others.parameters);
        List<CdrRow> found = rows(
                "SELECT * FROM (SELECT *" + list + " LIMIT " + mostRecords + ") r WHERE " + others.sql
                        + " ORDER BY id DESC LIMIT " + (limit + 1),
                parameters);
        if (found.size() > limit) {
            return Page.of(found, limit, CdrRow::id);
        }
        return jdbc.sql("SELECT id" + list + " OFFSET " + (mostRecords - 1) + " LIMIT 1")
                .params(indexed.parameters)
                .query((row, _) -> MessageId.of(row.getObject("id", UUID.class)))
                .optional()
                .map(bound -> new Page<>(
                        found.stream()
                                .filter(row -> row.id().compareTo(bound) >= 0)
                                .toList(),
                        bound.toString()))
                .orElseGet(() -> new Page<>(found, null));
    }

    private List<CdrRow> rows(String sql, List<Object> parameters) {
        return jdbc.sql(sql).params(parameters).query((row, _) -> row(row)).list();
    }

    /// What an index finds, or a range of ids.
    private static Conditions indexed(CdrFilter filter) {
        Conditions where = new Conditions();
        if (filter.accountId() != 0) {
            where.and("account_id = ?", filter.accountId());
        }
        if (filter.from() != null) {
            where.and("id >= ?", firstAt(filter.from().minus(SPARE)));
        }
        if (filter.to() != null) {
            where.and("id < ?", firstAt(filter.to().plus(SPARE)));
        }
        if (filter.msisdn() != null) {
            where.and("msisdn = ?", filter.msisdn().digits());
        }
        where.andEqual("external_message_id", filter.reference());
        return where;
    }

    private static Conditions others(CdrFilter filter) {
        Conditions where = new Conditions();
        if (filter.operatorId() != 0) {
            where.and("operator_id = ?", filter.operatorId());
        }
        if (filter.from() != null) {
            where.and("accepted_time >= ?", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.and("accepted_time < ?", filter.to().atOffset(ZoneOffset.UTC));
        }
        if (filter.state() != null) {
            where.and("status = ?", filter.state().text());
        }
        if (filter.messageClass() != null) {
            where.and("message_class = ?", filter.messageClass().text());
        }
        where.andEqual("sender", filter.sender());
        where.andEqual("mcc", filter.mcc());
        where.andEqual("mnc", filter.mnc());
        if (filter.apiKeyId() != 0) {
            where.and("api_key_id = ?", filter.apiKeyId());
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
                row.getLong("smpp_login_id"),
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
    public Page<ChargedMessage> charged(long batch, long accountId, String cursor, int limit) {
        UUID after = cursor == null
                ? new UUID(0, 0)
                : MessageId.parse(cursor).orElseThrow(Page::noCursor).uuid();
        List<ChargedMessage> found = jdbc.sql(CHARGED + " AND e.batch = :batch AND e.message_id > :after"
                        + " GROUP BY e.message_id, m.account_id ORDER BY e.message_id LIMIT :limit")
                .param("account", accountId)
                .param("batch", batch)
                .param("after", after)
                .param("limit", limit + 1)
                .query((row, _) -> new ChargedMessage(
                        MessageId.of(row.getObject(1, UUID.class)),
                        row.getLong(2),
                        row.getInt(3),
                        Money.micros(row.getBigDecimal(4))))
                .list();
        return Page.of(found, limit, ChargedMessage::id);
    }

    @Override
    public Optional<Long> charged(MessageId id, long accountId) {
        return jdbc.sql(CHARGED + " AND e.message_id = :id GROUP BY e.message_id, m.account_id")
                .param("account", accountId)
                .param("id", id.uuid())
                .query((row, _) -> Money.micros(row.getBigDecimal(4)))
                .optional();
    }

    @Override
    public Optional<MessageView> message(MessageId id) {
        return reader.view(id);
    }
}
