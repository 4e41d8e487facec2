package io.elchi.server.queue;

import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.Transactions;

class MemoryHandoffTest extends HandoffContract {
    private final MemoryHandoff shared = new MemoryHandoff();
    private final MemoryHandoff.View one = shared.new View();
    private final MemoryHandoff.View other = shared.new View();
    private final Transactions transactions = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);

    @Override
    protected Handoff teller() {
        return one;
    }

    @Override
    protected Handoff owner() {
        return other;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }

    @Override
    protected void pass() {
        one.deliver();
        other.deliver();
    }
}
