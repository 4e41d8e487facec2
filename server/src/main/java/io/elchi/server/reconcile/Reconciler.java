package io.elchi.server.reconcile;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Money;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageStore.BatchCharge;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares balances, reservations and ledger entries with the rows they summarize.
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration SETTLED = Duration.ofMinutes(5);
    /// What was charged in so much time is in memory at a time: after a start there is a day to look at.
    private static final long SLICE = Batches.firstAt(Instant.EPOCH.plus(Duration.ofMinutes(1)));

    private static final long HOUR = 60 * SLICE;

    private final Transactions transactions;
    private final Ledger ledger;
    private final Charges charges;
    private final MessageStore messages;
    private final ChargedRows ofMessages;
    private final ChargedRows ofInbound;
    private final Clock clock;
    private volatile int differences;
    private long checkedBatches;

    public Reconciler(
            Transactions transactions,
            Ledger ledger,
            Charges charges,
            MessageStore messages,
            InboundCdrs inbound,
            Clock clock,
            Metrics metrics) {
        ofMessages = new ChargedRows(Ledger.SMS_CHARGE, messages::chargedDigest, messages::charged);
        ofInbound = new ChargedRows(Ledger.INBOUND_CHARGE, inbound::chargedDigest, inbound::charged);
        this.charges = charges;
        this.transactions = transactions;
        this.ledger = ledger;
        this.messages = messages;
        this.clock = clock;
        checkedBatches = Batches.firstAt(clock.now().minus(Duration.ofDays(1)));
        metrics.gauge(Metric.RECONCILE_DIFFERENCES, () -> differences);
    }

    /// Looks at everything that is new since it was right the last time.
    ///
    /// @return what does not add up
    public synchronized List<Difference> run() {
        Instant now = clock.now();
        long last = Batches.firstAt(now.minusSeconds(1));
        List<Difference> found = transactions.run(tx -> differences(tx, now, last));
        if (found.isEmpty()) {
            checkedBatches = Math.max(checkedBatches, Batches.firstAt(now.minus(SETTLED)));
        }
        found.forEach(each -> LOG.error(
                "account {}: {} is {} and should be {}", each.accountId(), each.what(), each.found(), each.expected()));
        differences = found.size();
        return found;
    }

    /// Another process looked, and shows what it found.
    public void ranElsewhere() {
        differences = 0;
    }

    private List<Difference> differences(Tx tx, Instant now, long last) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            // It may read for a while; nobody waits for it.
            statement.execute("SET LOCAL statement_timeout = '10min'");
        }
        List<Difference> found = new ArrayList<>(ledger.audit(tx, now.minus(SETTLED)));
        Map<Long, String> currencies = new HashMap<>();
        Map<Long, Long> held = new HashMap<>(messages.held(tx));
        charges.held(tx).forEach((account, micros) -> held.merge(account, micros, Long::sum));
        for (Balance balance : ledger.balances(tx)) {
            currencies.put(balance.accountId(), balance.reserved().currency());
            reservation(balance, held.getOrDefault(balance.accountId(), 0L), found);
        }
        entries(tx, ofMessages, last, currencies, found);
        entries(tx, ofInbound, last, currencies, found);
        return found;
    }

    private static void reservation(Balance balance, long held, List<Difference> found) {
        Money reserved = balance.reserved();
        if (reserved.micros() != held) {
            found.add(new Difference(balance.accountId(), "reserved", reserved, new Money(reserved.currency(), held)));
        }
    }

    private interface BatchQuery<T> {
        T of(Tx tx, long first, long last) throws SQLException;
    }

    /// What the entries with one reason summarize.
    private record ChargedRows(
            String reason, BatchQuery<Optional<String>> digest, BatchQuery<Map<BatchCharge, Long>> sums) {}

    private void entries(Tx tx, ChargedRows charged, long last, Map<Long, String> currencies, List<Difference> found)
            throws SQLException {
        for (long first = checkedBatches; first <= last; first += HOUR) {
            long end = Math.min(first + HOUR - 1, last);
            Optional<String> entries = ledger.chargesDigest(tx, charged.reason, first, end);
            if (entries.isEmpty() || !entries.equals(charged.digest.of(tx, first, end))) {
                hour(tx, charged, first, end, currencies, found);
            }
        }
    }

    /// The database found a difference, or made no digest: goes through all charges, a minute's at a time.
    private void hour(
            Tx tx, ChargedRows charged, long start, long last, Map<Long, String> currencies, List<Difference> found)
            throws SQLException {
        for (long first = start; first <= last; first += SLICE) {
            slice(tx, charged, first, Math.min(first + SLICE - 1, last), currencies, found);
        }
    }

    private void slice(
            Tx tx, ChargedRows charged, long first, long last, Map<Long, String> currencies, List<Difference> found)
            throws SQLException {
        Map<BatchCharge, Long> sums = new HashMap<>(charged.sums.of(tx, first, last));
        for (Entry entry : ledger.charges(tx, charged.reason, first, last)) {
            Long expected = sums.remove(new BatchCharge(entry.batch(), entry.accountId()));
            if (expected == null || expected != entry.amount().micros()) {
                found.add(new Difference(
                        entry.accountId(),
                        "entry " + entry.id(),
                        entry.amount(),
                        new Money(entry.amount().currency(), expected == null ? 0 : expected)));
            }
        }
        sums.values().removeIf(micros -> micros == 0);
        sums.forEach((key, micros) -> {
            String currency = currencies.get(key.accountId());
            found.add(new Difference(
                    key.accountId(),
                    "batch " + key.batch() + " without an entry",
                    Money.zero(currency),
                    new Money(currency, micros)));
        });
    }
}
