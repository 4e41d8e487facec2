package io.elchi.server.inbound;

import io.elchi.server.core.Msisdn;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Writes the answers to messages from handsets into `inbound.replies`, in the transaction that makes the messages
/// complete. It keeps two machines from answering each other: the counts of a handset are rows, so that they hold
/// over
/// all processes. Every answer that is not sent leaves a row with the reason.
final class ReplyWriter {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String COUNT = "INSERT INTO inbound.reply_counts AS c (key, count, until) VALUES (?, 1, ?)"
            + " ON CONFLICT (key) DO UPDATE SET count = CASE WHEN c.until <= ? THEN 1 ELSE c.count + 1 END,"
            + " until = CASE WHEN c.until <= ? THEN excluded.until ELSE c.until END RETURNING count";
    private static final String REPLY = "INSERT INTO inbound.replies (message_id, account_id, kind, recipient, sender,"
            + " content, state, due, reason, created_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String OWN_NUMBERS = "SELECT DISTINCT number FROM inbound.numbers WHERE number = ANY (?)"
            + " UNION SELECT DISTINCT number FROM inbound.routes WHERE number = ANY (?)";

    private final int mostPerDay;
    private final int mostOfAccount;
    private final int mostToSameText;

    ReplyWriter(InboundProperties properties) {
        mostPerDay = properties.repliesPerDay();
        mostOfAccount = properties.repliesPerAccountAndDay();
        mostToSameText = properties.repliesToSameText();
    }

    /// An answer that is wanted.
    ///
    /// @param kind of the table
    /// @param handset empty: the source is not a number with its country code
    record Wanted(InboundMessage message, Optional<Msisdn> handset, String kind, String sender, String text) {}

    /// The answers that routes and choices ask for: at most one for a message. An opt-out gets no answer of the
    /// route,
    /// and none when it changed nothing.
    static List<Wanted> wanted(List<InboundEvents.Complete> messages, List<ConsentChoices.ConsentChange> choices) {
        Map<InboundMessage, ConsentChoices.ConsentChange> chosen = new HashMap<>();
        choices.forEach(choice -> chosen.put(choice.message(), choice));
        List<Wanted> wanted = new ArrayList<>(0);
        for (InboundEvents.Complete each : messages) {
            if (each.isRejected()) {
                continue;
            }
            InboundMessage message = each.message();
            ConsentChoices.ConsentChange choice = chosen.get(message);
            boolean isChoice = choice != null && (choice.isOut() || choice.isChange());
            String text = isChoice
                    ? choice.isChange() ? choice.reply() : null
                    : each.owner().reply();
            if (text != null) {
                String kind = !isChoice ? "route" : choice.isOut() ? "opt_out" : "opt_in";
                String from = each.owner().replyFrom();
                wanted.add(new Wanted(message, each.handset(), kind, from == null ? message.to() : from, text));
            }
        }
        return wanted;
    }

    /// Writes them.
    ///
    /// @return how many of them are not sent
    int write(Connection connection, List<Wanted> wanted, Instant now) throws SQLException {
        if (wanted.isEmpty()) {
            return 0;
        }
        Map<Wanted, String> suppressed = new HashMap<>();
        List<String> own = ownNumbers(connection, wanted);
        for (Wanted each : wanted) {
            if (each.handset.isEmpty()) {
                suppressed.put(each, "not_a_number");
            } else if (own.contains(each.message.from())) {
                suppressed.put(each, "own_number");
            }
        }
        // All counts of texts go before all counts of handsets, and these before those of accounts, each in one
        // order: no two processes wait for each other.
        count(connection, wanted, suppressed, now, new Limit(ReplyWriter::textKey, mostToSameText, "repeated_text"));
        count(connection, wanted, suppressed, now, new Limit(ReplyWriter::handsetKey, mostPerDay, "too_many"));
        count(
                connection,
                wanted,
                suppressed,
                now,
                new Limit(ReplyWriter::accountKey, mostOfAccount, "too_many_of_account"));
        insert(connection, wanted, suppressed, now);
        return suppressed.size();
    }

    /// How many of the same key are answered.
    private record Limit(Function<Wanted, byte[]> key, int most, String reason) {}

    private static void count(
            Connection connection, List<Wanted> wanted, Map<Wanted, String> suppressed, Instant now, Limit limit)
            throws SQLException {
        List<Wanted> counted = new ArrayList<>(wanted);
        counted.removeAll(suppressed.keySet());
        Map<Wanted, byte[]> keys = new HashMap<>();
        counted.forEach(each -> keys.put(each, limit.key.apply(each)));
        counted.sort(Comparator.comparing(keys::get, Arrays::compareUnsigned));
        try (PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            for (Wanted each : counted) {
                upsert.setBytes(1, keys.get(each));
                upsert.setObject(2, InboundRows.utc(now.plus(DAY)));
                upsert.setObject(3, InboundRows.utc(now));
                upsert.setObject(4, InboundRows.utc(now));
                try (ResultSet row = upsert.executeQuery()) {
                    row.next();
                    if (row.getInt(1) > limit.most) {
                        suppressed.put(each, limit.reason);
                    }
                }
            }
        }
    }

    private static void insert(Connection connection, List<Wanted> wanted, Map<Wanted, String> suppressed, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REPLY)) {
            for (Wanted each : wanted) {
                String reason = suppressed.get(each);
                insert.setObject(1, each.message.id().uuid());
                insert.setLong(2, each.message.accountId());
                insert.setString(3, each.kind);
                insert.setString(4, each.message.from());
                insert.setString(5, each.sender);
                insert.setString(6, each.text);
                insert.setString(7, reason == null ? "waiting" : "suppressed");
                insert.setObject(8, reason == null ? InboundRows.utc(now) : null);
                insert.setString(9, reason);
                insert.setObject(10, InboundRows.utc(now));
                insert.setObject(11, reason == null ? null : InboundRows.utc(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Sources that are numbers of our own clients.
    private static List<String> ownNumbers(Connection connection, List<Wanted> wanted) throws SQLException {
        String[] sources =
                wanted.stream().map(each -> each.message.from()).distinct().toArray(String[]::new);
        List<String> own = new ArrayList<>(0);
        try (PreparedStatement select = connection.prepareStatement(OWN_NUMBERS)) {
            select.setArray(1, connection.createArrayOf("text", sources));
            select.setArray(2, connection.createArrayOf("text", sources));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    own.add(rows.getString(1));
                }
            }
        }
        return own;
    }

    private static byte[] textKey(Wanted wanted) {
        return digest("text", wanted, wanted.message.text() == null ? "" : wanted.message.text());
    }

    private static byte[] handsetKey(Wanted wanted) {
        return digest("handset", wanted, "");
    }

    private static byte[] accountKey(Wanted wanted) {
        return digest("account", wanted.message.accountId(), "", "");
    }

    private static byte[] digest(String kind, Wanted wanted, String text) {
        return digest(kind, wanted.message.accountId(), wanted.message.from(), text);
    }

    private static byte[] digest(String kind, long account, String handset, String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeUTF(kind);
            out.writeLong(account);
            out.writeUTF(handset);
            out.writeChars(text);
            return MessageDigest.getInstance("SHA-256").digest(octets.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no errors", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
