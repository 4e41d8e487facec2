package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.Samples;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What goes in comes out: every field of every row, whatever is in it.
class RoundTripTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private final PgMessageStore store = new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);

    @BeforeAll
    static void days() {
        Samples.days(DATABASE.database(), CLOCK);
    }

    @Test
    void messagesEventsAndRecordsAreReadAsTheyWereWritten() {
        Seeds.forEach(40, random -> {
            CLOCK.advance(Duration.ofSeconds(60));
            MessageIds ids = new MessageIds(CLOCK, random);
            List<Message> messages = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                messages.add(Samples.anyMessage(random, ids));
            }
            Map<MessageId, List<Event>> events = events(random, messages);
            List<Cdr> cdrs =
                    messages.stream().map(each -> Samples.anyCdr(random, each)).toList();
            DATABASE.database().transactions().run(tx -> {
                store.insert(tx, messages, Duration.ofMinutes(2));
                store.append(tx, new MessageStore.Changes(List.of(), cdrs, List.of(), List.of()));
                return null;
            });
            // Before there are events: they make no sense together, and loading would replay them.
            for (MessageProgress progress :
                    store.load(messages.stream().map(Message::id).toList())) {
                assertThat(progress.isFinal()).isTrue();
                check(progress.message(), messages);
            }
            DATABASE.database().transactions().run(tx -> {
                List<Event> all = events.values().stream().flatMap(List::stream).toList();
                store.append(tx, new MessageStore.Changes(all, List.of(), List.of(), List.of()));
                return null;
            });
            for (Cdr cdr : cdrs) {
                check(cdr, events.get(cdr.message().id()));
            }
        });
    }

    private static Map<MessageId, List<Event>> events(SplittableRandom random, List<Message> messages) {
        Map<MessageId, List<Event>> events = new HashMap<>();
        for (Message message : messages) {
            List<Event> own = new ArrayList<>();
            for (int part = random.nextInt(6); part > 0; part--) {
                own.add(Samples.anyEvent(random, message, part));
            }
            events.put(message.id(), own);
        }
        return events;
    }

    private static void check(Message found, List<Message> messages) {
        Message wanted = messages.stream()
                .filter(each -> each.id().equals(found.id()))
                .findFirst()
                .orElseThrow();
        assertThat(found)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> one.equals(Samples.kept(other)), String.class)
                .isEqualTo(wanted);
    }

    private void check(Cdr wanted, List<Event> events) {
        Message message = wanted.message();
        Cdr own = DATABASE.database()
                .jdbc()
                .sql("SELECT * FROM messages.cdr_sms WHERE id = ?")
                .param(message.id().uuid())
                .query((row, _) -> MessageReader.cdr(message, row))
                .single();
        assertThat(own)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> one.equals(Samples.kept(other)), String.class)
                .isEqualTo(wanted);
        MessageView view = store.view(message.accountId(), message.id()).orElseThrow();
        assertThat(view.events())
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> one.equals(Samples.kept(other)), String.class)
                .isEqualTo(events.stream()
                        .sorted(Comparator.comparing(Event::at)
                                .thenComparing(event -> event.kind().number())
                                .thenComparing(Event::part)
                                .thenComparing(Event::nth))
                        .toList());
        assertThat(view.state()).isEqualTo(wanted.state());
        assertThat(view.priceMicros()).isEqualTo(wanted.priceMicros());
        assertThat(view.endedAt()).isEqualTo(wanted.endedAt());
        assertThat(view.submittedAt()).isEqualTo(wanted.submittedAt());
        assertThat(view.deliveredAt()).isEqualTo(wanted.deliveredAt());
        assertThat(store.view(message.accountId() - 1, message.id())).isEmpty();
    }
}
