package io.elchi.server.inbound;

import io.elchi.server.db.Database;

/// Outboxes on real tables, for tests of other modules.
public final class ReplyOutboxes {
    private ReplyOutboxes() {}

    public static ReplyOutbox on(Database database) {
        return new ReplyOutbox(database.jdbc(), database.reads());
    }
}
