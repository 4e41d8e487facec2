package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Payer;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.http.JsonBody;
import io.elchi.server.inbound.InboundStore.Stored;
import io.elchi.server.messages.Outcome;
import io.elchi.server.rules.InboundRuleTable;
import io.elchi.server.rules.RuleJson;
import io.elchi.server.rules.StoredRule;
import io.elchi.smstext.coding.LinkCoding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Rules for messages from handsets, in the store of a process.
class HandsetRulesTest {
    private static final long OWNER = 7;
    private static final long NORTH = 8;
    private static final int UDHI = 0x40;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final InboundSearch search = new InboundSearch(database.database().jdbc());

    @BeforeEach
    void numbers() throws Exception {
        database.execute(
                "INSERT INTO inbound.numbers (number, account_id) VALUES ('1700', 7);"
                        + " INSERT INTO inbound.prices (account_id, unit, price, currency) VALUES (7, 'message', 25, 'UZS');"
                        + " INSERT INTO inbound.costs (operator_id, number, unit, cost, currency) VALUES (1, '1700', 'part', 4, 'UZS');"
                        + " INSERT INTO inbound.routes (number, tag, account_id, reply) VALUES ('1700', 'north', 8, 'Welcome')");
    }

    /// @param rules the members of each, in which ' stands for "
    private InboundStore store(String... rules) {
        List<StoredRule> stored = new ArrayList<>();
        for (String each : rules) {
            String json = "{'name':'r','direction':'mo',%s}".formatted(each).replace('\'', '"');
            stored.add(new StoredRule(
                    stored.size() + 1,
                    1,
                    RuleJson.form(JsonBody.of(JsonMapper.shared().readTree(json))),
                    clock.now(),
                    clock.now()));
        }
        return InboundStores.ruled(
                database.database(),
                clock,
                new InboundRuleTable(stored),
                List.of(List.of(new Payer(OWNER, "UZS"), new Payer(3, "UZS")), List.of(new Payer(NORTH, "UZS"))));
    }

    private Stored stored(InboundStore into, Outcome.Received... received) {
        return database.database().transactions().run(tx -> into.store(tx, List.of(received), clock.now()));
    }

    private Outcome.Received text(String from, String text) {
        return received(from, 0, text.getBytes(StandardCharsets.US_ASCII), text);
    }

    private Outcome.Received part(int sequence, String text) {
        byte[] octets = HexFormat.of()
                .parseHex("0500034202%02x".formatted(sequence)
                        + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
        return received("998901234567", UDHI, octets, text);
    }

    private Outcome.Received received(String from, int esmClass, byte[] octets, String text) {
        Outcome.Received.Wire wire = new Outcome.Received.Wire(
                1, 1, 0, 0, esmClass, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        return new Outcome.Received(1, from, "1700", text, 0, octets, wire, () -> {}, clock.now());
    }

    private InboundMessage only() {
        List<InboundMessage> all =
                search.list(InboundStores.everything(), null, 10).items();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private long count(String table) {
        return database.database()
                .jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }

    private String ruled() {
        return database.database()
                .jdbc()
                .sql("SELECT concat_ws(' ', rules, tag, error_code, msisdn_before, destination_before)"
                        + " FROM inbound.messages")
                .query(String.class)
                .single();
    }

    @Test
    void aTagOfARuleIsMatchedByARoute() {
        InboundStore store = store("'match':{'from':{'pattern':'^99890'}},'action':{'tag':'north'}");
        stored(store, text("998901234567", "Hello"));
        assertThat(only().accountId()).isEqualTo(NORTH);
        assertThat(ruled()).isEqualTo("{1} north");
        stored(store, text("998911234567", "Hello"));
        assertThat(search.list(InboundStores.everything(), null, 10).items())
                .extracting(InboundMessage::accountId)
                .containsExactlyInAnyOrder(OWNER, NORTH);
    }

    @Test
    void aJoinedMessageIsRuledByItsWholeText() {
        InboundStore store = store(
                "'match':{'text':{'contains':['hello']},'operators':[1]},'action':{'tag':'north','text':{'set':'Hi'}}");
        stored(store, part(1, "Hel"));
        assertThat(count("inbound.cdr_mo")).isZero();
        Stored last = stored(store, part(2, "lo"));
        assertThat(only().accountId()).isEqualTo(NORTH);
        assertThat(only().text()).isEqualTo("Hi");
        assertThat(last.events())
                .extracting(NewEvent::data)
                .singleElement()
                .asString()
                .contains("\"text\":\"Hi\"");
        assertThat(count("inbound.replies")).isEqualTo(1);
    }

    @Test
    void whatRulesRewriteIsStoredWithWhatCame() {
        InboundStore store = store(
                "'match':{'from':{'pattern':'^8'}},'passes_on':true,"
                        + "'action':{'from':{'pattern':'^8','replace':'9989'},'to':{'set':'+998712000000'}}",
                "'match':{'to':{'prefixes':['99871']},'from':{'equals':['998901234567']}},'action':{'text':{'set':'x'}}",
                "'action':{'text':{'set':'not reached'}}");
        stored(store, text("801234567", "Hello"));
        assertThat(only().from()).isEqualTo("998901234567");
        assertThat(only().to()).isEqualTo("998712000000");
        assertThat(only().text()).isEqualTo("x");
        assertThat(ruled()).isEqualTo("{1,2} 801234567 1700");
        InboundCdr cdr = InboundStores.cdrs(database.database())
                .list(InboundStores.everything(), null, 10)
                .items()
                .getFirst();
        assertThat(cdr.cost().micros()).as("of the number that it came to").isEqualTo(4_000_000);
    }

    @Test
    void aRewriteThatMakesNoAddressChangesNothing() {
        stored(
                store("'action':{'from':{'set':'','pattern':null}}"
                        .replace(",'pattern':null", "")
                        .replace("'set':''", "'pattern':'.*','replace':'Bank'")),
                text("998901234567", "Hello"));
        assertThat(only().from()).isEqualTo("998901234567");
    }

    @Test
    void aRejectedMessageIsStoredAndDeliveredToNobodyAndCostsItsOwnerNothing() {
        InboundStore store = store("'match':{'text':{'contains':['casino']}},'action':{'reject':'blocked_text'}");
        Stored rejected = stored(store, text("998901234567", "Casino"));
        assertThat(rejected.events()).isEmpty();
        assertThat(rejected.complete()).isZero();
        assertThat(rejected.charge()).isNull();
        assertThat(only().state()).isEqualTo(InboundState.REJECTED);
        assertThat(ruled()).isEqualTo("{1} blocked_text");
        assertThat(search.delivered(InboundStores.everything(), null, 10).items())
                .isEmpty();
        InboundCdr cdr = InboundStores.cdrs(database.database())
                .list(InboundStores.everything(), null, 10)
                .items()
                .getFirst();
        assertThat(cdr.errorCode()).isEqualTo("blocked_text");
        assertThat(cdr.price().micros()).isZero();
        assertThat(cdr.cost().micros()).isEqualTo(4_000_000);
        assertThat(stored(store, text("998901234567", "Hello")).charge()).isNotNull();
    }

    /// The opt-out counts, and its confirmation is not sent; an opt-in does not count.
    @Test
    void anOptOutIsNotLostByARuleThatRejectsOrRewritesIt() throws Exception {
        database.execute("UPDATE inbound.keywords SET reply = 'Confirmed'");
        InboundStore rejecting = store("'action':{'reject':'blocked_sender'}");
        Stored out = stored(rejecting, text("998901234567", "STOP"));
        assertThat(count("compliance.opt_outs")).isEqualTo(1);
        assertThat(count("inbound.replies")).isZero();
        assertThat(out.events()).extracting(NewEvent::type).containsExactly(EventType.RECIPIENT_OPTED_OUT);
        stored(rejecting, text("998901234567", "START"));
        assertThat(count("compliance.opt_outs")).isEqualTo(1);
        stored(store("'action':{'text':{'set':'Hello'}}"), text("998911234567", "Stop"));
        assertThat(count("compliance.opt_outs")).isEqualTo(2);
        assertThat(count("inbound.replies")).isEqualTo(1);
    }

    @Test
    void aRuleOfAnAccountHoldsForTheNumbersOfThoseBelowIt() {
        stored(store("'account_id':3,'action':{'reject':'blocked_sender'}"), text("998901234567", "Hello"));
        assertThat(only().state()).isEqualTo(InboundState.REJECTED);
        stored(store("'account_id':4,'action':{'reject':'blocked_sender'}"), text("998901234567", "Hello 2"));
        assertThat(count("inbound.messages WHERE state = 1")).isEqualTo(1);
    }
}
