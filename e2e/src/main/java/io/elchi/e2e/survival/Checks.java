package io.elchi.e2e.survival;

import io.elchi.e2e.Books;
import io.elchi.e2e.Clients;
import io.elchi.e2e.Totals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Checks under load, and when all messages are final.
final class Checks {
    /// Endpoints without a list of types get these events. The log has others for clients that pull.
    private static final String FINAL =
            "l.type NOT IN ('message.accepted', 'message.submitted', 'message.intermediate')";

    private final Ground ground;
    private final Set<Integer> found = new HashSet<>();

    Checks(Ground ground) {
        this.ground = ground;
    }

    /// What does not hold at one moment under load: the books of that moment, and everything that was accepted
    /// until then.
    List<String> underLoad() throws SQLException, IOException {
        Map<Integer, String> accepted = Map.copyOf(ground.clients.accepted());
        try (Connection database = ground.product.database()) {
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<String> faults = new ArrayList<>(Books.faults(database));
            faults.addAll(accounted(database));
            faults.addAll(present(database, accepted));
            database.rollback();
            return faults;
        }
    }

    /// Accepted = ended + unfinished.
    private static List<String> accounted(Connection database) throws SQLException {
        List<String> faults = new ArrayList<>();
        long nowhere = Books.count(
                database,
                "SELECT count(*) FROM messages.messages m"
                        + " LEFT JOIN messages.cdr_sms c ON c.id = m.id"
                        + " LEFT JOIN messages.unfinished u ON u.message_id = m.id"
                        + " WHERE (c.id IS NULL) = (u.message_id IS NULL)");
        if (nowhere > 0) {
            faults.add(nowhere + " messages are neither ended nor unfinished, or both");
        }
        return faults;
    }

    /// Those that were not looked for yet.
    private List<String> present(Connection database, Map<Integer, String> accepted) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        accepted.forEach((number, id) -> {
            if (!found.contains(number)) {
                numbers.add(number);
                ids.add(id);
            }
        });
        Array array = database.createArrayOf("uuid", ids.toArray());
        try (PreparedStatement query =
                database.prepareStatement("SELECT count(*) FROM messages.messages WHERE id = ANY (?)")) {
            query.setArray(1, array);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long lost = ids.size() - row.getLong(1);
                if (lost > 0) {
                    return List.of(lost + " messages were accepted and are lost");
                }
            }
        }
        found.addAll(numbers);
        return List.of();
    }

    boolean isAtRest() {
        try (Connection database = ground.product.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.unfinished") == 0
                    && Totals.of(ground.operators).receiptsOutstanding() == 0;
        } catch (SQLException | IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Faults that are visible when all messages are final.
    ///
    /// @param duplicatesAllowed copies that the faults explain
    List<String> atRest(long duplicatesAllowed) throws SQLException, IOException, InterruptedException {
        List<String> faults = new ArrayList<>(underLoad());
        Totals totals = Totals.of(ground.operators);
        try (Connection database = ground.product.database()) {
            faults.addAll(Books.faultsAtRest(database));
            faults.addAll(Books.faultsOfFigures(database));
            long stored = Books.count(
                    database,
                    "SELECT count(*) FROM messages.messages WHERE external_message_id LIKE '" + Clients.REFERENCE
                            + "%'");
            if (stored != ground.clients.accepted().size()) {
                faults.add(stored + " messages are stored, "
                        + ground.clients.accepted().size() + " were accepted");
            }
            faults.addAll(receipts(database, totals));
            faults.addAll(webhooks(database));
        }
        if (!ground.clients.abandoned().isEmpty()) {
            faults.add(ground.clients.abandoned().size() + " messages were not accepted within a minute");
        }
        if (totals.receiptsOutstanding() > 0) {
            faults.add(totals.receiptsOutstanding() + " receipts have no answer");
        }
        if (totals.duplicates() > duplicatesAllowed) {
            faults.add(totals.duplicates() + " copies, " + duplicatesAllowed + " are explained");
        }
        return faults;
    }

    /// A receipt may be kept as one that fits nothing only when we never learned the id that it names, since the
    /// answer with it was lost.
    private static List<String> receipts(Connection database, Totals totals) throws SQLException {
        List<String> faults = new ArrayList<>();
        long known = Books.count(
                database,
                "SELECT count(DISTINCT (operator_id, smsc_message_id)) FROM messages.events"
                        + " WHERE smsc_message_id IS NOT NULL");
        long unknown = Books.count(
                database,
                "SELECT count(DISTINCT (u.operator_id, u.smsc_message_id)) FROM messages.unmatched_receipts u"
                        + " WHERE NOT EXISTS (SELECT 1 FROM messages.events e WHERE e.operator_id = u.operator_id"
                        + " AND e.smsc_message_id = u.smsc_message_id)");
        if (unknown > totals.accepted() - known) {
            faults.add(unknown + " receipts are unmatched, " + (totals.accepted() - known) + " answers were lost");
        }
        long unused = Books.count(
                database,
                "SELECT count(*) FROM messages.unmatched_receipts u JOIN messages.events e"
                        + " ON e.operator_id = u.operator_id AND e.smsc_message_id = u.smsc_message_id"
                        + " WHERE NOT EXISTS (SELECT 1 FROM messages.events r WHERE r.message_id = e.message_id"
                        + " AND r.part = e.part AND r.kind = 6)");
        if (unused > 0) {
            faults.add(unused + " receipts are unmatched although their ids are known");
        }
        return faults;
    }

    /// Every end of a message is in the event log, and was posted, or waits in the log or for a retry.
    private List<String> webhooks(Connection database) throws SQLException {
        List<String> faults = new ArrayList<>();
        long unlogged = Books.count(
                database,
                "SELECT count(*) FROM messages.cdr_sms c WHERE c.account_id IN (SELECT account_id FROM"
                        + " webhooks.endpoints) AND NOT EXISTS (SELECT 1 FROM events.log l WHERE l.message_id = c.id"
                        + " AND l.account_id = c.account_id AND " + FINAL + ")");
        if (unlogged > 0) {
            faults.add(unlogged + " ends of messages are not in the event log");
        }
        Set<String> posted = ground.sink.ids();
        long missing = 0;
        try (PreparedStatement query = database.prepareStatement(
                        "SELECT l.id, k.key FROM events.id_keys k CROSS JOIN events.log l JOIN webhooks.endpoints e"
                                + " ON e.account_id = l.account_id LEFT JOIN events.cursors c"
                                + " ON c.subscriber = 'webhook.' || e.id WHERE l.id <= c.id AND " + FINAL
                                + " AND NOT EXISTS (SELECT 1"
                                + " FROM webhooks.deliveries d WHERE d.endpoint_id = e.id AND d.event_id = l.id"
                                + " AND d.state = 'waiting')");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                missing += posted.contains(publicId(rows.getLong(1), rows.getBytes(2))) ? 0 : 1;
            }
        }
        if (missing > 0) {
            faults.add(missing + " events were posted to no webhook, though the cursor passed them");
        }
        return faults;
    }

    /// As clients see it.
    private static String publicId(long id, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] block =
                    cipher.doFinal(ByteBuffer.allocate(key.length).putLong(id).array());
            return "evt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
