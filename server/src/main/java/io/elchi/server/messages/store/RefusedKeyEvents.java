package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import io.elchi.server.events.PlatformAccount;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.messages.RefusalLog;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Writes events for the platform's account about addresses that keep on sending keys that are not valid: of each
/// address once in an hour, whichever process it asks, and of so many addresses a minute and process.
public final class RefusedKeyEvents implements RefusalLog.Repeated {
    /// Requests of one address in a minute: a client with a wrong key tries a few times.
    static final long LEAST = 20;
    /// Addresses that a process reports in a minute, those with the most requests.
    static final int MOST = 10;

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String REPORT =
            "INSERT INTO messages.reported_addresses AS t (address, reported_at) VALUES (?, ?)"
                    + " ON CONFLICT (address) DO UPDATE SET reported_at = excluded.reported_at WHERE t.reported_at <= ?";
    /// Waits for no row that another process reports now, which may wait for one of ours.
    private static final String FORGET = "DELETE FROM messages.reported_addresses WHERE address IN (SELECT address"
            + " FROM messages.reported_addresses WHERE reported_at < ? FOR UPDATE SKIP LOCKED)";

    private final Transactions transactions;
    private final AccountEvents events;
    private final Subscriptions subscriptions;
    private final PlatformAccount platform;
    private final Clock clock;

    public RefusedKeyEvents(
            Transactions transactions,
            AccountEvents events,
            Subscriptions subscriptions,
            PlatformAccount platform,
            Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.subscriptions = subscriptions;
        this.platform = platform;
        this.clock = clock;
    }

    @Override
    public void report(Map<String, Long> requests) {
        OptionalLong account = platform.id();
        if (account.isEmpty() || !subscriptions.wants(account.getAsLong(), EventType.KEY_REFUSED)) {
            return;
        }
        List<Map.Entry<String, Long>> most = requests.entrySet().stream()
                .filter(each -> each.getValue() >= LEAST)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST)
                // Transactions lock rows in one order.
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (!most.isEmpty()) {
            transactions.run(tx -> {
                report(tx, account.getAsLong(), most);
                return null;
            });
        }
    }

    private void report(Tx tx, long account, List<Map.Entry<String, Long>> addresses) throws SQLException {
        Instant now = clock.now();
        try (PreparedStatement insert = tx.connection().prepareStatement(REPORT)) {
            for (Map.Entry<String, Long> each : addresses) {
                insert.setString(1, each.getKey());
                insert.setObject(2, utc(now));
                insert.setObject(3, utc(now.minus(INTERVAL)));
                if (insert.executeUpdate() > 0) {
                    Map<String, Object> data = new LinkedHashMap<>();
                    data.put("address", each.getKey());
                    data.put("requests", each.getValue());
                    events.append(tx, account, EventType.KEY_REFUSED, data);
                }
            }
        }
        try (PreparedStatement delete = tx.connection().prepareStatement(FORGET)) {
            delete.setObject(1, utc(now.minus(KEPT)));
            delete.executeUpdate();
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
