package io.elchi.server.cluster;

import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// The right to do something that at most one process may do at a time.
public final class Lease {
    /// The first key of the advisory locks of leases; the second is the lease's number.
    static final int LOCK_SPACE = 0x656C6C;

    /// Without a renewal for so long an owner does not act. The lease runs two seconds longer.
    static final Duration ACT_WITHIN = Duration.ofSeconds(4);

    private final String name;
    /// Whether it is still this process's; null: its row says so.
    private final BooleanSupplier held;
    private final LongSupplier nanos;
    private volatile Runnable acquired = () -> {};
    private volatile Runnable lost = () -> {};
    private volatile int number;
    /// 0: this process does not have it.
    private volatile long epoch;
    private volatile long renewedAt;
    /// Whether several processes share out leases like this one.
    private volatile boolean sharedOut;
    /// When this process first saw that nobody has it, by [System#nanoTime]; null: somebody has it.
    private Long freeSince;

    Lease(String name, LongSupplier nanos) {
        this(name, nanos, null);
    }

    private Lease(String name, LongSupplier nanos, BooleanSupplier held) {
        this.name = name;
        this.held = held;
        this.nanos = nanos;
    }

    /// A lease that is this process's for ever, for a process that shares its database with nobody.
    public static Lease alone() {
        return heldWhile("alone", 1, () -> true);
    }

    /// A lease without a row.
    static Lease heldWhile(String name, long epoch, BooleanSupplier held) {
        Lease lease = new Lease(name, () -> 0, held);
        lease.epoch = epoch;
        return lease;
    }

    public String name() {
        return name;
    }

    /// Whether this process has it, perhaps without the right to act just now.
    public boolean isOwned() {
        return epoch > 0;
    }

    /// Whether this process may act: it has the lease, and renewed it in the last four seconds.
    public boolean mayAct() {
        return epoch > 0 && nanos.getAsLong() - renewedAt < ACT_WITHIN.toNanos();
    }

    /// To be called first in each transaction that changes what the lease is about.
    ///
    /// @throws LeaseLostException when another process has it
    public void fence(Tx tx) throws SQLException {
        fence(tx, List.of(this));
    }

    /// To be called first in each transaction that changes what these leases are about. Two statements in one
    /// round trip: the second sees what a new owner committed while the first waited.
    ///
    /// @throws LeaseLostException when another process has one of them
    public static void fence(Tx tx, Collection<Lease> leases) throws SQLException {
        List<Lease> fenced = new ArrayList<>(leases.size());
        for (Lease lease : leases) {
            if (lease.epoch == 0 || lease.held != null && !lease.held.getAsBoolean()) {
                throw new LeaseLostException(lease.name);
            }
            if (lease.held == null) {
                fenced.add(lease);
            }
        }
        if (fenced.isEmpty()) {
            return;
        }
        Set<String> held = held(tx, fenced);
        for (Lease lease : fenced) {
            if (!held.contains(lease.name)) {
                lease.lose();
                throw new LeaseLostException(lease.name);
            }
        }
    }

    private static Set<String> held(Tx tx, List<Lease> leases) throws SQLException {
        try (PreparedStatement fence = tx.connection()
                .prepareStatement("SELECT pg_advisory_xact_lock_shared(?, n) FROM unnest(?::int[]) n;"
                        + " SELECT l.name FROM cluster.leases l JOIN unnest(?::text[], ?::bigint[]) AS f (name, epoch)"
                        + " ON l.name = f.name AND l.epoch = f.epoch")) {
            Object[] numbers = leases.stream().map(lease -> lease.number).toArray();
            Object[] names = leases.stream().map(Lease::name).toArray();
            Object[] epochs = leases.stream().map(lease -> lease.epoch).toArray();
            fence.setInt(1, LOCK_SPACE);
            fence.setArray(2, tx.connection().createArrayOf("int4", numbers));
            fence.setArray(3, tx.connection().createArrayOf("text", names));
            fence.setArray(4, tx.connection().createArrayOf("int8", epochs));
            fence.execute();
            fence.getMoreResults();
            Set<String> held = new HashSet<>();
            try (ResultSet rows = fence.getResultSet()) {
                while (rows.next()) {
                    held.add(rows.getString(1));
                }
            }
            return held;
        }
    }

    void onChange(boolean isSharedOut, Runnable whenAcquired, Runnable whenLost) {
        sharedOut = isSharedOut;
        acquired = whenAcquired;
        lost = whenLost;
    }

    boolean isSharedOut() {
        return sharedOut;
    }

    /// Remembers since when it has been seen free.
    ///
    /// @return for how long
    Duration free(long now) {
        if (freeSince == null) {
            freeSince = now;
        }
        return Duration.ofNanos(now - freeSince);
    }

    void notFree() {
        freeSince = null;
    }

    /// @param at the time before the statement that took it, by [System#nanoTime]
    void take(int leaseNumber, long leaseEpoch, long at) {
        renewedAt = at;
        number = leaseNumber;
        epoch = leaseEpoch;
        freeSince = null;
        acquired.run();
    }

    void renewed(long at) {
        renewedAt = at;
    }

    synchronized void givenBack() {
        epoch = 0;
    }

    synchronized void lose() {
        if (epoch > 0) {
            epoch = 0;
            lost.run();
        }
    }

    long epoch() {
        return epoch;
    }
}
