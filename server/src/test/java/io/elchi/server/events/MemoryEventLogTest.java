package io.elchi.server.events;

import java.sql.SQLException;

class MemoryEventLogTest extends EventLogContract {
    private final MemoryEventLog log = new MemoryEventLog();

    @Override
    EventLog log() {
        return log;
    }

    @Override
    void commit(Work work) {
        try {
            work.run(null);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
