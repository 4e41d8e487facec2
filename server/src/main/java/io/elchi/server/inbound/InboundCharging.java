package io.elchi.server.inbound;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Prices messages from handsets that have their final state, and writes their records. The caller books the charge
/// in the same transaction.
///
/// The account that owns the message pays, and each reseller above it pays its own price. Who has no price pays
/// nothing. An incomplete or rejected message costs its owner nothing, since the owner gets no event.
final class InboundCharging {
    private final Accounts accounts;
    private final InboundPrices prices;
    private final LongSupplier batches;

    /// @param batches numbers of the ledger's batches
    InboundCharging(Accounts accounts, InboundPrices prices, LongSupplier batches) {
        this.accounts = accounts;
        this.prices = prices;
        this.batches = batches;
    }

    /// What messages cost, and in which batch.
    private static final class Sum {
        private final Map<Long, Movement> movements = new TreeMap<>();
        private long batch;

        long add(long account, Money price, int parts, LongSupplier batches) {
            if (price.micros() == 0) {
                return 0;
            }
            batch = batch == 0 ? batches.getAsLong() : batch;
            movements.merge(account, new Movement(account, price.micros(), 0, parts), Sum::plus);
            return batch;
        }

        private static Movement plus(Movement one, Movement other) {
            return new Movement(
                    one.accountId(),
                    Math.addExact(one.postedMicros(), other.postedMicros()),
                    0,
                    one.parts() + other.parts());
        }
    }

    /// A message with its final state and owner.
    ///
    /// @param ruled what rules made of it; null: nothing
    record Ended(InboundMessage message, HandsetRules.Ruled ruled) {
        static Ended of(InboundMessage message) {
            return new Ended(message, null);
        }

        /// The operator's price is that of the number that the handset wrote to.
        String writtenTo() {
            return ruled == null ? message.to() : ruled.asked().number();
        }

        String errorCode() {
            return ruled == null ? null : ruled.errorCode();
        }
    }

    /// @param ended messages with their final states and owners
    /// @return null: nobody pays
    InboundStore.InboundCharge write(Connection connection, List<Ended> ended) throws SQLException {
        if (ended.isEmpty()) {
            return null;
        }
        InboundPriceBook book = prices.book();
        Sum sum = new Sum();
        List<InboundCdr> records = new ArrayList<>(ended.size());
        for (Ended message : ended) {
            records.add(record(book, message, sum));
        }
        InboundCdrs.insert(connection, records);
        return sum.batch == 0 ? null : new InboundStore.InboundCharge(sum.batch, List.copyOf(sum.movements.values()));
    }

    private InboundCdr record(InboundPriceBook book, Ended ended, Sum sum) {
        InboundMessage message = ended.message;
        Money cost = book.cost(ended.writtenTo(), message);
        if (message.accountId() == 0) {
            return new InboundCdr(message, null, List.of(), cost, ended.errorCode(), 0);
        }
        List<Payer> payers =
                accounts.account(message.accountId()).map(Account::payers).orElse(List.of());
        if (payers.isEmpty() || payers.getFirst().account() != message.accountId()) {
            // An account that is gone, or the administrator's.
            return new InboundCdr(message, null, List.of(), cost, ended.errorCode(), 0);
        }
        boolean charged = message.state() == InboundState.COMPLETE && book.hasPrice(message.to());
        Money own = Money.zero(payers.getFirst().currency());
        List<InboundCdr.InboundPaid> upstream = List.of();
        long batch = 0;
        if (charged) {
            upstream = new ArrayList<>(0);
            for (Payer payer : payers) {
                Money price = book.price(payer, message);
                if (price != null) {
                    batch = Math.max(batch, sum.add(payer.account(), price, message.parts(), batches));
                    if (payer.account() == message.accountId()) {
                        own = price;
                    } else {
                        upstream.add(new InboundCdr.InboundPaid(payer.account(), price.micros()));
                    }
                }
            }
        }
        return new InboundCdr(message, own, upstream, cost, ended.errorCode(), batch);
    }
}
