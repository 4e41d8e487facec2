package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A message with `not_before` is in the table alone until its time has come, whatever happens to the process.
class ScheduledMessageTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long accounts = 100;

    private final ManualClock clock = ManualClock.atMidnight();
    private final Stage stage = Stage.on(DATABASE.database(), clock);
    private final long client = ++accounts;
    private final Instant due = clock.now().plus(Duration.ofHours(9));

    @BeforeEach
    void money() throws Exception {
        DATABASE.execute("TRUNCATE messages.messages, messages.unfinished, messages.events, messages.cdr_sms");
        stage.open(1_000, client);
    }

    @Test
    void itIsSentAtItsTimeAndOnce() throws InterruptedException {
        Message message = stage.acceptScheduled(client, due);
        for (int i = 0; i < 3; i++) {
            stage.sweep();
            clock.advance(Duration.ofHours(2));
        }
        assertThat(stage.queued(1)).isEmpty();
        assertThat(stage.activeMessages.get(message.id())).isNull();
        clock.advance(Duration.between(clock.now(), due));
        stage.sweep();
        stage.sweep();
        assertThat(stage.queued(1)).extracting(task -> task.message().id()).containsExactly(message.id());
        assertThat(stage.progress(message).message().expired(clock.now())).isFalse();
    }

    @Test
    void aRestartNeitherSendsItEarlyNorForgetsIt() throws InterruptedException {
        Message message = stage.acceptScheduled(client, due);
        Message other = stage.accept(client, 1);
        stage.restart();
        stage.sweep();
        assertThat(stage.queued(1)).extracting(task -> task.message().id()).containsExactly(other.id());
        clock.advance(Duration.between(clock.now(), due).minusMillis(1));
        stage.sweep();
        assertThat(stage.queued(1)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        stage.sweep();
        assertThat(stage.queued(1)).extracting(task -> task.message().id()).containsExactly(message.id());
    }

    @Test
    void aMoveWhileTheProcessLooksThroughWhatAnotherLeftStays() throws InterruptedException {
        Message message = stage.acceptScheduled(client, due);
        Instant sooner = clock.now().plus(Duration.ofHours(1));
        List<Message> toMove = new ArrayList<>(List.of(message));
        MessageStore moving = (MessageStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MessageStore.class}, (_, method, arguments) -> {
                    Object answer = method.invoke(stage.store, arguments);
                    if (method.getName().equals("load") && !toMove.isEmpty()) {
                        MessageId id = toMove.removeFirst().id();
                        stage.transactions.run(tx -> {
                            stage.store.reschedule(tx, id, sooner, sooner.plusSeconds(3_600));
                            return null;
                        });
                    }
                    return answer;
                });
        Stage next = new Stage(stage.transactions, stage.ledger, moving, clock);
        next.sweep();
        assertThat(toMove).as("it was moved").isEmpty();
        clock.advance(Duration.ofHours(1));
        next.sweep();
        assertThat(next.queued(1)).extracting(task -> task.message().id()).containsExactly(message.id());
    }
}
