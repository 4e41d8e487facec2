package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Reveals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PgRevealsTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final MessageId MESSAGE =
            MessageId.parse("019a9b1c-7c00-7000-8000-0123456789ab").orElseThrow();

    private final Reveals reveals = new PgReveals(DATABASE.database().jdbc());

    private Reveals.Reveal add(long account, long user, Instant at) {
        return reveals.add(new Reveals.Reveal(0, MESSAGE, account, user, "SUP-1", "why", at, at.plus(TIME)));
    }

    @Test
    void itEndsAndIsForOnePerson() {
        add(1, 5, NOW);
        Reveals.Reveal second = add(1, 5, NOW.plusSeconds(60));
        assertThat(reveals.current(MESSAGE, 5, NOW.plusSeconds(61))).contains(second);
        assertThat(reveals.current(MESSAGE, 5, second.endsAt().minusMillis(1))).contains(second);
        assertThat(reveals.current(MESSAGE, 5, second.endsAt())).isEmpty();
        assertThat(reveals.current(MESSAGE, 7, NOW)).isEmpty();
    }

    @Test
    void thoseOfAnAccountAreThereNewestFirst() {
        Reveals.Reveal first = add(2, 5, NOW);
        Reveals.Reveal second = add(2, 6, NOW);
        add(3, 5, NOW);
        Page<Reveals.Reveal> page = reveals.ofAccount(2, null, 1);
        assertThat(page.items()).containsExactly(second);
        Page<Reveals.Reveal> rest = reveals.ofAccount(2, page.next(), 1);
        assertThat(rest.items()).containsExactly(first);
        assertThat(rest.next()).isNull();
    }
}
