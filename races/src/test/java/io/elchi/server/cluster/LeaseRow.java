package io.elchi.server.cluster;

import io.elchi.server.db.Tx;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The row of one lease, its advisory lock and the database's clock, for threads of several processes. What
/// [LeaseRows] and [Lease#fence] do in SQL happens here.
final class LeaseRow {
    static final Duration FOR = Duration.ofSeconds(6);

    // The JDK defines their classes under a lock that Fray does not know: two threads that need one for the first
    // time would stand still for ever.
    static {
        for (Class<?> each : List.of(Connection.class, Array.class, PreparedStatement.class, ResultSet.class)) {
            answering(each, (_, _) -> null);
        }
    }

    final String name;
    private final ReentrantReadWriteLock advisory = new ReentrantReadWriteLock();
    private long epoch;
    private long until = Long.MIN_VALUE;
    private long now;

    LeaseRow(String name) {
        this.name = name;
    }

    synchronized long now() {
        return now;
    }

    synchronized void advance(Duration time) {
        now += time.toNanos();
    }

    synchronized long epoch() {
        return epoch;
    }

    /// Whether it is this owner's still; then for six seconds more.
    synchronized boolean renew(long own) {
        if (epoch == own) {
            until = now + FOR.toNanos();
        }
        return epoch == own;
    }

    synchronized void release(long own) {
        if (epoch == own) {
            until = Long.MIN_VALUE;
        }
    }

    /// Waits for the transactions that share the lock, if the lease has run out.
    ///
    /// @return the new epoch; 0: it is somebody's
    long take() {
        advisory.writeLock().lock();
        try {
            synchronized (this) {
                if (until >= now) {
                    return 0;
                }
                until = now + FOR.toNanos();
                return ++epoch;
            }
        } finally {
            advisory.writeLock().unlock();
        }
    }

    /// A transaction that begins with the fence of the lease, and what its commit does.
    void settle(Lease lease, Runnable commit) throws Exception {
        boolean[] shared = new boolean[1];
        try {
            lease.fence(tx(shared));
            commit.run();
        } finally {
            if (shared[0]) {
                advisory.readLock().unlock();
            }
        }
    }

    private Tx tx(boolean[] shared) {
        Connection connection = answering(Connection.class, (method, arguments) -> switch (method) {
            case "prepareStatement" -> fence(shared);
            case "createArrayOf" -> array((Object[]) arguments[1]);
            default -> throw new UnsupportedOperationException(method);
        });
        return () -> connection;
    }

    private static Array array(Object[] elements) {
        return answering(Array.class, (_, _) -> elements);
    }

    /// Both statements of the fence: first the shared lock, then a look at the row.
    private PreparedStatement fence(boolean[] shared) {
        Object[] epochs = new Object[1];
        return answering(PreparedStatement.class, (method, arguments) -> switch (method) {
            case "setArray" -> {
                epochs[0] = (int) arguments[0] == 4 ? ((Array) arguments[1]).getArray() : epochs[0];
                yield null;
            }
            case "execute" -> {
                advisory.readLock().lock();
                shared[0] = true;
                yield true;
            }
            case "getResultSet" -> names((long) ((Object[]) epochs[0])[0] == epoch());
            case "getMoreResults" -> true;
            default -> null;
        });
    }

    private ResultSet names(boolean held) {
        int[] left = {held ? 1 : 0};
        return answering(ResultSet.class, (method, _) -> switch (method) {
            case "next" -> left[0]-- > 0;
            case "getString" -> name;
            default -> null;
        });
    }

    private interface Answers {
        Object of(String method, Object[] arguments) throws Exception;
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                LeaseRow.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> answers.of(method.getName(), arguments)));
    }
}
