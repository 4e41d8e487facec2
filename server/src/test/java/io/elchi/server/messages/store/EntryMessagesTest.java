package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageSearch.ChargedMessage;
import io.elchi.server.tracking.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// From an entry of the ledger down to the messages that it charged.
class EntryMessagesTest {
    private static final long[][] CHAINS = {{1}, {2, 11}, {3, 12, 11}};

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = ManualClock.atMidnight();
    private final Stage stage = Stage.on(database.database(), clock);
    private final MessageSearch messages =
            new PgMessageSearch(database.database().jdbc(), ContentCipher.none());

    /// A part that waits for its submit_sm_resp.
    private record Part(Message message, int part) {}

    private Message accept(SplittableRandom random) {
        long[] chain = CHAINS[random.nextInt(CHAINS.length)];
        long[] above = new long[chain.length - 1];
        for (int level = 0; level < above.length; level++) {
            above[level] = random.nextInt(4) == 0 ? 0 : random.nextLong(90_000_000);
        }
        long[] upstream = Arrays.copyOfRange(chain, 1, chain.length);
        long price = random.nextInt(6) == 0 ? 0 : random.nextLong(90_000_001);
        return stage.accept(chain[0], upstream, random.nextInt(1, 5), Stage.candidate(1, price, above));
    }

    /// Parts of many messages in random order, so that one message is in several entries.
    private void traffic(SplittableRandom random) throws InterruptedException {
        stage.open(1_000_000, 1, 2, 3, 11, 12);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Message message = accept(random);
            for (int part = 1; part <= message.parts(); part++) {
                parts.add(new Part(message, part));
            }
        }
        Collections.shuffle(parts, new Random(random.nextLong()));
        for (Part each : parts) {
            stage.say(stage.submitted(
                    each.message, each.part, each.message.parts(), each.message.id() + "/" + each.part));
            if (random.nextInt(12) == 0) {
                stage.settle();
            }
        }
        stage.settle();
    }

    private List<ChargedMessage> messagesOf(Entry entry) {
        List<ChargedMessage> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<ChargedMessage> page = messages.charged(entry.batch(), entry.accountId(), cursor, 3);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    void theMessagesOfEachEntryAddUpToIt() throws Exception {
        traffic(new SplittableRandom(42));
        List<Entry> entries = stage.ledger.entries(0, null, 10_000).items();
        Map<String, Long> ofMessages = new HashMap<>();
        int charges = 0;
        for (Entry entry : entries) {
            List<ChargedMessage> found = messagesOf(entry);
            if (entry.batch() == 0) {
                assertThat(found).isEmpty();
                continue;
            }
            charges++;
            assertThat(found).extracting(ChargedMessage::id).doesNotHaveDuplicates();
            assertThat(found.stream().mapToLong(ChargedMessage::micros).sum())
                    .isEqualTo(entry.amount().micros());
            assertThat(found.stream().mapToInt(ChargedMessage::parts).sum()).isEqualTo(entry.parts());
            found.forEach(each -> ofMessages.merge(entry.accountId() + " " + each.id(), each.micros(), Long::sum));
        }
        assertThat(charges).isGreaterThan(50);
        // Another account's entry of the same batch shows none of its messages.
        assertThat(messages.charged(entries.getFirst().batch(), 4_711, null, 10).items())
                .isEmpty();
        // What a message was charged in all is the sum over the entries.
        for (Map.Entry<String, Long> each : ofMessages.entrySet()) {
            String[] key = each.getKey().split(" ");
            assertThat(messages.charged(MessageId.parse(key[1]).orElseThrow(), Long.parseLong(key[0])))
                    .contains(each.getValue());
        }
        Message none = stage.accept(1, 1);
        assertThat(messages.charged(none.id(), 1)).isEmpty();
    }
}
