package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A client that uses one reference for all messages, sends parts in their order, and repeats any of them.
class PartSetTest {
    private static final Duration EXPIRY = Duration.ofSeconds(60);
    private static final byte[] KEY = {1};

    /// The rows, and the messages that were joined.
    private static final class Rows {
        private final ManualClock clock = ManualClock.atMidnight();
        private final MessageIds ids = new MessageIds(clock, new SplittableRandom(7));
        private final int total;
        private final List<String> joined = new ArrayList<>();
        private Map<Integer, String> texts = new TreeMap<>();
        private Map<Integer, Instant> repeated = new TreeMap<>();
        private PartSet.Row row;

        Rows(int total) {
            this.total = total;
            Instant now = clock.now();
            row = new PartSet.Row(
                    KEY, PartIds.nextSet(ids), 1, 1, total, 0, 0, PartSet.State.WAITING, now, now.plus(EXPIRY), null);
        }

        /// In a transaction of its own.
        PartSet.Verdict add(int number, String text) {
            clock.advance(Duration.ofMillis(1));
            PartSet set = new PartSet(row, EXPIRY);
            texts.forEach(
                    (each, stored) -> set.stored(each, each == number ? octets(stored) : null, repeated.get(each)));
            ClientPart part = new ClientPart(
                    SubmitSm.builder().build(), KEY, total, number, octets(text), new StoredOctets(null, KEY));
            PartSet.Verdict verdict = set.add(part, PartIds.nextSet(ids), clock.now());
            if (set.replaced() != null) {
                texts.keySet().retainAll(set.takenOver());
                repeated.keySet().retainAll(set.takenOver());
            }
            for (ClientPart added : set.added()) {
                texts.put(added.number(), text);
                repeated.remove(added.number());
            }
            repeated.putAll(set.marks());
            row = set.row();
            if (set.isComplete()) {
                joined.add(String.join("", texts.values()));
                row = row.with(PartSet.State.JOINED, total, clock.now().plus(EXPIRY));
            }
            return verdict;
        }

        private static byte[] octets(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Test
    void eachMessageIsJoinedOnce() {
        Seeds.forEach(2_000, random -> {
            Rows rows = new Rows(2 + random.nextInt(3));
            List<String> sent = new ArrayList<>();
            String last = "";
            for (int i = 0; i < 8; i++) {
                String[] texts = new String[rows.total];
                do {
                    for (int number = 0; number < texts.length; number++) {
                        texts[number] = "abc".substring(random.nextInt(3)).substring(0, 1);
                    }
                } while (String.join("", texts).equals(last));
                last = String.join("", texts);
                sent.add(last);
                send(rows, texts, random);
            }
            assertThat(rows.joined).isEqualTo(sent);
        });
    }

    private static void send(Rows rows, String[] texts, RandomGenerator random) {
        for (int number = 1; number <= texts.length; number++) {
            PartSet.Verdict first = rows.add(number, texts[number - 1]);
            assertThat(first).isNotInstanceOf(PartSet.Verdict.Refused.class);
            while (random.nextInt(4) == 0) {
                int again = 1 + random.nextInt(number);
                assertThat(rows.add(again, texts[again - 1])).isInstanceOf(PartSet.Verdict.Stored.class);
            }
        }
    }

    @Test
    void aRepetitionIsAnsweredWithTheIdOfThePart() {
        Rows rows = new Rows(2);
        PartSet.Verdict one = rows.add(1, "a");
        rows.add(2, "b");
        assertThat(rows.add(1, "a")).isEqualTo(one);
        MessageId set = rows.row.id();
        rows.add(2, "c");
        assertThat(rows.row.id()).isNotEqualTo(set);
        assertThat(rows.joined).containsExactly("ab", "ac");
    }

    @Test
    void partsInAnotherOrderAreNotMixed() {
        Rows rows = new Rows(2);
        rows.add(2, "b");
        rows.add(1, "a");
        rows.add(1, "a");
        rows.add(2, "d");
        rows.add(1, "c");
        assertThat(rows.joined).containsExactly("ab", "cd");
    }

    @Test
    void aPartThatCameAgainLongAgoIsNotTakenOver() {
        Rows rows = new Rows(2);
        rows.add(1, "a");
        rows.add(2, "b");
        rows.add(1, "a");
        rows.clock.advance(EXPIRY);
        rows.add(2, "c");
        assertThat(rows.joined).containsExactly("ab");
    }
}
