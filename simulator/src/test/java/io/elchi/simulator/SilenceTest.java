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

    @Test
    void responsesAndReceiptsThatAreDueWait() throws Exception {
        SmppSession session = bound("responses: {latency: {fixed: 50ms}}\nreceipts: {latency: {fixed: 50ms}}");
        CompletableFuture<Long> answered = new CompletableFuture<>();
        session.offer(submit(), _ -> answered.complete(System.nanoTime()));
        until("it has come", () -> operator().totals().received() == 1);
        long begin = System.nanoTime();
        operator().silence(SILENCE);
        assertThat(operator().isSilent()).isTrue();
        assertThat(answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - begin).isGreaterThanOrEqualTo(SILENCE.toNanos());
        receipt();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SILENCE.toNanos());
        assertThat(operator().isSilent()).isFalse();
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
