package io.elchi.server.messages.store;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.core.UnknownNumberException;
import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.ContentKind;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore.PartRef;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.MessageView;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads messages back.
final class MessageReader {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);
    private static final String MESSAGES = "SELECT * FROM messages.messages WHERE id = ANY (?)";
    /// The events of a message have different times: see [MessageProgress#moment].
    private static final String EVENTS =
            "SELECT * FROM messages.events WHERE message_id = ANY (?) ORDER BY message_id, at, kind, part, nth";
    /// Of an id that an operator used again and again, the newest parts.
    private static final String MATCH = "SELECT w.operator_id, w.receipt_key, p.* FROM unnest(?::bigint[], ?::text[])"
            + " AS w (operator_id, receipt_key) CROSS JOIN LATERAL (SELECT e.message_id, e.part, m.msisdn, m.sender,"
            + " EXISTS (SELECT 1 FROM messages.events r WHERE r.message_id = e.message_id AND r.part = e.part"
            + " AND r.kind = ANY (ARRAY[6, 7]) AND r.nth = 0) AS ended"
            + " FROM messages.events e JOIN messages.messages m ON m.id = e.message_id"
            + " WHERE e.receipt_key = w.receipt_key AND e.operator_id = w.operator_id AND e.message_id >= ?"
            + " ORDER BY e.at DESC LIMIT ?) p";
    private static final int MOST_SHARING = 64;

    private final JdbcClient jdbc;
    private final AccountSettings accounts;
    private final ContentCipher cipher;

    MessageReader(JdbcClient jdbc, AccountSettings accounts, ContentCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.accounts = accounts;
    }

    static UUID[] uuids(Collection<MessageId> ids) {
        return ids.stream().map(MessageId::uuid).toArray(UUID[]::new);
    }

    List<MessageProgress> progresses(Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        // Before the messages: one that is replaced in between has more changes than were read, and is not locked.
        Map<MessageId, List<Event>> events = events(ids);
        UUID[] uuids = uuids(ids);
        List<Message> messages =
                jdbc.sql(MESSAGES).param((Object) uuids).query((row, _) -> readable(row)).list().stream()
                        .flatMap(Optional::stream)
                        .toList();
        Set<MessageId> over = new HashSet<>();
        jdbc.sql("SELECT id FROM messages.cdr_sms WHERE id = ANY (?)")
                .param((Object) uuids)
                .query(UUID.class)
                .list()
                .forEach(id -> over.add(MessageId.of(id)));
        return messages.stream()
                .map(message -> MessageProgress.restored(
                        message, events.getOrDefault(message.id(), List.of()), over.contains(message.id())))
                .toList();
    }

    Map<ReceiptRef, List<PartRef>> match(Collection<ReceiptRef> references, Instant since) {
        if (references.isEmpty()) {
            return Map.of();
        }
        Long[] operators = references.stream().map(ReceiptRef::operatorId).toArray(Long[]::new);
        String[] keys = references.stream().map(ReceiptRef::receiptKey).toArray(String[]::new);
        Map<ReceiptRef, List<PartRef>> found = new HashMap<>();
        jdbc.sql(MATCH)
                .params(operators, keys, MessageId.firstAt(since).uuid(), MOST_SHARING)
                .query((row, _) -> found.computeIfAbsent(
                                new ReceiptRef(row.getLong("operator_id"), row.getString("receipt_key")),
                                _ -> new ArrayList<>(1))
                        .add(new PartRef(
                                MessageId.of(row.getObject("message_id", UUID.class)),
                                row.getInt("part"),
                                row.getBoolean("ended"),
                                new Msisdn(Long.parseLong(row.getString("msisdn"))),
                                row.getString("sender"))))
                .list();
        return found;
    }

    static Cdr cdr(Message message, ResultSet row) throws SQLException {
        return new Cdr(
                message,
                MessageState.ofRow(row.getString("status")),
                row.getLong("operator_id"),
                row.getString("smsc_message_id"),
                instant(row, "submit_time"),
                instant(row, "delivery_time"),
                row.getString("smsc_status"),
                row.getString("error_code"),
                Money.micros(row.getBigDecimal("price")),
                micros(row.getArray("upstream_prices")),
                new CarriedCost(
                        Money.micros(row.getBigDecimal("cost")),
                        row.getString("cost_currency"),
                        row.getInt("submits"),
                        row.getString("operator_costs")),
                row.getInt("parts_charged"),
                instant(row, "created_at"));
    }

    Optional<MessageView> view(MessageId id) {
        UUID[] one = {id.uuid()};
        return jdbc.sql(MESSAGES)
                .param((Object) one)
                .query((row, _) -> message(row))
                .optional()
                .map(message -> view(message, one));
    }

    /// The record is read before the events: one that is there has all of its events then.
    private MessageView view(Message message, UUID[] one) {
        Optional<Cdr> cdr = jdbc.sql("SELECT * FROM messages.cdr_sms WHERE id = ?")
                .param(one[0])
                .query((row, _) -> cdr(message, row))
                .optional();
        List<Event> events = jdbc.sql(EVENTS).param((Object) one).query((row, _) -> EventRow.read(row)).list().stream()
                .flatMap(Optional::stream)
                .toList();
        return cdr.map(record -> finished(record, events)).orElseGet(() -> unfinished(message, events));
    }

    private static MessageView finished(Cdr cdr, List<Event> events) {
        return new MessageView(
                cdr.message(),
                cdr.state(),
                cdr.submittedAt(),
                cdr.deliveredAt(),
                cdr.endedAt(),
                cdr.smscStatus(),
                cdr.errorCode(),
                cdr.priceMicros(),
                cdr.partsCharged(),
                events);
    }

    private static MessageView unfinished(Message message, List<Event> events) {
        MessageProgress progress = MessageProgress.restored(message, events, false);
        long price = 0;
        for (Event event : events) {
            price += event instanceof Event.Submitted submitted
                    ? submitted.charge().priceMicros()
                    : 0;
        }
        int charged = message.parts() - progress.partsOpen();
        return new MessageView(
                message, progress.state(), progress.submittedAt(), null, null, null, null, price, charged, events);
    }

    /// These messages without their events, in this order. One that this release cannot read is left out.
    List<MessageList.Listed> listed(List<MessageId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        UUID[] uuids = uuids(ids);
        Map<MessageId, Message> messages = new HashMap<>();
        jdbc.sql(MESSAGES)
                .param((Object) uuids)
                .query((row, _) -> readable(row))
                .list()
                .forEach(read -> read.ifPresent(message -> messages.put(message.id(), message)));
        Map<MessageId, Cdr> records = new HashMap<>();
        jdbc.sql("SELECT * FROM messages.cdr_sms WHERE id = ANY (?)")
                .param((Object) uuids)
                .query((row, _) -> {
                    Message message = messages.get(MessageId.of(row.getObject("id", UUID.class)));
                    return message == null ? null : records.put(message.id(), cdr(message, row));
                })
                .list();
        Map<MessageId, List<Event>> events =
                events(ids.stream().filter(id -> !records.containsKey(id)).toList());
        return ids.stream()
                .filter(messages::containsKey)
                .map(id -> records.containsKey(id)
                        ? new MessageList.Listed(
                                finished(records.get(id), List.of()),
                                records.get(id).operatorId())
                        : underWay(messages.get(id), events.getOrDefault(id, List.of())))
                .toList();
    }

    private static MessageList.Listed underWay(Message message, List<Event> events) {
        MessageView view = unfinished(message, events);
        int candidate = MessageProgress.restored(message, events, false).candidate();
        long operator = candidate < message.candidates().size()
                ? message.candidates().get(candidate).operatorId()
                : 0;
        return new MessageList.Listed(view.withoutEvents(), operator);
    }

    private Map<MessageId, List<Event>> events(Collection<MessageId> ids) {
        Map<MessageId, List<Event>> events = new HashMap<>();
        if (ids.isEmpty()) {
            return events;
        }
        jdbc.sql(EVENTS)
                .param((Object) uuids(ids))
                .query((row, _) -> EventRow.read(row))
                .list()
                .forEach(read ->
                        read.ifPresent(event -> events.computeIfAbsent(event.messageId(), _ -> new ArrayList<>())
                                .add(event)));
        return events;
    }

    /// A message of a later release may have what this one does not know. It waits for a process that does, and
    /// keeps no other message of its shard from being sent.
    private Optional<Message> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(message(row));
        } catch (UnknownNumberException e) {
            LOG.error("message {} cannot be read by this release: {}", row.getObject("id", UUID.class), e.getMessage());
            return Optional.empty();
        }
    }

    private Message message(ResultSet row) throws SQLException {
        long account = row.getLong("account_id");
        return new Message(
                MessageId.of(row.getObject("id", UUID.class)),
                new Message.Owner(
                        account, row.getLong("api_key_id"), row.getLong("smpp_login_id"), accounts.weight(account)),
                new Message.Recipient(
                        new Msisdn(Long.parseLong(row.getString("msisdn"))),
                        row.getString("mcc"),
                        row.getString("mnc"),
                        row.getString("country"),
                        row.getBoolean("ported")),
                row.getString("sender"),
                content(row),
                MessageClass.at(row.getInt("message_class")),
                new Message.Quote(
                        row.getString("currency"),
                        longs(row.getArray("upstream")),
                        RouteCandidate.parse(row.getString("candidates")),
                        row.getBytes("decision"),
                        longs(row.getArray("rules")),
                        row.getString("tag")),
                new Message.ClientData(
                        row.getString("external_message_id"),
                        row.getString("correlation_id"),
                        row.getString("extra_meta"),
                        row.getLong("template_id"),
                        row.getLong("status_endpoint")),
                new Message.Times(instant(row, "accepted_at"), instant(row, "not_before"), instant(row, "valid_until")),
                row.getInt("part_reference"),
                OptionOctets.parse(row.getBytes("delivery_options")));
    }

    private Content content(ResultSet row) throws SQLException {
        ContentKind kind = ContentKind.at(row.getInt("content_kind"));
        Encoding encoding = kind == ContentKind.TEXT ? Encoding.at(row.getInt("encoding")) : null;
        long key = row.getLong("content_key");
        if (key != 0) {
            MessageId id = MessageId.of(row.getObject("id", UUID.class));
            return cipher.decrypt(id, key, row.getBytes("octets"), kind, encoding, row.getInt("parts"));
        }
        return switch (kind) {
            case TEXT -> new Content.Text(row.getString("content"), encoding, row.getInt("parts"));
            case BINARY -> ContentOctets.binary(row.getBytes("octets"));
            case PARTS -> ContentOctets.parts(row.getBytes("octets"));
        };
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static long[] longs(Array array) throws SQLException {
        if (array == null) {
            return RouteCandidate.NONE;
        }
        Long[] boxed = (Long[]) array.getArray();
        long[] values = new long[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }

    static long[] micros(Array array) throws SQLException {
        if (array == null) {
            return RouteCandidate.NONE;
        }
        BigDecimal[] boxed = (BigDecimal[]) array.getArray();
        long[] values = new long[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Money.micros(boxed[i]);
        }
        return values;
    }
}
