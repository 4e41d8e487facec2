package io.elchi.server.tracking;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageView;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/// Receipts on the real tables, with an account and an operator's id of its own for each test.
abstract class ReceiptScene {
    private static final AtomicLong ACCOUNTS = new AtomicLong(100);

    final Stage stage;
    final AtomicInteger acknowledged = new AtomicInteger();
    long client;
    String id;
    private final TestDatabase database;

    ReceiptScene(TestDatabase database) {
        this.database = database;
        stage = Stage.on(database.database(), ManualClock.atMidnight());
    }

    @BeforeEach
    void account() {
        open(10_000);
        id = "id-" + client;
    }

    /// From now on the client is another account, with this balance.
    void open(long balance) {
        client = ACCOUNTS.incrementAndGet();
        stage.open(balance, client);
    }

    MessageView view(Message message) {
        return stage.store.view(client, message.id()).orElseThrow();
    }

    long rows(String table) {
        return database.database()
                .jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
