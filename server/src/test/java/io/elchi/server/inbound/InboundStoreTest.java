package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Page;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.NewEvent;
import io.elchi.server.inbound.InboundStore.Stored;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smstext.coding.LinkCoding;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stores of two processes on one database.
class InboundStoreTest {
    private static final long OWNER = 7;
    private static final int UCS2 = 8;
    private static final int UDHI = 0x40;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final InboundStore one = store(InboundStores.RESEND_WINDOW);
    private final InboundStore other = store(InboundStores.RESEND_WINDOW);
    private final InboundSearch search = new InboundSearch(database.database().jdbc());
    private final InboundNumbers numbers =
            new InboundNumbers(database.database().jdbc());

    private InboundStore store(Duration resendWindow) {
        return InboundStores.on(database.database(), clock, resendWindow, (account, _) -> account == OWNER);
    }

    private Stored store(InboundStore into, Outcome.Received... received) {
        return database.database().transactions().run(tx -> into.store(tx, List.of(received), clock.now()));
    }

    private Outcome.Received text(String to, String text, String messageId) {
        Wire wire = new Wire(1, 1, 0, 0, 0, -1, -1, -1, messageId, new byte[0], null, LinkCoding.standard());
        return new Outcome.Received(
                1, "998901234567", to, text, 0, text.getBytes(StandardCharsets.US_ASCII), wire, () -> {}, clock.now());
    }

    private Outcome.Received text(String text) {
        return text("1700", text, null);
    }

    /// A part in UCS-2 with an 8 bit reference.
    private Outcome.Received part(int reference, int total, int sequence, String hex) {
        byte[] octets = HexFormat.of().parseHex("050003%02x%02x%02x".formatted(reference, total, sequence) + hex);
        Wire wire = new Wire(1, 1, 0, 0, UDHI, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        String own = new String(octets, 6, octets.length - 6, StandardCharsets.UTF_16BE);
        return new Outcome.Received(1, "998901234567", "1700", own, UCS2, octets, wire, () -> {}, clock.now());
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE));
    }

    private List<InboundMessage> all() {
        return search.list(new InboundSearch.InboundFilter(0, 0, null, null, null, null), null, 500)
                .items();
    }

    private InboundMessage only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    @Test
    void aResendIsStoredOnceWhicheverProcessGetsIt() {
        assertThat(store(one, text("STOP")).resent()).isZero();
        clock.advance(Duration.ofMinutes(4));
        Stored again = store(other, text("STOP"), text("START"));
        assertThat(again.resent()).isEqualTo(1);
        assertThat(again.complete()).isEqualTo(1);
        assertThat(store(one, text("START"), text("START")).resent()).isEqualTo(2);
        assertThat(all()).extracting(InboundMessage::text).containsExactly("START", "STOP");
        clock.advance(Duration.ofMinutes(1).plusMillis(1));
        assertThat(store(one, text("STOP")).complete()).as("a new one by now").isEqualTo(1);
    }

    @Test
    void theOperatorsIdTellsTheSameTextTwiceFromAResend() {
        store(one, text("1700", "STOP", "a1"), text("1700", "STOP", "a2"));
        clock.advance(InboundStores.RESEND_WINDOW.minusMillis(1));
        assertThat(store(other, text("1700", "STOP", "a2")).resent()).isEqualTo(1);
        assertThat(all()).extracting(InboundMessage::operatorMessageId).containsExactly("a2", "a1");
    }

    /// Some operators give each deliver_sm the id 1.
    @Test
    void anOperatorsIdThatComesAgainCostsNoMessageLater() {
        store(one, text("1700", "STOP", "1"));
        clock.advance(InboundStores.RESEND_WINDOW);
        assertThat(store(other, text("1700", "STOP", "1")).complete()).isEqualTo(1);
        assertThat(all()).hasSize(2);
    }

    @Test
    void idsOfAnOperatorThatRepeatsNoneAreKnownForADay() {
        InboundProperties unique = InboundStores.properties(InboundStores.RESEND_WINDOW, List.of(1L));
        InboundStore patient = InboundStores.on(database.database(), clock, unique, (_, _) -> false, new Metrics());
        store(patient, text("1700", "STOP", "a1"), text("1700", "STOP", null));
        clock.advance(Duration.ofDays(1).minusMillis(1));
        Stored again = store(patient, text("1700", "STOP", "a1"), text("1700", "STOP", null));
        assertThat(again.resent()).as("the one with an id").isEqualTo(1);
        assertThat(again.complete()).isEqualTo(1);
    }

    @Test
    void withoutAWindowEverythingIsStored() {
        InboundStore every = store(Duration.ZERO);
        assertThat(store(every, text("STOP"), text("STOP")).complete()).isEqualTo(2);
        assertThat(store(every, text("STOP")).complete()).isEqualTo(1);
    }

    /// The second waits for the first's transaction.
    @Test
    void twoProcessesAtOnceStoreItOnce() {
        int rounds = 50;
        CyclicBarrier start = new CyclicBarrier(2);
        int resent = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rounds; i++) {
                String text = "text " + i;
                List<CompletableFuture<Stored>> both = new ArrayList<>();
                for (InboundStore each : List.of(one, other)) {
                    both.add(CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    start.await();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                                return store(each, text("7" + text), text(text), part(3, 2, 1, hex(text)));
                            },
                            threads));
                }
                resent += both.stream().mapToInt(done -> done.join().resent()).sum();
            }
        }
        assertThat(resent).isEqualTo(3 * rounds);
        assertThat(all())
                .filteredOn(message -> message.state() == InboundState.COMPLETE)
                .hasSize(2 * rounds);
    }

    @Test
    void partsAreJoinedOverProcessesInAnyOrderAndACharacterMayBeSplit() throws Exception {
        numbers.give("1700", 0, OWNER);
        // U+1F600 is d83d de00.
        assertThat(store(one, part(66, 2, 2, "de00" + hex("!"))).complete()).isZero();
        assertThat(only().state()).isEqualTo(InboundState.WAITING);
        assertThat(only().accountId()).isEqualTo(OWNER);
        clock.advance(Duration.ofMinutes(1));
        Stored stored = store(other, part(66, 2, 1, hex("Salom ") + "d83d"));
        assertThat(stored.complete()).isEqualTo(1);
        assertThat(only().text()).isEqualTo("Salom \uD83D\uDE00!");
        assertThat(only().state()).isEqualTo(InboundState.COMPLETE);
        assertThat(only().partsReceived()).isEqualTo(2);
        assertThat(search.parts(only().id()))
                .extracting(InboundSearch.PartRow::part)
                .containsExactly(1, 2);
        NewEvent event = stored.events().getFirst();
        assertThat(event.accountId()).isEqualTo(OWNER);
        JsonNode data = JsonMapper.shared().readTree(event.data());
        assertThat(data.get("id").stringValue()).isEqualTo(only().id().toString());
        assertThat(data.get("text").stringValue()).isEqualTo("Salom \uD83D\uDE00!");
        assertThat(data.get("parts").intValue()).isEqualTo(2);
        // A resend of a part of a complete message begins no new one.
        clock.advance(Duration.ofMinutes(3));
        assertThat(store(one, part(66, 2, 2, "de00" + hex("!"))).resent()).isEqualTo(1);
        assertThat(all()).hasSize(1);
        assertThat(database.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM inbound.waiting")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatStaysIncompleteIsEndedWithoutAnEvent() {
        numbers.give("1700", 0, OWNER);
        InboundUpkeep upkeep = InboundStores.upkeep(database.database(), clock);
        store(one, part(66, 3, 3, hex("c")), part(66, 3, 1, hex("a")));
        clock.advance(InboundStores.JOIN_TIMEOUT.minusMillis(1));
        upkeep.run();
        assertThat(only().state()).isEqualTo(InboundState.WAITING);
        clock.advance(Duration.ofMillis(1));
        upkeep.run();
        assertThat(only().state()).isEqualTo(InboundState.INCOMPLETE);
        assertThat(only().text()).isEqualTo("ac");
        assertThat(only().partsReceived()).isEqualTo(2);
        // What comes now begins another one.
        assertThat(store(one, part(66, 3, 2, hex("b"))).events()).isEmpty();
        assertThat(all())
                .extracting(InboundMessage::state)
                .containsExactly(InboundState.WAITING, InboundState.INCOMPLETE);
    }

    /// A handset counts its references from 0 to 255 and begins again.
    @Test
    void aReferenceThatIsUsedForAnotherTextBeginsAnotherMessage() {
        store(one, part(66, 2, 1, hex("a")));
        store(one, part(66, 2, 1, hex("x")));
        assertThat(store(other, part(66, 2, 2, hex("y"))).complete()).isEqualTo(1);
        assertThat(all()).extracting(InboundMessage::text).containsExactly("xy", "a");
        assertThat(all())
                .extracting(InboundMessage::state)
                .containsExactly(InboundState.COMPLETE, InboundState.INCOMPLETE);
    }

    /// Two texts with the same beginning.
    @Test
    void aReferenceThatIsUsedAgainWithAnIdenticalPartLosesNothing() {
        store(one, part(66, 2, 1, hex("a")), part(66, 2, 2, hex("b")));
        clock.advance(InboundStores.RESEND_WINDOW);
        Stored second = store(other, part(66, 2, 1, hex("a")), part(66, 2, 2, hex("c")));
        assertThat(second.resent()).isZero();
        assertThat(second.complete()).isEqualTo(1);
        assertThat(all()).extracting(InboundMessage::text).containsExactly("ac", "ab");
    }

    @Test
    void messagesThatAPartEndsAreCountedWhenTheyAreCommitted() {
        Metrics metrics = new Metrics();
        InboundStore counting =
                InboundStores.on(database.database(), clock, InboundStores.RESEND_WINDOW, (_, _) -> false, metrics);
        store(counting, part(66, 2, 1, hex("a")));
        Stored reused = store(counting, part(66, 2, 1, hex("x")));
        assertThat(reused.incomplete()).isEqualTo(1);
        assertThat(metrics.count(Metric.INBOUND_INCOMPLETE).total()).isZero();
        counting.committed(reused);
        assertThat(metrics.count(Metric.INBOUND_INCOMPLETE).total()).isEqualTo(1);
        clock.advance(InboundStores.JOIN_TIMEOUT);
        counting.committed(store(counting, part(66, 2, 2, hex("y"))));
        assertThat(metrics.count(Metric.INBOUND_INCOMPLETE).total()).isEqualTo(2);
        assertThat(metrics.count(Metric.INBOUND_COMPLETE).total()).isZero();
    }

    /// The chore has not come to it yet.
    @Test
    void aPartThatComesAfterTheTimeDoesNotJoinTheOldMessage() {
        store(one, part(66, 2, 1, hex("a")));
        clock.advance(InboundStores.JOIN_TIMEOUT);
        assertThat(store(other, part(66, 2, 2, hex("b"))).complete()).isZero();
        assertThat(all())
                .extracting(InboundMessage::state)
                .containsExactly(InboundState.WAITING, InboundState.INCOMPLETE);
    }

    @Test
    void theOwnerAtTheOperatorTakesPrecedence() {
        InboundNumbers.OwnedNumber everywhere = numbers.give("1700", 0, 8);
        numbers.give("1700", 1, OWNER);
        assertThat(store(one, text("1700", "to 7", null), text("1701", "to nobody", null))
                        .events())
                .hasSize(1);
        assertThat(numbers.give("1700", 1, 9).accountId()).isEqualTo(9);
        store(one, text("1700", "to 9", null));
        assertThat(numbers.take(everywhere.id() + 1)).isTrue();
        store(one, text("1700", "to 8", null));
        assertThat(all()).extracting(InboundMessage::accountId).containsExactly(8L, 9L, 0L, OWNER);
        assertThat(numbers.list(8, null, 10).items()).containsExactly(everywhere);
    }

    @Test
    void aNumberHasTheTimeOfItsOwner() throws SQLException {
        InboundNumbers.OwnedNumber given = numbers.give("1700", 0, 8);
        database.execute("UPDATE inbound.numbers SET created_at = created_at - interval '1 year'");
        assertThat(numbers.give("1700", 0, 8).createdAt()).isBefore(given.createdAt());
        assertThat(numbers.give("1700", 0, 9).createdAt()).isAfterOrEqualTo(given.createdAt());
    }

    @Test
    void octetsThatAreNoTextAreInTheEvent() throws Exception {
        numbers.give("1700", 0, OWNER);
        Outcome.Received binary = new Outcome.Received(
                1, "998\0", "1700", null, 4, new byte[] {0, (byte) 0xFF}, Wire.PLAIN, () -> {}, clock.now());
        JsonNode data = JsonMapper.shared()
                .readTree(store(one, binary).events().getFirst().data());
        assertThat(data.has("text")).isFalse();
        assertThat(data.get("octets").stringValue()).isEqualTo("00ff");
        assertThat(data.get("data_coding").intValue()).isEqualTo(4);
        assertThat(only().from()).isEqualTo("998\uFFFD");
    }

    /// message_payload has up to 64 KiB: 255 of them would be one message of 16 MiB.
    @Test
    void whatIsLongerThanAShortMessageIsNoPart() {
        for (int sequence = 1; sequence <= 2; sequence++) {
            assertThat(store(one, part(66, 2, sequence, "0041".repeat(124))).complete())
                    .as("254 octets")
                    .isEqualTo(sequence - 1);
            assertThat(store(one, part(67, 2, sequence, "0041".repeat(124) + "00"))
                            .complete())
                    .as("255 octets")
                    .isEqualTo(1);
        }
    }

    @Test
    void aPageOfLongTextsHasFewerThanTheLimit() {
        String text = "x".repeat(InboundSearch.PAGE_OCTETS / 4);
        for (int i = 0; i < 6; i++) {
            store(one, text(i + text));
        }
        InboundSearch.InboundFilter every = new InboundSearch.InboundFilter(0, 0, null, null, null, null);
        Page<InboundMessage> first = search.list(every, null, 500);
        assertThat(first.items())
                .extracting(message -> message.text().charAt(0))
                .containsExactly('5', '4', '3', '2');
        Page<InboundMessage> second = search.list(every, first.next(), 500);
        assertThat(second.items())
                .extracting(message -> message.text().charAt(0))
                .containsExactly('1', '0');
        assertThat(second.next()).isNull();
    }

    @Test
    void keysWhoseTimeIsOverAreForgotten() {
        store(one, text("STOP"));
        clock.advance(InboundStores.RESEND_WINDOW);
        InboundStores.upkeep(database.database(), clock).run();
        assertThat(database.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM inbound.resend_keys")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
