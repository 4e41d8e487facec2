package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.inbound.ReplyOutbox.Reply;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Lists for people take no connection of messages, and read few rows.
class InboundListsTest {
    private static final int REPLIES = 5_000;
    private static final int PAGE = 10;
    private static final String READ = "SELECT sum(pg_stat_get_xact_tuples_returned(inhrelid)"
            + " + pg_stat_get_xact_tuples_fetched(inhrelid)) FROM pg_inherits"
            + " WHERE inhparent = 'inbound.replies'::regclass";

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));

    @Test
    void theyHaveTheirOwnConnections() {
        JdbcClient reads = database.database().reads();
        InboundStores.on(database.database(), clock);
        assertThat(new ReplyOutbox(null, reads).list(1, "sent", null, PAGE).items())
                .isEmpty();
        assertThat(new InboundRoutes(null, reads, null)
                        .list(1, "1700", null, PAGE)
                        .items())
                .isEmpty();
        assertThat(new InboundRoutes(null, reads, null).find(1)).isEmpty();
        assertThat(new InboundKeywords(null, reads).list(0L, null, PAGE).items())
                .hasSize(PAGE);
        assertThat(new OptOuts(null, reads).list(1, null, null, PAGE).items()).isEmpty();
    }

    /// The rare state is that of the oldest answer.
    @Test
    void answersOfAStateAreFoundByAnIndex() {
        InboundStores.on(database.database(), clock);
        MessageIds ids = new MessageIds(clock, new SplittableRandom(1));
        UUID[] messages =
                Stream.generate(() -> ids.next().uuid()).limit(REPLIES).toArray(UUID[]::new);
        database.database().transactions().run(tx -> {
            JdbcClient in = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            in.sql("INSERT INTO inbound.replies (message_id, account_id, kind, recipient, sender, content, state,"
                            + " created_at) SELECT id, 1 + place % 9, 'route', '998901234567', '1700', 'x',"
                            + " CASE place WHEN 1 THEN 'failed' ELSE 'sent' END, now()"
                            + " FROM unnest(?::uuid[]) WITH ORDINALITY AS m (id, place)")
                    .param(messages)
                    .update();
            in.sql("ANALYZE inbound.replies").update();
            long before = read(in);
            List<Reply> found =
                    new ReplyOutbox(null, in).list(0, "failed", null, PAGE).items();
            assertThat(found).extracting(reply -> reply.messageId().uuid()).containsExactly(messages[0]);
            assertThat(read(in) - before).isLessThan(2 * PAGE);
            return null;
        });
    }

    private static long read(JdbcClient in) {
        return in.sql(READ).query(Long.class).single();
    }
}
