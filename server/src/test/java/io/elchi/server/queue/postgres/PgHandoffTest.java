package io.elchi.server.queue.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.HandoffContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PgHandoffTest extends HandoffContract {
    private static final long SHARD = 64;

    private final TestDatabase database = TestDatabase.fresh();
    private final Database one = database.another();
    private final Database other = database.another();
    private final PgHandoff teller = new PgHandoff(one, new Metrics());
    private final PgHandoff owner = new PgHandoff(other, new Metrics());

    @AfterEach
    void close() {
        teller.close();
        owner.close();
        one.close();
        other.close();
        database.close();
    }

    @Override
    protected Handoff teller() {
        return teller;
    }

    @Override
    protected Handoff owner() {
        return owner;
    }

    @Override
    protected Transactions transactions() {
        return database.database().transactions();
    }

    @Override
    protected void pass() {
        // Threads of its own do it.
    }

    /// kill of the connections, as a failover does it: hints meanwhile are lost, and later ones arrive.
    @Test
    void itConnectsAgain() throws Exception {
        List<MessageId> received = new CopyOnWriteArrayList<>();
        owner.own(
                SHARD,
                new Handoff.Sink() {
                    @Override
                    public void accepted(long shard, Collection<MessageId> messages) {
                        received.addAll(messages);
                    }

                    @Override
                    public boolean kept(long shard, Handoff.Envelope envelope) {
                        return true;
                    }

                    @Override
                    public Collection<Integer> kinds() {
                        return List.of();
                    }
                },
                () -> 1);
        Await.until("the first hint came", () -> {
            teller.hint(SHARD, List.of(new MessageId(1, 1)));
            return !received.isEmpty();
        });
        database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%/handoff'"
                        + " OR application_name LIKE '%/hints'");
        Await.until("a later hint came", () -> {
            teller.hint(SHARD, List.of(new MessageId(2, 2)));
            return received.contains(new MessageId(2, 2));
        });
    }

    /// No row is tried for ever.
    @Test
    void whatCannotBeSettledBecomesADeadLetter() {
        Handoff.Envelope poisoned = new Handoff.Envelope(UUID.randomUUID(), 1, new byte[] {7});
        Handoff.Envelope never = new Handoff.Envelope(UUID.randomUUID(), 1, new byte[] {8});
        one.transactions().run(tx -> {
            teller.put(tx, SHARD, List.of(poisoned, never));
            return null;
        });
        PgDeadLetters letters = new PgDeadLetters(one);
        for (int i = 1; i < Handoff.MOST_ATTEMPTS; i++) {
            owner.again(List.of(poisoned.id()), "still broken");
        }
        assertThat(letters.page(0, null, 10).items()).isEmpty();
        owner.again(List.of(poisoned.id()), "still broken");
        owner.abandon(List.of(never.id()), "of no message");
        assertThat(letters.page(SHARD, null, 10).items())
                .satisfiesExactly(letter -> assertThat(letter.reason()).isEqualTo("of no message"), letter -> {
                    assertThat(letter.id()).isEqualTo(poisoned.id());
                    assertThat(letter.attempts()).isEqualTo(Handoff.MOST_ATTEMPTS);
                });
        assertThat(letters.page(SHARD + 64, null, 10).items()).isEmpty();
        assertThat(letters.discard(never.id())).isTrue();
        assertThat(letters.retry(poisoned.id())).isTrue();
        assertThat(letters.retry(poisoned.id())).isFalse();
        assertThat(one.jdbc()
                        .sql("SELECT attempts FROM queue.inbox")
                        .query(Integer.class)
                        .list())
                .containsExactly(0);
    }

    @Test
    void aPayloadHoldsItsIds() {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < HintCodec.MOST; i++) {
            ids.add(new MessageId(Long.MIN_VALUE + i, -i));
        }
        String payload = HintCodec.encode(ids);
        assertThat(payload.length()).isLessThan(8_000);
        assertThat(HintCodec.decode(payload)).isEqualTo(ids);
        assertThat(HintCodec.decode("not an id, but as long as one")).isEmpty();
    }
}
