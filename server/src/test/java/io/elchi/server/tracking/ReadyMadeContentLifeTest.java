package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageState;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.smstext.receipt.ReceiptState;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Content that is no text is paid for by the part, and survives a crash.
class ReadyMadeContentLifeTest {
    private static final long CLIENT = 7;
    private static final long PRICE = 45_000_000;

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final Stage stage = Stage.on(DATABASE.database(), ManualClock.atMidnight());

    @Test
    void readyMadePartsAreChargedAndSentOnAfterACrash() throws InterruptedException {
        stage.open(10_000, CLIENT);
        Content parts = new Content.Parts(List.of(
                new Content.Part(new byte[] {5, 0, 3, 1, 2, 1, 65}, 0, 0x40),
                new Content.Part(new byte[] {5, 0, 3, 1, 2, 2, (byte) 0xFF}, 4, 0x40)));
        Message message = stage.accept(CLIENT, parts, Stage.candidate(1, PRICE));
        assertThat(stage.reserved(CLIENT)).isEqualTo(2 * PRICE);
        stage.now(stage.submitted(message, 1, 2, "a"));
        stage.restart();
        Message loaded = stage.progress(message).message();
        assertThat(loaded.content()).isEqualTo(parts);
        assertThat(stage.progress(message).isSubmitted(1)).isTrue();
        assertThat(stage.progress(message).isPending(2)).isTrue();
        stage.now(stage.submitted(message, 2, 2, "b"));
        stage.now(stage.receipt(1, "a", ReceiptState.DELIVERED), stage.receipt(1, "b", ReceiptState.DELIVERED));
        Cdr cdr = stage.told.getLast().cdr();
        assertThat(cdr.state()).isEqualTo(MessageState.DELIVERED);
        assertThat(cdr.priceMicros()).isEqualTo(2 * PRICE);
        assertThat(cdr.cost().micros()).isEqualTo(2 * PRICE / 2);
        assertThat(cdr.cost().submits()).isEqualTo(2);
        assertThat(stage.reserved(CLIENT)).isZero();
        assertThat(stage.balance(CLIENT)).isEqualTo(10_000_000_000L - 2 * PRICE);
    }
}
