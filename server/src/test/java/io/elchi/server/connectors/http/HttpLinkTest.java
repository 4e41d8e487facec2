package io.elchi.server.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.http.HttpPeer.PeerAnswer;
import io.elchi.server.connectors.http.HttpPeer.PeerRequest;
import io.elchi.server.core.Await;
import io.elchi.server.core.MessageClass;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Metric;
import io.elchi.server.routing.HttpPresets.Preset;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.pdu.CommandStatus;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A link over HTTP, and what becomes of messages when its operator is at fault.
class HttpLinkTest {
    private final HttpScene scene = new HttpScene();
    private HttpPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = new HttpPeer();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
        peer.close();
    }

    private LinkOptions kannel(Object... more) {
        Object[] all = new Object[more.length + 2];
        all[0] = "http.url";
        all[1] = peer.url("/cgi-bin/sendsms");
        System.arraycopy(more, 0, all, 2, more.length);
        return HttpScene.options(Preset.KANNEL, all);
    }

    private void bind(LinkOptions options) throws Exception {
        scene.use(HttpScene.link(10, options));
        scene.awaitBound(1);
    }

    /// An answer of the peer to one message, read.
    private <T extends Outcome> T outcome(PeerAnswer answer, Class<T> kind) throws Exception {
        peer.answers(_ -> answer);
        bind(kannel("refusals.attempts", 1));
        scene.send(scene.texts.text("Salom"));
        return scene.next(kind);
    }

    @Test
    void anAcceptedMessageHasOurIdWhenTheOperatorGivesNone() throws Exception {
        bind(kannel("http_receipt.token", HttpScene.TOKEN));
        SubmitTask task = scene.send(scene.texts.text("Salom & alaykum?"));
        Outcome.Submitted submitted = scene.next(Outcome.Submitted.class);
        String id = task.message().id().toString();
        assertThat(submitted.receiptKey()).isEqualTo(id);
        assertThat(submitted.total()).isEqualTo(1);
        PeerRequest request = peer.requests().getFirst();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.query())
                .containsEntry("username", "elchi")
                .containsEntry("password", "se&c=ret")
                .containsEntry("to", "998901234567")
                .containsEntry("from", "Bank")
                .containsEntry("text", "Salom & alaykum?")
                .containsEntry("coding", "0")
                .containsEntry("validity", "60")
                .containsEntry(
                        "dlr-url", HttpScene.RECEIPTS + "/receipts/7/" + HttpScene.TOKEN + "?id=" + id + "&status=%d")
                .doesNotContainKey("mclass");
    }

    @Test
    void aTextOfSeveralPartsIsOneRequest() throws Exception {
        bind(kannel());
        scene.send(scene.texts.text("Bank", "x".repeat(400), 3, MessageClass.TRANSACTIONAL, 1));
        assertThat(scene.next(Outcome.Submitted.class).total()).isEqualTo(1);
        assertThat(peer.requests()).hasSize(1);
    }

    @Test
    void aPartIsARequestWhenTheOperatorDoesNotSplit() throws Exception {
        bind(HttpScene.options(
                null,
                "http.url",
                peer.url("/send"),
                "http.splits",
                false,
                "http.form",
                List.of("udh={udh_hex}", "data={text_hex}", "n={part}/{parts}", "id={id}"),
                "http_receipt.id",
                "id",
                "http_receipt.status",
                "s"));
        SubmitTask task = scene.send(scene.texts.text("Bank", "x".repeat(200), 2, MessageClass.TRANSACTIONAL, 1));
        for (int part = 1; part <= 2; part++) {
            Outcome.Submitted submitted = scene.next(Outcome.Submitted.class);
            assertThat(submitted.total()).isEqualTo(2);
            assertThat(submitted.receiptKey()).isEqualTo(task.message().id() + "-" + submitted.part());
        }
        List<String> numbers = peer.requests().stream()
                .map(each -> each.form().get("n"))
                .sorted()
                .toList();
        assertThat(numbers).containsExactly("1/2", "2/2");
        for (PeerRequest request : peer.requests()) {
            assertThat(request.form().get("udh")).startsWith("050003").hasSize(12);
            assertThat(request.form().get("data")).matches("(78)+");
        }
    }

    @Test
    void theOperatorsOwnIdIsTaken() throws Exception {
        peer.answers(_ -> new PeerAnswer(201, "{\"sid\":\"SM1\"}"));
        bind(HttpScene.options(Preset.TWILIO, "http.url", peer.url("/Messages.json")));
        scene.send(scene.texts.from("+998711234567"));
        assertThat(scene.next(Outcome.Submitted.class).receiptKey()).isEqualTo("SM1");
        PeerRequest request = peer.requests().getFirst();
        assertThat(request.form()).containsEntry("To", "+998901234567").containsEntry("From", "+998711234567");
        assertThat(request.header("Authorization")).isEqualTo("Basic ZWxjaGk6c2UmYz1yZXQ=");
    }

    @Test
    void aRefusalLeadsToTheNextOperator() throws Exception {
        Outcome.Refused refused = outcome(new PeerAnswer(403, "Not routable"), Outcome.Refused.class);
        assertThat(refused.tryNext()).isTrue();
        assertThat(refused.status()).isEqualTo(CommandStatus.ESME_RX_R_APPN.code());
        assertThat(refused.detail()).isEqualTo("HTTP 403");
    }

    @Test
    void aCodeOfTheTableIsFinal() throws Exception {
        peer.answers(_ -> new PeerAnswer(400, "{\"code\":21211,\"message\":\"no number\"}"));
        bind(HttpScene.options(Preset.TWILIO, "http.url", peer.url("/")));
        scene.send(scene.texts.text("Salom"));
        Outcome.Refused refused = scene.next(Outcome.Refused.class);
        assertThat(refused.tryNext()).isFalse();
        assertThat(refused.detail()).isEqualTo("HTTP 400, error 21211");
    }

    @Test
    void anErrorOfTheServerIsTriedAgainAFewTimes() throws Exception {
        peer.answers(_ -> new PeerAnswer(500, ""));
        bind(kannel("refusals.attempts", 2, "refusals.retry_delay", "5s"));
        scene.send(scene.texts.text("Salom"));
        Await.until("it is asked", () -> peer.requests().size() == 1);
        Await.until("it waits", () -> scene.queue.size() == 1);
        scene.clock.advance(Duration.ofSeconds(6));
        assertThat(scene.next(Outcome.Refused.class).tryNext()).isTrue();
        assertThat(peer.requests()).hasSize(2);
    }

    @Test
    void aThrottlingOperatorIsLeftAloneAsLongAsItSays() throws Exception {
        peer.answers(_ -> new PeerAnswer(429, "", "Retry-After", "30"));
        bind(kannel());
        scene.send(scene.texts.text("Salom"));
        Await.until("it throttles", () -> scene.operator.state() == OperatorStates.State.THROTTLING);
        Await.until("it waits", () -> scene.queue.size() == 1);
        peer.answers(_ -> new PeerAnswer(202, "0: Accepted for delivery"));
        scene.clock.advance(Duration.ofSeconds(29));
        assertThat(scene.outcomes.take(1, Duration.ofMillis(300))).isEmpty();
        scene.clock.advance(Duration.ofSeconds(2));
        scene.next(Outcome.Submitted.class);
        assertThat(peer.requests()).hasSize(2);
    }

    @Test
    void aRequestWithoutAnAnswerIsUnanswered() throws Exception {
        scene.operator.use(HttpScene.operatorOptions(false));
        CountDownLatch end = new CountDownLatch(1);
        peer.answers(_ -> {
            end.await();
            return new PeerAnswer(202, "0: Accepted for delivery");
        });
        bind(kannel("session.response_timer", "200ms"));
        scene.send(scene.texts.text("Salom"));
        Outcome.Unanswered unanswered = scene.next(Outcome.Unanswered.class);
        end.countDown();
        assertThat(unanswered.again()).isFalse();
        assertThat(unanswered.detail()).contains("200 ms");
        assertThat(peer.requests()).hasSize(1);
    }

    /// Whether it is sent again is the operator's option, and it is counted.
    @Test
    void aConnectionThatEndsAfterTheRequestIsUnansweredAndCounted() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> reset(listener));
            bind(kannel("http.url", "http://127.0.0.1:" + listener.getLocalPort() + "/"));
            scene.send(scene.texts.text("Salom"));
            assertThat(scene.next(Outcome.Unanswered.class).again()).isTrue();
            assertThat(scene.metrics.totals(Metric.POSSIBLE_DUPLICATES)).containsEntry(List.of("1"), 1.0);
        }
    }

    /// Reads the beginning of a request and resets the connection.
    private static void reset(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                if (socket.getInputStream().read(new byte[1024]) > 0) {
                    socket.setSoLinger(true, 0);
                }
            } catch (java.io.IOException _) {
                // The next one, or the end.
            }
        }
    }

    @Test
    void anAnswerThatIsNotUnderstoodIsUnanswered() throws Exception {
        scene.operator.use(HttpScene.operatorOptions(false));
        assertThat(outcome(new PeerAnswer(200, "<html>"), Outcome.Unanswered.class)
                        .detail())
                .startsWith("HTTP 200");
        peer.answers(_ -> new PeerAnswer(201, "{\"sid\":"));
        scene.use(HttpScene.link(10, HttpScene.options(Preset.TWILIO, "http.url", peer.url("/"))));
        scene.awaitBound(1);
        scene.send(scene.texts.text("Salom"));
        assertThat(scene.next(Outcome.Unanswered.class).detail()).contains("no id");
    }

    @Test
    void littleOfAHugeAnswerIsRead() throws Exception {
        scene.operator.use(HttpScene.operatorOptions(false));
        peer.answers(_ -> new PeerAnswer(201, "{\"x\":\"" + "x".repeat(5_000_000) + "\",\"sid\":\"SM1\"}"));
        bind(HttpScene.options(Preset.TWILIO, "http.url", peer.url("/")));
        scene.send(scene.texts.text("Salom"));
        assertThat(scene.next(Outcome.Unanswered.class).detail()).contains("no id");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Outcome.Refused refused =
                outcome(new PeerAnswer(302, "", "Location", peer.url("/elsewhere")), Outcome.Refused.class);
        assertThat(refused.detail()).isEqualTo("HTTP 302");
        assertThat(peer.requests()).hasSize(1);
    }

    @Test
    void theWindowBoundsRequests() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        peer.answers(_ -> {
            end.await();
            return new PeerAnswer(202, "0: Accepted for delivery");
        });
        scene.use(HttpScene.link(3, kannel()));
        scene.awaitBound(1);
        for (int i = 0; i < 10; i++) {
            scene.send(scene.texts.text("Salom"));
        }
        Await.until("the window is full", () -> scene.status().inFlight() == 3);
        Await.until("they are asked", () -> peer.requests().size() == 3);
        end.countDown();
        for (int i = 0; i < 10; i++) {
            scene.next(Outcome.Submitted.class);
        }
        assertThat(peer.requests()).hasSize(10);
    }

    /// Nothing was written: it is not a possible duplicate, and waits until the operator is there again.
    @Test
    void anOperatorThatCannotBeReachedIsDownUntilItTakesConnections() throws Exception {
        bind(kannel());
        int port = peer.port();
        peer.close();
        scene.send(scene.texts.text("Salom"));
        scene.awaitBound(0);
        assertThat(scene.operator.state()).isEqualTo(OperatorStates.State.UNREACHABLE);
        assertThat(scene.status().problem()).isNotEmpty();
        peer = new HttpPeer(port);
        scene.awaitBound(1);
        // With a clock that stands still, it would wait for the next look at it.
        scene.clock.advance(Duration.ofSeconds(2));
        scene.next(Outcome.Submitted.class);
        assertThat(scene.metrics.totals(Metric.POSSIBLE_DUPLICATES).getOrDefault(List.of("1"), 0.0))
                .isZero();
    }

    @Test
    void whatIsOpenWhenTheLinkStopsIsUnanswered() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        peer.answers(_ -> {
            end.await();
            return null;
        });
        bind(kannel());
        scene.send(scene.texts.text("Salom"));
        Await.until("it is asked", () -> peer.requests().size() == 1);
        scene.use();
        end.countDown();
        scene.next(Outcome.Unanswered.class);
    }

    @Test
    void textsDoNotBecomeStructure() throws Exception {
        String nasty = "\"},{\"a\":\"b\\ {text} &x=y\n\u2028'%00";
        bind(HttpScene.options(Preset.PLAYMOBILE, "http.url", peer.url("/broker-api/send")));
        peer.answers(_ -> new PeerAnswer(200, "Request is received"));
        scene.send(scene.texts.text(nasty));
        scene.next(Outcome.Submitted.class);
        var json = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(peer.requests().getFirst().body().getBytes(StandardCharsets.UTF_8));
        assertThat(json.at("/messages").size()).isEqualTo(1);
        assertThat(json.at("/messages/0/sms/content/text").stringValue()).isEqualTo(nasty);
        scene.use(HttpScene.link(10, kannel()));
        scene.awaitBound(1);
        peer.answers(_ -> new PeerAnswer(202, "0: Accepted for delivery"));
        scene.send(scene.texts.text(nasty));
        scene.next(Outcome.Submitted.class);
        PeerRequest request = peer.requests().getLast();
        assertThat(request.query()).containsEntry("text", nasty).doesNotContainKey("x");
    }
}
