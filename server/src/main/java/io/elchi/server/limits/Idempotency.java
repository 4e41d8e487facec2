package io.elchi.server.limits;

import io.elchi.server.core.Clock;
import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Stores the answer to each Idempotency-Key for a day. The answer is stored in the transaction that stores the
/// messages. So an answered key is an accepted request, and the reverse.
public class Idempotency {
    public static final Duration KEPT = Duration.ofHours(24);
    public static final int MAX_KEY_LENGTH = 255;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Clock clock;
    private final Set<Key> inProgress = ConcurrentHashMap.newKeySet();

    private record Key(long account, String key) {}

    private record Known(byte[] bodyHash, String answer) {}

    public Idempotency(Database database, Clock clock) {
        this(database.jdbc(), database.transactions(), clock);
    }

    /// With tables of another kind.
    Idempotency(JdbcClient jdbc, Transactions transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The known state of a key.
    public sealed interface Begun {
        /// It is new: do the work, [#keep] the answer in its transaction, and [#end] in any case.
        record Fresh() implements Begun {}

        /// The same request was answered before, so.
        record Answered(String answer) implements Begun {}

        /// Another request had this key.
        record Reused() implements Begun {}

        /// The first request with this key is not answered yet.
        record InProgress() implements Begun {}
    }

    /// @param bodyHash of the request; distinguishes another request from the same one
    public Begun begin(long account, String key, byte[] bodyHash) {
        Key wanted = new Key(account, key);
        if (!inProgress.add(wanted)) {
            return new Begun.InProgress();
        }
        boolean fresh = false;
        try {
            Known known = jdbc.sql("SELECT body_hash, answer FROM limits.idempotency_keys"
                            + " WHERE account_id = ? AND key = ? AND created_at > ?")
                    .params(account, key, clock.now().minus(KEPT).atOffset(ZoneOffset.UTC))
                    .query((row, _) -> new Known(row.getBytes("body_hash"), row.getString("answer")))
                    .optional()
                    .orElse(null);
            if (known == null) {
                fresh = true;
                return new Begun.Fresh();
            }
            transactions.confirm();
            return Arrays.equals(known.bodyHash, bodyHash) ? new Begun.Answered(known.answer) : new Begun.Reused();
        } finally {
            if (!fresh) {
                inProgress.remove(wanted);
            }
        }
    }

    /// Stores the answer. A key that another process stored meanwhile ends the transaction with a duplicate key.
    public void keep(Tx tx, long account, String key, byte[] bodyHash, String answer) throws SQLException {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO limits.idempotency_keys AS k"
                        + " (account_id, key, body_hash, answer, created_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (account_id, key) DO UPDATE SET body_hash = excluded.body_hash,"
                        + " answer = excluded.answer, created_at = excluded.created_at WHERE k.created_at <= ?")) {
            insert.setLong(1, account);
            insert.setString(2, key);
            insert.setBytes(3, bodyHash);
            insert.setString(4, answer);
            insert.setObject(5, clock.now().atOffset(ZoneOffset.UTC));
            insert.setObject(6, clock.now().minus(KEPT).atOffset(ZoneOffset.UTC));
            if (insert.executeUpdate() == 0) {
                throw new SQLException("the Idempotency-Key was stored by another process", "23505");
            }
        }
    }

    /// The request with this key is no longer in progress.
    public void end(long account, String key) {
        inProgress.remove(new Key(account, key));
    }

    /// Forgets what is older than a day; to be called from time to time.
    public int forget() {
        return jdbc.sql("DELETE FROM limits.idempotency_keys WHERE created_at < ?")
                .param(clock.now().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }
}
