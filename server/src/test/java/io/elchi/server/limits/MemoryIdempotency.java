package io.elchi.server.limits;

import io.elchi.server.core.Clock;
import io.elchi.server.db.MemoryTransactions.MemoryTx;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The answers of Idempotency-Keys in memory, for one thread: they are kept for ever.
public final class MemoryIdempotency extends Idempotency {
    private final Map<String, Answer> answers = new HashMap<>();

    private record Answer(byte[] bodyHash, String text) {}

    public MemoryIdempotency(Clock clock) {
        super(null, null, clock);
    }

    @Override
    public Begun begin(long account, String key, byte[] bodyHash) {
        Answer known = answers.get(account + "/" + key);
        if (known == null) {
            return new Begun.Fresh();
        }
        return Arrays.equals(known.bodyHash, bodyHash) ? new Begun.Answered(known.text) : new Begun.Reused();
    }

    @Override
    public void keep(Tx tx, long account, String key, byte[] bodyHash, String answer) throws SQLException {
        if (answers.putIfAbsent(account + "/" + key, new Answer(bodyHash, answer)) != null) {
            throw new SQLException("the Idempotency-Key is there", "23505");
        }
        ((MemoryTx) tx).undo(() -> answers.remove(account + "/" + key));
    }

    @Override
    public void end(long account, String key) {}
}
