package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.compliance.OptOuts.OptOut;
import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.inbound.InboundKeywords.Keyword;
import io.elchi.server.inbound.InboundKeywords.KeywordAction;
import io.elchi.server.inbound.InboundRoute.InboundCondition;
import io.elchi.server.messages.Outcome;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Opt-outs and opt-ins, stored by two processes.
class ConsentChoicesTest {
    private static final long BANK = 7;
    private static final long SHOP = 8;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final InboundStore one = store();
    private final InboundStore other = store();
    private final OptOuts optOuts =
            new OptOuts(database.database().jdbc(), database.database().reads());
    private final InboundKeywords keywords =
            new InboundKeywords(database.database().jdbc(), database.database().reads());

    ConsentChoicesTest() {
        InboundNumbers numbers = new InboundNumbers(database.database().jdbc());
        numbers.give("1700", 0, BANK);
        numbers.give("1800", 0, SHOP);
    }

    private InboundStore store() {
        return InboundStores.on(
                database.database(), clock, Duration.ZERO, (_, type) -> type != EventType.INBOUND_RECEIVED);
    }

    private List<NewEvent> store(InboundStore into, Outcome.Received... received) {
        return database.database()
                .transactions()
                .run(tx -> into.store(tx, List.of(received), clock.now()))
                .events();
    }

    private List<String> text(String to, String text) {
        return store(one, HandsetTexts.whole(clock, to, text)).stream()
                .map(event -> event.type().text())
                .toList();
    }

    private List<OptOut> all() {
        return optOuts.list(0, null, null, 500).items();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"STOP", " stop!", "Stop sending this", "СТОП", "стоп.", "TO’XTA", "Toʻxta", "ТЎХТА", "отписка"})
    void aKeywordOfEachLanguageOptsOut(String text) {
        assertThat(text("1700", text)).containsExactly("recipient.opted_out");
        assertThat(all()).singleElement().satisfies(optOut -> {
            assertThat(optOut.accountId()).isEqualTo(BANK);
            assertThat(optOut.number()).isEqualTo(HandsetTexts.HANDSET);
            assertThat(optOut.optedOutAt()).isEqualTo(clock.now());
        });
        assertThat(text("1700", text)).as("nothing changes").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "START,true",
        "старт!,true",
        "Boshla,true",
        "БОШЛА,true",
        "start 500,false",
        "Start the car,false",
        "stopped,false"
    })
    void anOptInIsAWordAlone(String text, boolean isOptIn) {
        text("1700", "STOP");
        assertThat(text("1700", text).contains("recipient.opted_in")).isEqualTo(isOptIn);
        assertThat(all().isEmpty()).isEqualTo(isOptIn);
    }

    @Test
    void theEventNamesTheMessage() {
        NewEvent event = store(one, HandsetTexts.whole(clock, "1700", "СТОП")).getFirst();
        JsonNode data = JsonMapper.shared().readTree(event.data());
        assertThat(event.accountId()).isEqualTo(BANK);
        assertThat(data.get("number").stringValue()).isEqualTo(HandsetTexts.HANDSET);
        assertThat(data.get("to").stringValue()).isEqualTo("1700");
        assertThat(data.get("keyword").stringValue()).isEqualTo("стоп");
        assertThat(data.get("message_id").stringValue())
                .isEqualTo(all().getFirst().messageId().toString());
    }

    @Test
    void eachAccountHasItsOwn() {
        text("1700", "STOP");
        text("1800", "STOP");
        text("1900", "STOP");
        text("1800", "START");
        assertThat(all()).extracting(OptOut::accountId).containsExactly(BANK);
    }

    /// On a number that accounts share, `BANK STOP` is for the bank.
    @Test
    void theWordBehindAKeywordOfARouteCounts() {
        InboundRoutes routes = new InboundRoutes(
                database.database().jdbc(),
                database.database().reads(),
                database.database().transactions());
        InboundCondition condition = new InboundCondition("1900", "shop", 0, null, null, null);
        routes.add(new InboundRoute(0, condition, 1, SHOP, null, null, true, null));
        assertThat(text("1900", "Shop stop")).containsExactly("recipient.opted_out");
        assertThat(all()).extracting(OptOut::accountId).containsExactly(SHOP);
        assertThat(text("1900", "shop START now")).isEmpty();
        assertThat(text("1900", "SHOP: start")).containsExactly("recipient.opted_in");
        assertThat(text("1700", "please stop"))
                .as("its first word decided nothing")
                .isEmpty();
    }

    @Test
    void anAccountHasWordsOfItsOwn() {
        put(BANK, "basta", KeywordAction.OPT_OUT);
        put(BANK, "stop", KeywordAction.NONE);
        assertThat(text("1700", "stop")).isEmpty();
        assertThat(text("1700", "¡BASTA!")).containsExactly("recipient.opted_out");
        assertThat(text("1800", "basta")).isEmpty();
        assertThat(text("1800", "stop")).containsExactly("recipient.opted_out");
        long id = keywords.list(BANK, null, 10).items().getLast().id();
        assertThat(keywords.remove(id)).isTrue();
        assertThat(keywords.remove(id)).isFalse();
    }

    private void put(long account, String word, KeywordAction action) {
        keywords.put(new Keyword(0, account, InboundRoutes.keyword(word), "es", action, null, null));
    }

    /// A message that was on its way for longer than the next one of the handset.
    @Test
    void anOlderOptInEndsNoNewerOptOut() {
        Outcome.Received start = HandsetTexts.whole(clock, "1700", "START");
        clock.advance(Duration.ofSeconds(1));
        text("1700", "STOP");
        assertThat(store(other, start)).isEmpty();
        assertThat(all()).hasSize(1);
    }

    /// `STOP`, `START`, `STOP`, of which the second was on its way for longest.
    @Test
    void theNewestOptOutCounts() {
        text("1700", "STOP");
        clock.advance(Duration.ofSeconds(1));
        Outcome.Received start = HandsetTexts.whole(clock, "1700", "START");
        clock.advance(Duration.ofSeconds(1));
        Outcome.Received stop = HandsetTexts.whole(clock, "1700", "СТОП");
        assertThat(store(other, stop)).as("it was out before").isEmpty();
        Instant newest = clock.now();
        assertThat(store(one, start)).isEmpty();
        assertThat(all()).singleElement().satisfies(optOut -> {
            assertThat(optOut.optedOutAt()).isEqualTo(newest);
            assertThat(optOut.keyword()).isEqualTo("стоп");
        });
    }

    @Test
    void twoOptOutsInABatchAreOneChange() {
        Outcome.Received first = HandsetTexts.whole(clock, "1700", "STOP");
        clock.advance(Duration.ofSeconds(1));
        assertThat(store(one, first, HandsetTexts.whole(clock, "1700", "СТОП"))).hasSize(1);
        assertThat(all()).singleElement().extracting(OptOut::optedOutAt).isEqualTo(clock.now());
    }

    @Test
    void anOlderOptOutChangesNothing() {
        Outcome.Received older = HandsetTexts.whole(clock, "1700", "СТОП");
        clock.advance(Duration.ofSeconds(1));
        text("1700", "STOP");
        OptOut before = all().getFirst();
        assertThat(store(other, older)).isEmpty();
        assertThat(all()).containsExactly(before);
    }

    @Test
    void aShortCodeOrNameCannotOptOut() {
        store(one, HandsetTexts.from(clock, "1234", "1700", "STOP"), HandsetTexts.from(clock, "Shop", "1700", "STOP"));
        int national = 2;
        int alphanumeric = 5;
        for (int ton : new int[] {national, alphanumeric}) {
            store(one, HandsetTexts.ofTon(clock, ton, "901234567", "1700", "STOP"));
        }
        assertThat(all()).isEmpty();
    }

    /// The last word of each handset counts, in whatever batches its messages come.
    @Test
    void aBatchIsFollowedInTheOrderOfItsMessages() {
        Seeds.forEach(25, random -> {
            database.execute("TRUNCATE compliance.opt_outs");
            Map<String, Boolean> last = new TreeMap<>();
            for (int batch = 0; batch < 4; batch++) {
                List<Outcome.Received> received = new ArrayList<>();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    clock.advance(Duration.ofMillis(1));
                    String from = "99890123456" + random.nextInt(3);
                    boolean out = random.nextBoolean();
                    received.add(HandsetTexts.from(clock, from, "1700", out ? "stop" : "start"));
                    last.put(from, out);
                }
                store(random.nextBoolean() ? one : other, received.toArray(Outcome.Received[]::new));
            }
            assertThat(all().stream().map(OptOut::number).sorted())
                    .isEqualTo(last.keySet().stream().filter(last::get).toList());
        });
    }

    /// Each process has the handsets in another order; they do not wait for each other forever.
    @Test
    void twoProcessesAtOnceTellItOnce() {
        int rounds = 20;
        int told = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rounds; i++) {
                String first = "9989012340" + (10 + i);
                String second = "9989012350" + (10 + i);
                Outcome.Received a = HandsetTexts.from(clock, first, "1700", "STOP");
                Outcome.Received b = HandsetTexts.from(clock, second, "1700", "STOP");
                CompletableFuture<List<NewEvent>> here = CompletableFuture.supplyAsync(() -> store(one, a, b), threads);
                CompletableFuture<List<NewEvent>> there =
                        CompletableFuture.supplyAsync(() -> store(other, b, a), threads);
                told += here.join().size() + there.join().size();
            }
        }
        assertThat(told).isEqualTo(2 * rounds);
        assertThat(all()).hasSize(2 * rounds);
    }
}
