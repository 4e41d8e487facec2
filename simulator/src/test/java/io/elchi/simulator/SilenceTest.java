package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SmppSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A silent operator says nothing at all, and afterwards all that it did not say.
class SilenceTest extends OperatorScene {
    private static final Duration SILENCE = Duration.ofMillis(300);

    /// The second message brings the silence, long before the answer to the first one is due.
    @Test
    void responsesAndReceiptsThatAreDueWait() throws Exception {
        ClientConfig config = start("faults: {silent_every: 2, silent_for: 1s}\n"
                + "responses: {latency: {fixed: 500ms}}\nreceipts: {latency: {fixed: 10ms}}");
        CompletableFuture<Boolean> silentAtReceipt = new CompletableFuture<>();
        SmppSession session = client.connect(config, exchange -> {
            silentAtReceipt.complete(operator().isSilent());
            taking.onRequest(exchange);
        });
        CompletableFuture<Boolean> silentAtAnswer = new CompletableFuture<>();
        session.offer(submit(), _ -> silentAtAnswer.complete(operator().isSilent()));
        session.offer(submit(), _ -> {});
        until("the silence begins", () -> operator().isSilent());
        assertThat(silentAtAnswer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
        assertThat(silentAtReceipt.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whoBindsIsNotAnswered() throws Exception {
        ClientConfig config = start("");
        long begin = System.nanoTime();
        operator().silence(SILENCE);
        client.connect(config, taking);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SILENCE.toNanos());
    }

    @Test
    void whatIsSentMeanwhileIsReadAfterwards() throws Exception {
        SmppSession session = bound("");
        operator().silence(SILENCE);
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            session.offer(submit(), _ -> answered.incrementAndGet());
        }
        until("all are answered", () -> answered.get() == 20);
        assertThat(operator().isSilent()).isFalse();
        assertThat(operator().received()).hasSize(20);
    }
}
