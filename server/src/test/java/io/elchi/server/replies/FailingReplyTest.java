package io.elchi.server.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.inbound.InboundStores;
import io.elchi.server.inbound.ReplyOutbox;
import io.elchi.server.inbound.ReplyOutboxes;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// An answer that makes the program fail, before others.
class FailingReplyTest {
    private static final long BROKEN = 7;
    private static final long GONE = 8;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(1));

    /// Knows none, and fails for one.
    private static final class BrokenAccounts implements Accounts {
        @Override
        public Authentication authenticate(String key, ClientCertificate certificate, InetAddress from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Account> account(long id) {
            if (id == BROKEN) {
                throw new IllegalStateException("broken");
            }
            return Optional.empty();
        }
    }

    private void reply(long account) {
        database.database()
                .jdbc()
                .sql(
                        "INSERT INTO inbound.replies (message_id, account_id, kind, recipient, sender, content, state, due,"
                                + " created_at) VALUES (?, ?, 'route', '998901234567', 'Bank', 'Salom', 'waiting',"
                                + " '2026-11-24T10:15:30Z', now())")
                .params(ids.next().uuid(), account)
                .update();
    }

    @Test
    void itKeepsNoOtherFromItsEndAndHasOneItself() {
        // Makes the partitions.
        InboundStores.on(database.database(), clock);
        ReplyOutbox outbox = ReplyOutboxes.on(database.database());
        reply(BROKEN);
        reply(GONE);
        ReplySender sender = new ReplySender(outbox, new BrokenAccounts(), null, null, clock, new Metrics());
        sender.run();
        assertThat(outbox.list(GONE, null, null, 10).items())
                .singleElement()
                .satisfies(reply -> assertThat(reply.reason()).isEqualTo("account_suspended"));
        for (int i = 1; i < ReplySender.MOST_ATTEMPTS; i++) {
            assertThat(outbox.list(BROKEN, "waiting", null, 10).items())
                    .singleElement()
                    .satisfies(reply -> assertThat(reply.reason()).isEqualTo("internal"));
            clock.advance(Duration.ofMinutes(6));
            sender.run();
        }
        assertThat(outbox.list(BROKEN, null, null, 10).items()).singleElement().satisfies(reply -> {
            assertThat(reply.state()).isEqualTo("failed");
            assertThat(reply.attempts()).isEqualTo(ReplySender.MOST_ATTEMPTS);
        });
    }
}
