package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;

/// What operators send that belongs to no message of ours: seldom, so plain inserts will do.
final class Strays {
    private static final MessageIds IDS = new MessageIds(Clock.SYSTEM, (java.util.random.RandomGenerator)
            () -> ThreadLocalRandom.current().nextLong());

    private Strays() {}

    static void store(Connection connection, MessageStore.Changes changes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO messages.unmatched_receipts"
                + " (operator_id, smsc_message_id, source, destination, state, raw, received_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Outcome.Receipt receipt : changes.unmatched()) {
                insert.setLong(1, receipt.operatorId());
                insert.setString(2, clean(receipt.report().smscMessageId()));
                insert.setString(3, clean(receipt.report().source()));
                insert.setString(4, clean(receipt.report().destination()));
                insert.setString(5, receipt.report().state().name());
                insert.setString(6, clean(receipt.report().raw()));
                insert.setObject(7, utc(receipt.at()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO messages.received_sms"
                + " (id, operator_id, msisdn, destination, content, data_coding, octets, received_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Outcome.Received received : changes.received()) {
                insert.setObject(1, IDS.next().uuid());
                insert.setLong(2, received.operatorId());
                insert.setString(3, clean(received.from()));
                insert.setString(4, clean(received.to()));
                insert.setString(5, clean(received.text()));
                insert.setInt(6, received.dataCoding());
                insert.setBytes(7, received.octets());
                insert.setObject(8, utc(received.at()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// PostgreSQL stores no NUL.
    private static String clean(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
