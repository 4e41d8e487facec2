package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Shortfall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Reserves the prices of a batch: by one statement when all payers have the funds for all of it, which is nearly
/// always so. Else it locks their balances, and admits the claims one by one.
final class Reservations {
    /// Locks in the order of the ids: UPDATE alone does not. A row that another transaction changed meanwhile
    /// is looked at anew, with its new amounts. The subselects hide the lengths of the arrays from the planner.
    /// Else it makes a plan for each: a few accounts cost less than the ten that it assumes.
    private static final String RESERVE_ALL = "WITH locked AS MATERIALIZED (SELECT account_id FROM"
            + " billing.account_balances WHERE account_id = ANY ((SELECT ?::bigint[])::bigint[])"
            + " ORDER BY account_id FOR UPDATE)"
            + " UPDATE billing.account_balances b SET reserved = b.reserved + u.micros * 0.000001, updated_at = now()"
            + " FROM unnest((SELECT ?::bigint[]), (SELECT ?::bigint[])) u (id, micros)"
            + " JOIN locked ON locked.account_id = u.id WHERE b.account_id = u.id"
            + " AND b.balance - b.reserved + b.credit_limit >= u.micros * 0.000001 RETURNING b.account_id";
    private static final String RESERVE = "UPDATE billing.account_balances b"
            + " SET reserved = b.reserved + u.micros * 0.000001, updated_at = now()"
            + " FROM unnest((SELECT ?::bigint[]), (SELECT ?::bigint[])) u (id, micros) WHERE b.account_id = u.id";
    /// So many batches lock first after one in which somebody lacked funds: others shall not pay for a client without
    /// money that goes on asking.
    private static final int CAREFUL_BATCHES = 64;

    private final AtomicInteger careful = new AtomicInteger();

    /// @return for each claim null, or the payer that lacks funds
    Shortfall[] reserve(Connection connection, List<Claim> claims) throws SQLException {
        TreeMap<Long, Long> wanted = wanted(claims);
        if (wanted.isEmpty()) {
            return new Shortfall[claims.size()];
        }
        boolean atOnce = careful.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        if (atOnce && reserveAll(connection, wanted)) {
            return new Shortfall[claims.size()];
        }
        TreeMap<Long, Funds> funds = new TreeMap<>();
        for (Claim claim : claims) {
            for (long account : claim.accounts()) {
                funds.computeIfAbsent(account, _ -> new Funds());
            }
        }
        // The same accounts as above: those that pay nothing are not locked, before nor after.
        lock(connection, wanted.keySet(), funds);
        Shortfall[] lacking = Funds.admit(funds, claims);
        TreeMap<Long, Long> taken = new TreeMap<>();
        funds.forEach((account, fund) -> {
            if (fund.taken() > 0) {
                taken.put(account, fund.taken());
            }
        });
        add(connection, taken);
        return lacking;
    }

    private static TreeMap<Long, Long> wanted(List<Claim> claims) {
        TreeMap<Long, Long> wanted = new TreeMap<>();
        for (Claim claim : claims) {
            for (int level = 0; level < claim.accounts().length; level++) {
                if (claim.micros()[level] > 0) {
                    wanted.merge(claim.accounts()[level], claim.micros()[level], Reservations::sum);
                }
            }
        }
        return wanted;
    }

    private boolean reserveAll(Connection connection, TreeMap<Long, Long> wanted) throws SQLException {
        List<Long> reserved = new ArrayList<>(wanted.size());
        try (PreparedStatement update = connection.prepareStatement(RESERVE_ALL)) {
            java.sql.Array accounts = PgLedger.bigints(connection, wanted.keySet());
            update.setArray(1, accounts);
            update.setArray(2, accounts);
            update.setArray(3, PgLedger.bigints(connection, wanted.values()));
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    reserved.add(rows.getLong(1));
                }
            }
        }
        if (reserved.size() == wanted.size()) {
            return true;
        }
        careful.set(CAREFUL_BATCHES);
        TreeMap<Long, Long> undone = new TreeMap<>();
        reserved.forEach(account -> undone.put(account, -wanted.get(account)));
        add(connection, undone);
        return false;
    }

    /// What does not fit is more than anybody has.
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static void add(Connection connection, TreeMap<Long, Long> micros) throws SQLException {
        if (micros.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(RESERVE)) {
            update.setArray(1, PgLedger.bigints(connection, micros.keySet()));
            update.setArray(2, PgLedger.bigints(connection, micros.values()));
            PgLedger.expect(micros.size(), update.executeUpdate());
        }
    }

    private static void lock(Connection connection, Set<Long> accounts, TreeMap<Long, Funds> funds)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PgLedger.LOCK)) {
            select.setArray(1, PgLedger.bigints(connection, accounts));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    funds.get(rows.getLong(1)).available(rows.getBigDecimal(2).longValueExact());
                }
            }
        }
    }
}
