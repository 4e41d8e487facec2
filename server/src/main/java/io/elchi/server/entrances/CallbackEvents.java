package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.cluster.Lease;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventPage;
import io.elchi.server.events.EventSelection;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.messages.CallbackEndpoint;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes requests of the events that are wanted at an address: a subscriber of the event log for all accounts. The
/// cursor and the requests are stored in one transaction, so that an event is told once.
final class CallbackEvents {
    static final String SUBSCRIBER = "callbacks";

    private static final Logger LOG = LoggerFactory.getLogger(CallbackEvents.class);
    private static final int PAGE = 500;
    private static final Set<Long> ENDPOINTS =
            Set.of(CallbackEndpoint.OF_RESULT, CallbackEndpoint.OF_SUBMISSION_AND_RESULT);
    /// A cursor that passed over events of others is stored so often.
    private static final Duration IDLE_STORE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Lease posting;
    private final CallbackWriter writer;
    private final Clock clock;
    private long cursor = -1;
    private Instant storedAt = Instant.EPOCH;

    /// What it uses.
    record Parts(EventLog log, CallbackStore store, SmppDirectory logins, Transactions transactions) {}

    CallbackEvents(Parts parts, Lease posting, Clock clock) {
        this.parts = parts;
        this.posting = posting;
        this.clock = clock;
        writer = new CallbackWriter(parts.logins);
    }

    /// Before the first message whose results are wanted: its events are behind the cursor.
    static void begin(EventLog log) {
        log.begin(SUBSCRIBER);
    }

    /// One look at the log.
    ///
    /// @return whether there is more to read at once
    boolean look() {
        if (cursor < 0) {
            begin(parts.log);
            cursor = parts.log.cursor(SUBSCRIBER).orElseThrow();
        }
        // Before the look at the rows: a row that is stored later has later events.
        long horizon = parts.log.horizon();
        if (horizon <= cursor) {
            return false;
        }
        Set<Long> accounts = parts.logins.inboundUrls().keySet();
        if (accounts.isEmpty() && !parts.store.work().callbacks()) {
            pass(horizon);
            return false;
        }
        EventPage page = parts.log.readNamed(
                new EventSelection(ENDPOINTS, EventType.INBOUND_RECEIVED, accounts), cursor, horizon, PAGE);
        long upTo = page.upTo(horizon);
        if (page.events().isEmpty()) {
            pass(upTo);
        } else {
            parts.transactions.run(tx -> {
                posting.fence(tx);
                tell(tx, page.events());
                parts.log.storeCursors(tx, Map.of(SUBSCRIBER, upTo));
                return null;
            });
            cursor = upTo;
            storedAt = clock.now();
        }
        return !page.complete();
    }

    private void pass(long upTo) {
        if (storedAt.plus(IDLE_STORE).isBefore(clock.now())) {
            parts.transactions.run(tx -> {
                posting.fence(tx);
                parts.log.storeCursors(tx, Map.of(SUBSCRIBER, upTo));
                return null;
            });
            storedAt = clock.now();
        }
        cursor = upTo;
    }

    private void tell(Tx tx, List<LoggedEvent> events) throws SQLException {
        Set<UUID> messages = new HashSet<>();
        for (LoggedEvent event : events) {
            if (ENDPOINTS.contains(event.endpointId())) {
                messages.add(event.messageId().uuid());
            }
        }
        Map<UUID, CallbackRow> rows = parts.store.rows(tx, messages);
        Set<UUID> submitted = new HashSet<>();
        Set<UUID> ended = new HashSet<>();
        List<PendingCallback> requests = new ArrayList<>();
        for (LoggedEvent event : events) {
            if (!ENDPOINTS.contains(event.endpointId())) {
                inbound(event, requests);
                continue;
            }
            UUID message = event.messageId().uuid();
            CallbackRow row = rows.get(message);
            if (row != null) {
                requests.addAll(written(row, event));
                if (CallbackWriter.isFinal(event)) {
                    rows.remove(message);
                    ended.add(message);
                } else {
                    rows.put(message, row.afterSubmission());
                    submitted.add(message);
                }
            }
        }
        submitted.removeAll(ended);
        parts.store.submitted(tx, submitted);
        parts.store.remove(tx, ended);
        parts.store.add(tx, requests);
    }

    /// An event that cannot be written is set aside: it must not keep all others.
    private List<PendingCallback> written(CallbackRow row, LoggedEvent event) {
        try {
            return writer.write(row, event, clock.now());
        } catch (IllegalArgumentException e) {
            LOG.warn("the event {} cannot be told to its client and is set aside: {}", event.id(), e.getMessage());
            return List.of();
        } catch (RuntimeException e) {
            LOG.error("the event {} cannot be told to its client and is set aside", event.id(), e);
            return List.of();
        }
    }

    private void inbound(LoggedEvent event, List<PendingCallback> into) {
        for (SmppLogin login : parts.logins.inboundUrls().getOrDefault(event.accountId(), List.of())) {
            try {
                into.add(InboundCallbacks.of(login, event, clock.now()));
            } catch (RuntimeException e) {
                LOG.error("the event {} cannot be told to SMPP login {} and is set aside", event.id(), login.id(), e);
            }
        }
    }
}
