package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore.Changes;
import io.elchi.server.messages.Samples;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that a later release wrote beside this one: what this one does not know it keeps, and goes on.
class LaterReleaseTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private static final MessageIds IDS = new MessageIds(CLOCK, new SplittableRandom(4));

    private final PgMessageStore store = new PgMessageStore(DATABASE.database().jdbc(), _ -> 1);

    @BeforeAll
    static void days() {
        Samples.days(DATABASE.database(), CLOCK);
    }

    private Message stored() {
        CLOCK.advance(Duration.ofMillis(10));
        Message message = Samples.message(IDS.next(), 1, CLOCK.now());
        DATABASE.database().transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofMinutes(2));
            return null;
        });
        return message;
    }

    private void append(Message message, EventKind kind) {
        CLOCK.advance(Duration.ofMillis(1));
        Event event = Samples.event(kind, new Event.Step(message.id(), 1, 1, CLOCK.now(), 1, 0), 0, null);
        DATABASE.database().transactions().run(tx -> {
            store.append(tx, new Changes(List.of(event), List.of(), List.of(), List.of()));
            return null;
        });
    }

    private static String of(Message message) {
        return " WHERE message_id = '" + message.id() + "'";
    }

    private static long count(String sql) throws Exception {
        try (var connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aKindOfEventThatIsNotKnownIsLeftOutAndItsRowStays() throws Exception {
        Message message = stored();
        append(message, EventKind.SUBMITTED);
        DATABASE.execute("INSERT INTO messages.events (message_id, part, kind, nth, total, at, candidate) VALUES ('"
                + message.id() + "', 1, 77, 0, 1, '" + CLOCK.now().plusMillis(1) + "', 0)");
        MessageProgress progress = store.load(List.of(message.id())).getFirst();
        assertThat(progress.submittedParts()).containsExactly(1);
        assertThat(progress.state()).isEqualTo(MessageState.SUBMITTED);
        assertThat(store.view(1, message.id()).orElseThrow().events())
                .extracting(Event::kind)
                .containsExactly(EventKind.SUBMITTED);
        assertThat(count("SELECT count(*) FROM messages.events" + of(message))).isEqualTo(2);
    }

    @Test
    void aStateThatIsNotKnownIsUnknownAndItsRowStays() throws Exception {
        Message message = stored();
        append(message, EventKind.SUBMITTED);
        append(message, EventKind.RECEIPT);
        DATABASE.execute("UPDATE messages.events SET state = 'answered'" + of(message) + " AND kind = 6");
        assertThat(store.load(List.of(message.id())).getFirst().submittedParts())
                .as("the part has its end")
                .isEmpty();
        assertThat(store.view(1, message.id()).orElseThrow().events().getLast())
                .isInstanceOfSatisfying(
                        Event.Receipt.class,
                        receipt -> assertThat(receipt.state()).isEqualTo(MessageState.UNKNOWN));
        assertThat(count("SELECT count(*) FROM messages.events" + of(message) + " AND state = 'answered'"))
                .isEqualTo(1);
    }

    /// An owner of the shard that cannot read one of its messages sends the others.
    @ParameterizedTest
    @ValueSource(strings = {"content_kind = 9", "encoding = 9", "message_class = 9", "delivery_options = '\\x0b01'"})
    void aMessageThatCannotBeReadIsLeftOutAndTheOthersAreLoaded(String later) throws Exception {
        Message before = stored();
        Message message = stored();
        Message after = stored();
        DATABASE.execute("UPDATE messages.messages SET " + later + " WHERE id = '" + message.id() + "'");
        List<MessageId> ids = List.of(before.id(), message.id(), after.id());
        assertThat(store.load(ids))
                .extracting(progress -> progress.message().id())
                .containsExactlyInAnyOrder(before.id(), after.id());
        assertThat(count("SELECT count(*) FROM messages.unfinished" + of(message)))
                .isEqualTo(1);
    }
}
