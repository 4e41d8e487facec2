package io.elchi.server.cluster;

import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The right to do something that at most one process may do at a time.
public final class Lease {
    /// The first key of the advisory locks of leases; the second is the lease's number.
    static final int LOCK_SPACE = 0x656C6C;

    /// Without a renewal for so long an owner does not act. The lease runs two seconds longer.
    static final Duration ACT_WITHIN = Duration.ofSeconds(4);

    private final String name;
    private final boolean alone;
    private final LongSupplier nanos;
    private volatile Runnable acquired = () -> {};
    private volatile Runnable lost = () -> {};
    private volatile int number;
    /// 0: this process does not have it.
    private volatile long epoch;
    private volatile long renewedAt;

    Lease(String name, LongSupplier nanos) {
        this(name, nanos, false);
    }

    private Lease(String name, LongSupplier nanos, boolean alone) {
        this.name = name;
        this.alone = alone;
        this.nanos = nanos;
    }

    /// A lease that is this process's for ever, for a process that shares its database with nobody.
    public static Lease alone() {
        Lease lease = new Lease("alone", () -> 0, true);
        lease.epoch = 1;
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

    /// To be called first in each transaction that changes what the lease is about. Two statements in one round
    /// trip: the second sees what a new owner committed while the first waited.
    ///
    /// @throws LeaseLostException when another process has it
    public void fence(Tx tx) throws SQLException {
        if (alone) {
            return;
        }
        if (epoch == 0) {
            throw new LeaseLostException(name);
        }
        try (PreparedStatement fence = tx.connection()
                .prepareStatement("SELECT pg_advisory_xact_lock_shared(?, ?);"
                        + " SELECT 1 FROM cluster.leases WHERE name = ? AND epoch = ?")) {
            fence.setInt(1, LOCK_SPACE);
            fence.setInt(2, number);
            fence.setString(3, name);
            fence.setLong(4, epoch);
            fence.execute();
            fence.getMoreResults();
            try (ResultSet row = fence.getResultSet()) {
                if (!row.next()) {
                    lose();
                    throw new LeaseLostException(name);
                }
            }
        }
    }

    void onChange(Runnable whenAcquired, Runnable whenLost) {
        acquired = whenAcquired;
        lost = whenLost;
    }

    /// @param at the time before the statement that took it, by [System#nanoTime]
    void take(int leaseNumber, long leaseEpoch, long at) {
        renewedAt = at;
        number = leaseNumber;
        epoch = leaseEpoch;
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
