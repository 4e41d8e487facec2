package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Await;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventType;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Replays of an endpoint on loopback, carried on by the test.
class ReplaysTest extends PostingTestBase {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final Replays replays = newReplays();

    ReplaysTest() {
        super(DATABASE);
    }

    /// Those of another process.
    private Replays newReplays() {
        return new Replays(endpoints, new ReplayStore(database.database(), log), deliveries, log, clock);
    }

    private Instant hourAgo() {
        return clock.now().minus(Duration.ofHours(1));
    }

    private Replay get(Replay replay) {
        return replays.get(account, endpoint.id(), replay.id());
    }

    private void awaitCursor() throws InterruptedException {
        long last = log.horizon();
        Await.until("the cursor passes all", () -> cursor() == last);
    }

    private Replay finished(Replay replay) throws InterruptedException {
        Await.until("it is finished", () -> {
            replays.run();
            return get(replay).phase() == Replay.Phase.FINISHED;
        });
        return get(replay);
    }

    private void tellAccepted(int events) throws InterruptedException {
        for (int i = 0; i < events; i++) {
            tell();
        }
        await(events);
        awaitCursor();
    }

    private static void isRefused(ThrowingCallable task, Failure failure) {
        assertThatThrownBy(task)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().failure()).isEqualTo(failure));
    }

    @Test
    void acceptedEventsArePostedAgainWithTheirIds() throws Exception {
        tellAccepted(5);
        Instant until = clock.now().plusMillis(1);
        tellAccepted(7);
        Replay begun = replays.add(account, endpoint.id(), hourAgo(), until, true);
        assertThat(begun.phase()).isEqualTo(Replay.Phase.RUNNING);
        assertThat(begun.foundAll()).isFalse();
        Replay replay = finished(begun);
        assertThat(replay.foundAll()).isTrue();
        assertThat(replay.progress()).isEqualTo(new Replay.Progress(5, 5, 0, 0));
        assertThat(replay.endedAt()).isNotNull();
        assertThat(got).hasSize(12 + 5);
        assertThat(got.subList(12, 17))
                .extracting(Got::id)
                .containsExactlyInAnyOrderElementsOf(
                        got.subList(0, 5).stream().map(Got::id).toList());
        assertThat(state()).as("nothing stays for what was accepted").isEqualTo("none");
    }

    @Test
    void withoutDeliveredOnlyWhatWasGivenUpIsPosted() throws Exception {
        tellAccepted(3);
        status = 500;
        tell();
        awaitState("waiting");
        database.execute("UPDATE webhooks.deliveries SET attempts = 10");
        clock.advance(Duration.ofSeconds(6));
        awaitState("dead");
        status = 200;
        got.clear();
        Replay replay = finished(replays.add(account, endpoint.id(), hourAgo(), null, false));
        assertThat(replay.progress()).isEqualTo(new Replay.Progress(1, 1, 0, 0));
        assertThat(got).hasSize(1);
    }

    /// More events than wait at a time, and two processes that carry it on.
    @Test
    void aLongRangeIsPostedStepByStepByWhicheverProcessRuns() throws Exception {
        end();
        for (int i = 0; i < 700; i++) {
            tell();
        }
        // As if they had been posted.
        database.execute("UPDATE events.cursors SET id = " + log.horizon());
        Replay begun = replays.add(account, endpoint.id(), hourAgo(), null, true);
        for (int i = 0; i < 20; i++) {
            replays.run();
        }
        // The last one may have a place for one event and need two.
        assertThat(get(begun).progress().events()).isBetween(Replays.MOST_WAITING - 1L, (long) Replays.MOST_WAITING);
        assertThat(get(begun).progress().waiting())
                .isEqualTo(get(begun).progress().events());
        begin();
        Replays other = newReplays();
        Await.until("it is finished", () -> {
            replays.run();
            other.run();
            clock.advance(Duration.ofMillis(1));
            return get(begun).phase() == Replay.Phase.FINISHED;
        });
        assertThat(get(begun).progress()).isEqualTo(new Replay.Progress(700, 700, 0, 0));
        assertThat(got).hasSize(700);
        assertThat(got.stream().map(Got::id).distinct()).hasSize(700);
    }

    @Test
    void theEventsOfAMessageComeInTheirOrder() throws Exception {
        end();
        database.execute("UPDATE webhooks.endpoints SET events = '{message.submitted,message.delivered}'");
        endpoints.reload();
        begin();
        MessageId message = ids.next();
        tell(message, EventType.MESSAGE_SUBMITTED);
        tell(message, EventType.MESSAGE_DELIVERED);
        await(2);
        awaitCursor();
        finished(replays.add(account, endpoint.id(), hourAgo(), null, true));
        assertThat(got).hasSize(4);
        assertThat(got.get(2).id()).isEqualTo(got.get(0).id());
        assertThat(got.get(3).id()).isEqualTo(got.get(1).id());
    }

    @Test
    void whatIsCanceledIsNotPosted() throws Exception {
        tellAccepted(3);
        status = 503;
        Replay begun = replays.add(account, endpoint.id(), hourAgo(), null, true);
        replays.run();
        Await.until("each had an attempt", () -> log().size() == 6);
        replays.cancel(account, endpoint.id(), begun.id());
        assertThat(get(begun).phase()).isEqualTo(Replay.Phase.CANCELED);
        replays.run();
        assertThat(get(begun).progress().waiting()).isZero();
        assertThat(replays.cancel(account, endpoint.id(), begun.id()).phase()).isEqualTo(Replay.Phase.CANCELED);
        Replay next = replays.add(account, endpoint.id(), hourAgo(), null, true);
        status = 200;
        assertThat(finished(next).progress().accepted()).isEqualTo(3);
        isRefused(() -> replays.cancel(account, endpoint.id(), next.id()), Failure.CONFLICT);
        assertThat(replays.list(account, endpoint.id())).extracting(Replay::id).containsExactly(next.id(), begun.id());
    }

    @Test
    void whatIsCanceledBeforeItsFirstAttemptWasNotAccepted() throws Exception {
        tellAccepted(3);
        end();
        Replay begun = replays.add(account, endpoint.id(), hourAgo(), null, true);
        replays.run();
        assertThat(get(begun).progress()).isEqualTo(new Replay.Progress(3, 0, 0, 3));
        replays.cancel(account, endpoint.id(), begun.id());
        replays.run();
        assertThat(get(begun).progress()).isEqualTo(new Replay.Progress(3, 0, 0, 0));
        begin();
        Replay next = finished(replays.add(account, endpoint.id(), hourAgo(), null, true));
        assertThat(next.progress().accepted()).isEqualTo(3);
        assertThat(got).hasSize(6);
        assertThat(get(begun).progress()).isEqualTo(new Replay.Progress(3, 0, 0, 0));
    }

    @Test
    void aDisabledEndpointEndsItsReplay() throws Exception {
        tellAccepted(1);
        Replay begun = replays.add(account, endpoint.id(), hourAgo(), null, true);
        endpoints.disable(endpoint.id(), "410");
        replays.run();
        assertThat(get(begun).phase()).isEqualTo(Replay.Phase.CANCELED);
        isRefused(() -> replays.add(account, endpoint.id(), hourAgo(), null, true), Failure.CONFLICT);
    }

    @Test
    void oneEventIsPostedAgain() throws Exception {
        tellAccepted(3);
        String id = got.get(1).id();
        Replay replay = finished(replays.add(account, endpoint.id(), id));
        assertThat(replay.progress().accepted()).isEqualTo(1);
        assertThat(got).hasSize(4);
        assertThat(got.getLast().id()).isEqualTo(id);
    }

    @Test
    void whatCannotBeReplayedIsRefused() throws Exception {
        tellAccepted(1);
        String id = got.getFirst().id();
        Instant now = clock.now();
        isRefused(() -> replays.add(account, endpoint.id(), now, now, true), Failure.INVALID_FIELD);
        isRefused(() -> replays.add(account, endpoint.id(), "evt_AAAAAAAAAAAAAAAAAAAAAA"), Failure.NOT_FOUND);
        isRefused(() -> replays.add(account + 1_000, endpoint.id(), id), Failure.NOT_FOUND);
        replays.add(account, endpoint.id(), hourAgo(), null, true);
        isRefused(() -> replays.add(account, endpoint.id(), hourAgo(), null, true), Failure.CONFLICT);
        isRefused(() -> replays.get(account, endpoint.id(), 999_999), Failure.NOT_FOUND);
    }

    @Test
    void theLastOnesAreKept() throws Exception {
        tellAccepted(1);
        for (int i = 0; i < Replays.MOST_KEPT + 5; i++) {
            finished(replays.add(account, endpoint.id(), clock.now().minusMillis(1), clock.now(), false));
        }
        assertThat(replays.list(account, endpoint.id())).hasSize(Replays.MOST_KEPT);
    }
}
