package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Secret;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventType;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Posts to an endpoint on loopback, from real tables, with the test's clock.
class DelivererTest extends PostingTestBase {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    DelivererTest() {
        super(DATABASE);
    }

    @Test
    void anEventIsPostedSignedAndLogged() throws Exception {
        MessageId message = tell();
        await(1);
        verify(endpoint.secrets().getFirst(), got.getFirst());
        assertThat(got.getFirst().body())
                .startsWith("{\"id\":\"" + got.getFirst().id() + "\",\"type\":\"message.delivered\",\"timestamp\":\"")
                .endsWith("\"data\":{\"id\":\"" + message + "\"}}");
        Await.until("the attempt is logged", () -> !log().isEmpty());
        assertThat(log()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(200);
            assertThat(attempt.attempt()).isEqualTo(1);
            assertThat(attempt.error()).isNull();
            assertThat(attempt.messageId()).isEqualTo(message);
        });
        assertThat(state()).isEqualTo("none");
    }

    /// A standby that stops posted nothing; the process that sends has its cursors.
    @Test
    void oneThatNeverStartedMovesNoCursor() throws Exception {
        tell();
        await(1);
        end();
        long cursor = cursor();
        tell();
        new Deliverer(
                        new Deliverer.Parts(endpoints, deliveries, reader, null, new WebhookMetrics(new Metrics())),
                        properties,
                        new SplittableRandom(7),
                        clock)
                .close();
        assertThat(cursor()).isEqualTo(cursor);
    }

    @Test
    void eventsThatAnEndpointDidNotAskForAreNotPosted() throws Exception {
        MessageId message = ids.next();
        tell(message, EventType.MESSAGE_SUBMITTED);
        tell(message, EventType.MESSAGE_DELIVERED);
        await(1);
        assertThat(got)
                .singleElement()
                .satisfies(post -> assertThat(post.body()).contains("message.delivered"));
    }

    /// The first event of the message is refused; the later ones wait for it, and those of other messages do not.
    @Test
    void theEventsOfAMessageComeInOrderWhateverFails() throws Exception {
        end();
        database.execute("TRUNCATE webhooks.endpoints CASCADE");
        endpoint = endpoint(Set.of("message.submitted", "message.delivered"));
        begin();
        MessageId first = ids.next();
        status = 500;
        tell(first, EventType.MESSAGE_SUBMITTED);
        Await.until("it waits", () -> state().equals("waiting"));
        status = 200;
        tell(first, EventType.MESSAGE_DELIVERED);
        MessageId other = tell();
        Await.until(
                "the other message's event is posted",
                () -> got.stream().anyMatch(post -> post.body().contains(other.toString())));
        clock.advance(Duration.ofSeconds(7));
        Await.until("both are posted", () -> types(first).size() == 3);
        assertThat(types(first)).containsExactly("message.submitted", "message.submitted", "message.delivered");
    }

    private List<String> types(MessageId message) {
        return got.stream()
                .map(Got::body)
                .filter(body -> body.contains(message.toString()))
                .map(body -> body.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    /// It answers nothing but errors: it gets a few attempts, and the rest of its events waits in the log.
    @Test
    void anEndpointThatAcceptsNothingIsLeftAloneAndContinuesWhereItWas() throws Exception {
        status = 503;
        for (int i = 0; i < 300; i++) {
            tell();
        }
        Await.until("attempts are held back", () -> got.size() >= 5);
        status = 200;
        for (int i = 0; i < 20 && got.size() < 300; i++) {
            clock.advance(Duration.ofSeconds(10));
            int before = got.size();
            Await.until("another attempt", () -> got.size() > before || got.size() >= 300);
        }
        Await.until("all are accepted", () -> accepted() == 300);
        assertThat(got).hasSizeLessThan(400);
    }

    private long accepted() {
        return database.database()
                .jdbc()
                .sql("SELECT count(DISTINCT event_id) FROM webhooks.attempts WHERE endpoint_id = ? AND accepted")
                .param(endpoint.id())
                .query(Long.class)
                .single();
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        Endpoint rotated = webhooks.rotate(account, endpoint.id());
        endpoints.reload();
        tell();
        await(1);
        assertThat(rotated.secrets()).hasSize(2).contains(endpoint.secrets().getFirst());
        for (Secret secret : rotated.secrets()) {
            verify(secret, got.getFirst());
        }
    }

    @Test
    void aFailedPostIsTriedAgainWithTheSameIdUntilItIsTaken() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        clock.advance(Duration.ofSeconds(6));
        await(2);
        status = 200;
        Await.until("the second attempt is stored", () -> log().size() == 2);
        clock.advance(Duration.ofSeconds(36));
        awaitState("delivered");
        assertThat(got).extracting(Got::id).containsOnly(got.getFirst().id()).hasSize(3);
        assertThat(got).extracting(Got::body).containsOnly(got.getFirst().body());
        assertThat(log()).extracting(Webhooks.Attempt::status).containsExactly(200, 500, 500);
        assertThat(log()).extracting(Webhooks.Attempt::attempt).containsExactly(3, 2, 1);
        assertThat(log().getLast().error()).startsWith("HTTP 500");
    }

    @Test
    void retryAfterIsKept() throws Exception {
        status = 429;
        retryAfter = "600";
        tell();
        awaitState("waiting");
        assertThat(deliveries.due(clock.now().plusSeconds(599), 10)).isEmpty();
        assertThat(deliveries.due(clock.now().plusSeconds(600), 10)).hasSize(1);
    }

    @Test
    void goneDisablesTheEndpointAndReplayBringsItsLettersBack() throws Exception {
        status = 410;
        tell();
        awaitState("dead");
        Endpoint disabled = webhooks.get(account, endpoint.id());
        assertThat(disabled.active()).isFalse();
        assertThat(disabled.disabledReason()).contains("410");
        endpoints.reload();
        status = 200;
        webhooks.enable(account, endpoint.id());
        endpoints.reload();
        assertThat(webhooks.replay(account, endpoint.id(), clock.now().minusSeconds(60), false))
                .isEqualTo(1);
        await(2);
        awaitState("delivered");
        assertThat(got.get(1).id()).isEqualTo(got.getFirst().id());
        assertThat(webhooks.replay(account, endpoint.id(), clock.now().minusSeconds(60), false))
                .as("it was accepted")
                .isZero();
        assertThat(webhooks.replay(account, endpoint.id(), clock.now().minusSeconds(60), true))
                .isEqualTo(1);
        await(3);
    }

    @Test
    void afterTheLastAttemptItIsADeadLetter() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        database.execute("UPDATE webhooks.deliveries SET attempts = 10");
        clock.advance(Duration.ofSeconds(6));
        awaitState("dead");
        assertThat(webhooks.get(account, endpoint.id()).active()).isTrue();
    }

    @Test
    void whatAProcessDidNotTellTheNextOneTells() throws Exception {
        tell();
        await(1);
        Await.until("it is logged", () -> log().size() == 1);
        end();
        MessageId lost = tell();
        MessageId other = tell();
        begin();
        await(3);
        long last = log.horizon();
        Await.until("the cursor passes them", () -> cursor() == last);
        assertThat(got).hasSize(3);
        assertThat(got.stream().map(Got::body))
                .anyMatch(body -> body.contains(lost.toString()))
                .anyMatch(body -> body.contains(other.toString()));
    }

    /// What is in the log and not posted yet is in nobody's memory only.
    @Test
    void theCursorDoesNotPassAnEventWhoseResultIsNotStored() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        Await.until("the cursor passes what waits in its table", () -> cursor() == log.horizon());
    }
}
