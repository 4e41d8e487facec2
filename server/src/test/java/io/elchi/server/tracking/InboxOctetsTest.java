package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.InboxOctets;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.queue.Handoff.Envelope;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InboxOctetsTest {
    private static final Runnable NOTHING = () -> {};

    private static String text(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> "id:1 \u0000 \u045e\ud83d\ude00";
            default -> Long.toHexString(random.nextLong());
        };
    }

    private static Instant time(SplittableRandom random) {
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private static Outcome.Receipt receipt(SplittableRandom random) {
        ReceiptState[] states = ReceiptState.values();
        return new Outcome.Receipt(
                random.nextLong(),
                new ReceiptReport(
                        text(random),
                        text(random),
                        states[random.nextInt(states.length)],
                        text(random),
                        text(random),
                        random.nextBoolean() ? null : time(random),
                        text(random),
                        text(random),
                        text(random)),
                NOTHING,
                time(random));
    }

    private static Outcome.Late late(SplittableRandom random) {
        return new Outcome.Late(
                new MessageId(random.nextLong(), random.nextLong()),
                random.nextInt(8),
                random.nextInt(255),
                random.nextInt(255),
                text(random),
                text(random),
                time(random),
                NOTHING);
    }

    @Test
    void whatIsWrittenIsRead() {
        Seeds.forEach(500, random -> {
            Outcome.Receipt receipt = receipt(random);
            assertThat(InboxOctets.read(InboxOctets.receipt(receipt), NOTHING)).contains(receipt);
            Outcome.Late late = late(random);
            assertThat(InboxOctets.read(InboxOctets.late(late), NOTHING)).contains(late);
        });
    }

    /// A later release adds fields at the end.
    @Test
    void fieldsThatThisReleaseDoesNotKnowAreSkipped() {
        Seeds.forEach(50, random -> {
            Outcome.Late late = late(random);
            byte[] payload = InboxOctets.late(late).payload();
            byte[] longer = Arrays.copyOf(payload, payload.length + random.nextInt(1, 50));
            longer[0]++;
            assertThat(InboxOctets.read(new Envelope(UUID.randomUUID(), InboxOctets.LATE, longer), NOTHING))
                    .contains(late);
        });
    }

    /// A later release knows a state and a kind that this one does not: the row stays in the inbox.
    @Test
    void aStateOrAKindThatIsNotKnownIsNoOutcome() {
        Outcome.Receipt receipt = receipt(new SplittableRandom(1));
        byte[] payload = InboxOctets.receipt(receipt).payload();
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        byte[] state = receipt.report().state().name().getBytes(StandardCharsets.ISO_8859_1);
        payload[text.indexOf(receipt.report().state().name()) + state.length - 1] = 'X';
        assertThat(InboxOctets.read(new Envelope(UUID.randomUUID(), InboxOctets.RECEIPT, payload), NOTHING))
                .isEmpty();
        byte[] known = InboxOctets.receipt(receipt).payload();
        assertThat(InboxOctets.KINDS).doesNotContain(9);
        assertThat(InboxOctets.read(new Envelope(UUID.randomUUID(), 9, known), NOTHING))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsNoOutcomeAndNoError() {
        Seeds.forEach(500, random -> {
            byte[] payload = InboxOctets.receipt(receipt(random)).payload();
            byte[] cut = Arrays.copyOf(payload, random.nextInt(payload.length));
            assertThat(InboxOctets.read(new Envelope(UUID.randomUUID(), InboxOctets.RECEIPT, cut), NOTHING))
                    .isEmpty();
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            InboxOctets.read(new Envelope(UUID.randomUUID(), random.nextInt(4), noise), NOTHING);
        });
    }
}
