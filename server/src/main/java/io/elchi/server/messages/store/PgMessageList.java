package io.elchi.server.messages.store;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.messages.MessageList;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lists of messages: those with a call detail record by the indexes of `cdr_sms`, those that are under way by
/// `unfinished`. One statement finds the ids of both, so that a message that ends meanwhile is found once.
public final class PgMessageList implements MessageList {
    /// As in [PgMessageSearch].
    private static final Duration SPARE = Duration.ofHours(2);
    /// How many rows one page looks through where no index has what is wanted.
    ///
    /// @param records call detail records
    /// @param underWay messages under way
    /// @param states messages under way of which the events are read, since only they tell the state
    record Limits(int records, int underWay, int states) {}

    private static final Limits LIMITS = new Limits(20_000, 5_000, 1_000);

    private final JdbcClient jdbc;
    private final MessageReader reader;
    private final Limits limits;

    public PgMessageList(JdbcClient jdbc, ContentCipher cipher) {
        this(jdbc, cipher, LIMITS);
    }

    PgMessageList(JdbcClient jdbc, ContentCipher cipher, Limits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
        reader = new MessageReader(jdbc, _ -> 1, cipher);
    }

    /// A row of the statement.
    private enum Found {
        /// A message with a record.
        RECORD,
        UNDER_WAY,
        /// The last row that was looked through, and more follow.
        BOUND
    }

    private record FoundId(MessageId id, Found what) {}

    /// Conditions, and the values of their names.
    private static final class Conditions {
        private final StringBuilder sql = new StringBuilder("TRUE");
        private final Map<String, Object> values;

        Conditions(Map<String, Object> values) {
            this.values = values;
        }

        void and(String condition, String name, Object value) {
            if (value != null) {
                sql.append(" AND ").append(condition);
                values.put(name, value);
            }
        }

        boolean isEmpty() {
            return sql.length() == "TRUE".length();
        }
    }

    @Override
    public MessagePage messages(MessageFilter filter, String cursor, int limit) {
        MessageId before = cursor == null ? null : MessageId.parse(cursor).orElseThrow(Page::noCursor);
        boolean stateUnknown = filter.state() != null && !filter.state().isFinal();
        int wanted = stateUnknown ? limits.states : limit + 1;
        List<FoundId> found = find(filter, before, wanted);
        MessageId bound = found.stream()
                .filter(each -> each.what() == Found.BOUND)
                .map(FoundId::id)
                .max(Comparator.naturalOrder())
                .orElse(null);
        List<MessageId> ids = found.stream()
                .filter(each -> each.what() != Found.BOUND)
                .map(FoundId::id)
                .filter(each -> bound == null || each.compareTo(bound) >= 0)
                .sorted(Comparator.reverseOrder())
                .limit(wanted)
                .toList();
        if (!stateUnknown) {
            List<MessageId> shown = ids.size() > limit ? ids.subList(0, limit) : ids;
            return ids.size() > limit
                    ? new MessagePage(reader.listed(shown), shown.getLast().toString(), null)
                    : upTo(bound, reader.listed(shown), limit);
        }
        List<Listed> items = reader.listed(ids).stream()
                .filter(each -> each.view().state() == filter.state())
                .toList();
        if (items.size() > limit) {
            List<Listed> shown = items.subList(0, limit);
            return new MessagePage(shown, shown.getLast().view().message().id().toString(), null);
        }
        return upTo(ids.size() == wanted ? ids.getLast() : bound, items, limit);
    }

    /// @param looked the last one that was looked at; null: nothing follows
    private static MessagePage upTo(MessageId looked, List<Listed> items, int limit) {
        return looked == null
                ? new MessagePage(items, null, null)
                : new MessagePage(items, looked.toString(), items.size() < limit ? looked.time() : null);
    }

    private List<FoundId> find(MessageFilter filter, MessageId before, int limit) {
        Map<String, Object> values = new HashMap<>();
        values.put("limit", limit);
        List<String> parts = new ArrayList<>();
        if (filter.state() == null || filter.state().isFinal()) {
            parts.addAll(records(filter, before, limit, values));
        }
        if (filter.state() == null || !filter.state().isFinal()) {
            parts.addAll(underWay(filter, before, values));
        }
        return jdbc.sql(String.join(" UNION ALL ", parts))
                .params(values)
                .query((row, _) -> new FoundId(
                        MessageId.of(row.getObject("id", UUID.class)), Found.valueOf(row.getString("what"))))
                .list();
    }

    private List<String> records(MessageFilter filter, MessageId before, int limit, Map<String, Object> values) {
        Conditions indexed = range("id", filter, before, values);
        indexed.and("account_id = :account", "account", orNull(filter.accountId()));
        indexed.and(
                "msisdn = :msisdn",
                "msisdn",
                filter.msisdn() == null ? null : filter.msisdn().digits());
        indexed.and("external_message_id = :reference", "reference", filter.reference());
        Conditions others = new Conditions(values);
        others.and("accepted_time >= :from", "from", time(filter.from()));
        others.and("accepted_time < :to", "to", time(filter.to()));
        others.and("operator_id = :operator", "operator", orNull(filter.operatorId()));
        others.and(
                "status = :state",
                "state",
                filter.state() == null ? null : filter.state().text());
        others.and(
                "message_class = :class",
                "class",
                filter.messageClass() == null ? null : filter.messageClass().text());
        others.and("sender = :sender", "sender", filter.sender());
        others.and("template_id = :template", "template", orNull(filter.templateId()));
        int rows = others.isEmpty() ? limit : limits.records;
        String list = " FROM messages.cdr_sms WHERE " + indexed.sql + " ORDER BY id DESC";
        List<String> parts = new ArrayList<>();
        parts.add("(SELECT id, 'RECORD' AS what FROM (SELECT *" + list + " LIMIT " + rows + ") r WHERE " + others.sql
                + " ORDER BY id DESC LIMIT :limit)");
        if (!others.isEmpty()) {
            parts.add("(SELECT id, 'BOUND'" + list + " OFFSET " + (rows - 1) + " LIMIT 1)");
        }
        return parts;
    }

    private List<String> underWay(MessageFilter filter, MessageId before, Map<String, Object> values) {
        Conditions indexed = range("message_id", filter, before, values);
        if (filter.operatorId() != 0) {
            indexed.and("shard = :shard", "shard", ShardId.of(filter.operatorId()));
        }
        Conditions others = new Conditions(values);
        others.and("m.account_id = :account", "account", orNull(filter.accountId()));
        others.and(
                "m.msisdn = :msisdn",
                "msisdn",
                filter.msisdn() == null ? null : filter.msisdn().digits());
        others.and("m.external_message_id = :reference", "reference", filter.reference());
        others.and("m.accepted_at >= :from", "from", time(filter.from()));
        others.and("m.accepted_at < :to", "to", time(filter.to()));
        others.and(
                "m.message_class = :classNumber",
                "classNumber",
                filter.messageClass() == null ? null : filter.messageClass().number());
        others.and("m.sender = :sender", "sender", filter.sender());
        others.and("m.template_id = :template", "template", orNull(filter.templateId()));
        String list = " FROM messages.unfinished WHERE " + indexed.sql + " ORDER BY message_id DESC";
        return List.of(
                "(SELECT m.id, 'UNDER_WAY' AS what FROM (SELECT message_id" + list + " LIMIT " + limits.underWay
                        + ") u JOIN messages.messages m ON m.id = u.message_id WHERE " + others.sql
                        + " ORDER BY m.id DESC LIMIT :limit)",
                "(SELECT message_id, 'BOUND'" + list + " OFFSET " + (limits.underWay - 1) + " LIMIT 1)");
    }

    private static Conditions range(String id, MessageFilter filter, MessageId before, Map<String, Object> values) {
        Conditions range = new Conditions(values);
        range.and(id + " < :before", "before", before == null ? null : before.uuid());
        range.and(
                id + " >= :firstId",
                "firstId",
                filter.from() == null ? null : firstAt(filter.from().minus(SPARE)));
        range.and(
                id + " < :lastId",
                "lastId",
                filter.to() == null ? null : firstAt(filter.to().plus(SPARE)));
        return range;
    }

    private static UUID firstAt(Instant time) {
        return MessageId.firstAt(time).uuid();
    }

    private static Object time(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static Object orNull(long id) {
        return id == 0 ? null : id;
    }
}
