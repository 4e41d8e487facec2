package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.inbound.InboundRoute.InboundCondition;
import io.elchi.server.inbound.InboundStore.Stored;
import io.elchi.server.messages.Outcome;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Messages to shared numbers, stored by two processes.
class InboundRoutesTest {
    private static final long BANK = 7;
    private static final long SHOP = 8;
    private static final long NUMBER_OWNER = 9;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final InboundStore one = store();
    private final InboundStore other = store();
    private final InboundSearch search = new InboundSearch(database.database().jdbc());
    private final InboundRoutes routes = new InboundRoutes(
            database.database().jdbc(),
            database.database().reads(),
            database.database().transactions());

    private InboundStore store() {
        return InboundStores.on(
                database.database(),
                clock,
                InboundStores.RESEND_WINDOW,
                (_, type) -> type == EventType.INBOUND_RECEIVED);
    }

    private Stored store(InboundStore into, Outcome.Received... received) {
        return database.database().transactions().run(tx -> into.store(tx, List.of(received), clock.now()));
    }

    private void route(String number, String keyword, long account) {
        InboundCondition condition = new InboundCondition(
                number, keyword == null ? null : InboundRoutes.keyword(keyword), 0, null, null, null);
        routes.add(new InboundRoute(0, condition, 100, account, null, null, true, null));
    }

    private List<InboundMessage> all() {
        return search.list(new InboundSearch.InboundFilter(0, 0, null, null, null, null), null, 500)
                .items();
    }

    private static List<Long> accounts(Stored stored) {
        return stored.events().stream().map(NewEvent::accountId).toList();
    }

    @Test
    void aSharedNumbersMessagesGoByTheirFirstWord() {
        route("1700", "Bank", BANK);
        route("1700", "до'кон", SHOP);
        new InboundNumbers(database.database().jdbc()).give("1700", 0, NUMBER_OWNER);
        Stored stored = store(
                one,
                HandsetTexts.whole(clock, "1700", "BANK balance"),
                HandsetTexts.whole(clock, "1700", " \u200BДО’КОН."),
                HandsetTexts.whole(clock, "1700", "banks"),
                HandsetTexts.whole(clock, "1800", "bank"));
        assertThat(accounts(stored)).containsExactlyInAnyOrder(BANK, SHOP, NUMBER_OWNER);
        assertThat(all()).extracting(InboundMessage::accountId).containsExactlyInAnyOrder(BANK, SHOP, NUMBER_OWNER, 0L);
    }

    @Test
    void aChangeDecidesTheNextMessage() {
        route("1700", null, BANK);
        assertThat(accounts(store(one, HandsetTexts.whole(clock, "1700", "a")))).containsExactly(BANK);
        InboundRoute last = routes.list(0, null, null, 10).items().getFirst();
        routes.replace(new InboundRoute(last.id(), last.condition(), 1, SHOP, null, null, true, null));
        assertThat(accounts(store(other, HandsetTexts.whole(clock, "1700", "b"))))
                .containsExactly(SHOP);
        routes.replace(new InboundRoute(last.id(), last.condition(), 1, SHOP, null, null, false, null));
        assertThat(accounts(store(one, HandsetTexts.whole(clock, "1700", "c")))).isEmpty();
        assertThat(routes.remove(last.id())).isTrue();
        assertThat(routes.replace(last)).isEmpty();
        assertThat(routes.remove(last.id())).isFalse();
    }

    /// The first word may be split between parts, and the parts come in any order over two processes, some twice.
    @Test
    void aLongMessageGoesByItsWholeTextInAnyOrderOfItsParts() {
        route("1700", "balance", BANK);
        new InboundNumbers(database.database().jdbc()).give("1700", 0, NUMBER_OWNER);
        // Each message has a reference of its own.
        AtomicInteger references = new AtomicInteger();
        Seeds.forEach(40, random -> {
            int reference = references.incrementAndGet();
            List<Outcome.Received> parts = new ArrayList<>();
            List<String> texts = List.of("Bal", "ance", " of card " + random.nextInt(1 << 30));
            for (int i = 0; i < texts.size(); i++) {
                parts.add(HandsetTexts.part(clock, "1700", reference, texts.size(), i + 1, texts.get(i)));
            }
            parts.add(parts.get(random.nextInt(parts.size())));
            Collections.shuffle(parts, new Random(random.nextLong()));
            List<Long> told = new ArrayList<>();
            for (Outcome.Received part : parts) {
                told.addAll(accounts(store(random.nextBoolean() ? one : other, part)));
            }
            assertThat(told).containsExactly(BANK);
        });
        assertThat(all()).hasSize(references.get()).allMatch(message -> message.accountId() == BANK);
    }

    @Test
    void whileItWaitsAMessageIsTheNumberOwners() {
        route("1700", "b", BANK);
        new InboundNumbers(database.database().jdbc()).give("1700", 0, NUMBER_OWNER);
        store(one, HandsetTexts.part(clock, "1700", 1, 2, 1, "b "));
        assertThat(all()).extracting(InboundMessage::accountId).containsExactly(NUMBER_OWNER);
        store(one, HandsetTexts.part(clock, "1700", 1, 2, 2, "c"));
        assertThat(all()).extracting(InboundMessage::accountId).containsExactly(BANK);
    }

    @Test
    void theSameConditionsTwiceAreRefused() {
        route("1700", "stop", BANK);
        assertThatThrownBy(() -> route("1700", " STOP!", SHOP)).isInstanceOf(RefusedException.class);
        route(null, null, BANK);
        assertThatThrownBy(() -> route(null, null, SHOP)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> InboundRoutes.keyword("two words")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> InboundRoutes.keyword("\u200B")).isInstanceOf(RefusedException.class);
    }

    /// HandsetTexts that some reader might take for something else.
    @Test
    void hostileTextsAreTexts() {
        route("1700", null, BANK);
        List<String> texts = List.of(
                "'; DROP TABLE inbound.routes; --",
                "{\"a\":1}\u0000\\u0000",
                "<script>alert(1)</script>",
                "\u001B[31mSTOP\u0007",
                "a\r\nX-Injected: 1",
                "%s%n${jndi:ldap://x}",
                "\uD83D",
                ".".repeat(999) + "\uD83D\uDE00",
                "stop\uD83D");
        for (String text : texts) {
            Stored stored = store(one, HandsetTexts.whole(clock, "1700", text));
            assertThat(accounts(stored)).as(text).containsExactly(BANK);
        }
        assertThat(all()).hasSize(texts.size());
    }
}
