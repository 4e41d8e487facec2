package io.elchi.server.smppserver;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.NewEvent;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.CommandStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Ends sets of parts that become no message, with the receipts for them.
final class PartEndings {
    /// `err` of a receipt: parts did not come.
    static final String MISSING = "001";

    private static final int MOST_CODE = 999;
    /// Sets that are in memory at once, with up to 255 parts each.
    static final int PAGE = 16;

    private final Transactions transactions;
    private final JdbcClient reads;
    private final EventLog log;
    private final Clock clock;
    private final Duration expiry;
    private final PartEnds ends;
    private final PartEncryption encryption;
    private final Metrics.Family ended;

    PartEndings(
            Database database,
            EventLog log,
            Clock clock,
            SmppPartsProperties properties,
            PartEnds ends,
            PartEncryption encryption,
            Metrics metrics) {
        transactions = database.transactions();
        reads = database.reads();
        this.log = log;
        this.clock = clock;
        expiry = properties.expiry();
        this.ends = ends;
        this.encryption = encryption;
        ended = metrics.family(Metric.SMPP_SERVER_PARTS_ENDED);
    }

    /// Counts messages whose parts wait no more, for the metric.
    void count(PartSet.State state, int sets) {
        if (sets > 0) {
            ended.of(state.text()).add(sets);
        }
    }

    /// Messages whose parts wait, of all processes.
    long waiting() {
        return reads.sql("SELECT count(*) FROM smppserver.part_sets WHERE state IN ('waiting', 'joining')")
                .query(Long.class)
                .single();
    }

    /// A message that was not accepted.
    ///
    /// @param status for its last part
    /// @param again whether it may be tried again: then the last part is forgotten, and the others go on waiting
    record NotAccepted(PartSets.CompleteSet set, int status, boolean again) {}

    /// Whether the same message may be accepted later.
    static boolean mayComeAgain(Failure failure) {
        int status = failure.smppStatus();
        return status == CommandStatus.ESME_RTHROTTLED.code()
                || status == CommandStatus.ESME_RMSGQFUL.code()
                || status == CommandStatus.ESME_RSYSERR.code();
    }

    /// Ends the sets of messages that were not accepted, unless somebody else has their claim by now.
    void notAccepted(List<NotAccepted> refused) {
        if (!refused.isEmpty()) {
            Instant now = clock.now();
            int[] rejected = new int[1];
            run(connection -> {
                List<NewEvent> events = new ArrayList<>();
                rejected[0] = 0;
                for (NotAccepted each : refused) {
                    rejected[0] += notAccepted(connection, each, now, events) ? 1 : 0;
                }
                return events;
            });
            count(PartSet.State.REJECTED, rejected[0]);
        }
    }

    /// @return whether it has ended
    private boolean notAccepted(Connection connection, NotAccepted each, Instant now, List<NewEvent> events)
            throws SQLException {
        PartSet.Row row = each.set.row();
        if (PartSetRows.lock(connection, "key = ? AND claim = ? AND state = 'joining'", row.key(), row.claim())
                .isEmpty()) {
            return false;
        }
        PartSetRows.forgetPart(connection, row.id(), row.last());
        if (each.again) {
            Instant until = row.beganAt().plus(expiry);
            PartSetRows.write(connection, List.of(row.with(PartSet.State.WAITING, row.received() - 1, until)));
            return false;
        }
        String code = each.status > MOST_CODE ? null : "%03d".formatted(each.status);
        events.addAll(events(connection, List.of(row), MessageState.REJECTED, code, now));
        PartSetRows.write(connection, List.of(row.with(PartSet.State.REJECTED, row.received() - 1, now.plus(expiry))));
        return true;
    }

    /// Ends messages whose parts did not all come.
    ///
    /// @return how many there were
    int expire() {
        Instant now = clock.now();
        int[] expired = new int[1];
        run(connection -> {
            List<PartSet.Row> rows = PartSetRows.lock(
                    connection,
                    "key IN (SELECT key FROM smppserver.part_sets WHERE state = 'waiting' AND until <= ?"
                            + " ORDER BY until LIMIT " + PAGE + ") AND state = 'waiting' AND until <= ? ORDER BY key",
                    now,
                    now);
            expired[0] = rows.size();
            return end(connection, rows, new End(PartSet.State.EXPIRED, MessageState.EXPIRED, MISSING, now));
        });
        count(PartSet.State.EXPIRED, expired[0]);
        return expired[0];
    }

    /// How sets end.
    private record End(PartSet.State state, MessageState told, String error, Instant at) {}

    private List<NewEvent> end(Connection connection, List<PartSet.Row> rows, End end) throws SQLException {
        List<NewEvent> events = events(connection, rows, end.told, end.error, end.at);
        if (!rows.isEmpty()) {
            PartSetRows.write(
                    connection,
                    rows.stream()
                            .map(row -> row.with(end.state, row.received(), end.at.plus(expiry)))
                            .toList());
        }
        return events;
    }

    /// Takes back a message of which parts are missing yet.
    ///
    /// @return false: the account has none that waits
    boolean cancel(long accountId, MessageId part) {
        Instant now = clock.now();
        boolean[] done = new boolean[1];
        run(connection -> {
            List<PartSet.Row> rows = PartSetRows.lock(
                    connection,
                    "id = ? AND account_id = ? AND state = 'waiting'",
                    PartIds.set(part).uuid(),
                    accountId);
            done[0] = !rows.isEmpty();
            return end(connection, rows, new End(PartSet.State.CANCELED, MessageState.CANCELED, null, now));
        });
        count(PartSet.State.CANCELED, done[0] ? 1 : 0);
        return done[0];
    }

    /// The state of the set of a part that is stored; empty: it is unknown, or no more.
    Optional<PartSet.Row> find(long accountId, MessageId part) {
        return reads.sql("SELECT s.* FROM smppserver.part_sets s JOIN smppserver.parts p ON p.set_id = s.id"
                        + " WHERE s.id = ? AND s.account_id = ? AND p.number = ?")
                .params(PartIds.set(part).uuid(), accountId, PartIds.number(part))
                .query((row, _) -> PartSetRows.row(row))
                .optional();
    }

    /// The receipts of sets that end, of parts that are stored.
    List<NewEvent> events(Connection connection, List<PartSet.Row> rows, MessageState state, String error, Instant now)
            throws SQLException {
        List<NewEvent> events = new ArrayList<>();
        if (rows.isEmpty()) {
            return events;
        }
        Map<MessageId, List<PartSetRows.StoredPart>> parts = PartSetRows.parts(
                connection, encryption, rows.stream().map(PartSet.Row::id).toList());
        for (PartSet.Row row : rows) {
            ends.event(row, parts.get(row.id()), state, error, now).ifPresent(events::add);
        }
        return events;
    }

    @FunctionalInterface
    private interface Ending {
        /// @return the events of what ended
        List<NewEvent> in(Connection connection) throws SQLException;
    }

    private void run(Ending ending) {
        int events = transactions.run(tx -> {
            List<NewEvent> written = ending.in(tx.connection());
            log.append(tx, written);
            return written.size();
        });
        if (events > 0) {
            log.committed();
        }
    }
}
