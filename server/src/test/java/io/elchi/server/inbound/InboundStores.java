package io.elchi.server.inbound;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.billing.Batches;
import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Payer;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.inbound.PgInboundStore.InboundStages;
import io.elchi.server.observe.Metrics;
import io.elchi.server.rules.InboundRules;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Stores on real tables for tests, each as in a process of its own.
public final class InboundStores {
    public static final Duration RESEND_WINDOW = Duration.ofMinutes(5);
    public static final Duration JOIN_TIMEOUT = Duration.ofHours(1);
    static final int REPLIES_OF_ACCOUNT = 20;

    private static final AtomicLong STORES = new AtomicLong(1_000);

    private InboundStores() {}

    /// Events are wanted by nobody.
    public static InboundStore on(Database database, Clock clock) {
        return on(database, clock, RESEND_WINDOW, (_, _) -> false);
    }

    static InboundStore on(Database database, Clock clock, Duration resendWindow, Subscriptions subscriptions) {
        return on(database, clock, resendWindow, subscriptions, new Metrics());
    }

    public static InboundStore on(
            Database database, Clock clock, Duration resendWindow, Subscriptions subscriptions, Metrics metrics) {
        return on(database, clock, properties(resendWindow, List.of()), subscriptions, metrics);
    }

    static InboundProperties properties(Duration resendWindow, List<Long> uniqueIdOperators) {
        return new InboundProperties(resendWindow, uniqueIdOperators, JOIN_TIMEOUT, 3, REPLIES_OF_ACCOUNT, 2);
    }

    static InboundStore on(
            Database database,
            Clock clock,
            InboundProperties properties,
            Subscriptions subscriptions,
            Metrics metrics) {
        return on(
                database,
                clock,
                properties,
                subscriptions,
                new InboundStages(withoutRules(), charging(database, clock, List.of())),
                metrics);
    }

    private static InboundStore on(
            Database database,
            Clock clock,
            InboundProperties properties,
            Subscriptions subscriptions,
            InboundStages stages,
            Metrics metrics) {
        partitions(database, clock).forEach(DayPartitions::maintain);
        return new PgInboundStore(
                database.jdbc(),
                new MessageIds(clock, new SplittableRandom(STORES.incrementAndGet())),
                properties,
                new InboundEvents(subscriptions, metrics),
                new OptOuts(database.jdbc(), database.reads()),
                stages,
                metrics);
    }

    public static InboundUpkeep upkeep(Database database, Clock clock) {
        return new InboundUpkeep(
                database, clock, partitions(database, clock), charging(database, clock, List.of()), new Metrics());
    }

    /// A store that knows the prices of the tables, and changes of them once they are loaded.
    ///
    /// @param payers of each account that has messages: itself, then those above it
    public static InboundStore charging(
            Database database, Clock clock, InboundPrices prices, List<List<Payer>> payers) {
        return on(
                database,
                clock,
                properties(RESEND_WINDOW, List.of()),
                (_, _) -> false,
                new InboundStages(
                        withoutRules(), new InboundCharging(new PayingAccounts(payers), prices, batches(clock))),
                new Metrics());
    }

    /// A store that applies rules, for subscribers to everything.
    ///
    /// @param payers of each account that has messages
    static InboundStore ruled(Database database, Clock clock, InboundRules rules, List<List<Payer>> payers) {
        return on(
                database,
                clock,
                properties(RESEND_WINDOW, List.of()),
                (_, _) -> true,
                new InboundStages(
                        new HandsetRules(rules, new PayingAccounts(payers)),
                        new InboundCharging(new PayingAccounts(payers), prices(database), batches(clock))),
                new Metrics());
    }

    private static HandsetRules withoutRules() {
        return new HandsetRules(InboundRules.NONE, new PayingAccounts(List.of()));
    }

    /// What is in the tables, as a process follows it.
    public static InboundPrices prices(Database database) {
        InboundPrices prices = new InboundPrices(database.jdbc(), database.reads());
        prices.follow(database.notifications());
        return prices;
    }

    /// No condition.
    public static InboundSearch.InboundFilter everything() {
        return new InboundSearch.InboundFilter(0, 0, null, null, null, null);
    }

    public static InboundCdrs cdrs(Database database) {
        return new InboundCdrs(database.reads());
    }

    private static InboundCharging charging(Database database, Clock clock, List<List<Payer>> payers) {
        return new InboundCharging(
                new PayingAccounts(payers), new InboundPrices(database.jdbc(), database.reads()), batches(clock));
    }

    private static LongSupplier batches(Clock clock) {
        return new Batches(clock, new SplittableRandom(STORES.incrementAndGet()))::next;
    }

    /// Accounts of which only the payers matter.
    private record PayingAccounts(List<List<Payer>> payers) implements Accounts {
        @Override
        public Authentication authenticate(String key, ClientCertificate certificate, InetAddress from) {
            throw new UnsupportedOperationException("nobody asks here");
        }

        @Override
        public Optional<Account> account(long id) {
            return payers.stream()
                    .filter(each -> each.getFirst().account() == id)
                    .map(each -> new Account(
                            id,
                            0,
                            Account.Type.CLIENT,
                            "an account",
                            null,
                            null,
                            Account.Standing.ACTIVE,
                            each.getFirst().currency(),
                            10,
                            10,
                            1,
                            null,
                            0,
                            each))
                    .findFirst();
        }
    }

    private static List<DayPartitions> partitions(Database database, Clock clock) {
        return List.of(
                partitions(database, clock, List.of("messages", "parts", "replies"), 90),
                partitions(database, clock, List.of("cdr_mo"), 365));
    }

    private static DayPartitions partitions(Database database, Clock clock, List<String> tables, int days) {
        return new DayPartitions(database, clock, "inbound", tables, DayPartitions.Key.MESSAGE_ID, days);
    }
}
