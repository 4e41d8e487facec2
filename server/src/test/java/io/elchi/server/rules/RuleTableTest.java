package io.elchi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.http.JsonBody;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RuleTableTest {
    private final List<StoredRule> rules = new ArrayList<>();

    private void rule(String members) {
        String json = ("{'name':'r'," + members + "}").replace('\'', '"');
        RuleForm form = RuleJson.form(JsonBody.of(JsonMapper.shared().readTree(json)));
        rules.add(new StoredRule(rules.size() + 1, 1, form, Instant.EPOCH, Instant.EPOCH));
    }

    private static RuleSubject message(String from, String text, MessageClass messageClass) {
        return new RuleSubject(
                5,
                List.of(new Payer(5, "UZS"), new Payer(3, "UZS")),
                messageClass,
                from,
                new Msisdn(998_901_234_567L),
                text,
                RuleSubject.UNSET,
                RuleSubject.UNSET,
                List.of(),
                null,
                Instant.parse("2026-11-30T19:00:00Z"));
    }

    private Ruling apply(RuleSubject message) {
        return new RuleTable(rules, new PrefixNumbers()).apply(message);
    }

    private Ruling apply(String from, String text) {
        return apply(message(from, text, MessageClass.TRANSACTIONAL));
    }

    /// Over rules and messages of few values; each kind of result is there often.
    @Test
    void theTableDecidesAsTheRulesOneAfterTheOther() {
        AtomicInteger matched = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Seeds.forEach(3_000, random -> {
            List<StoredRule> some = RandomRules.rules(random, random.nextInt(4) == 0 ? 150 : 12);
            RuleTable table = new RuleTable(some, new PrefixNumbers());
            NaiveRules naive = new NaiveRules(some, new PrefixNumbers());
            for (int i = 0; i < 10; i++) {
                RuleSubject message = RandomRules.message(random);
                Ruling expected = naive.apply(message);
                Ruling actual = table.apply(message);
                matched.addAndGet(actual == null ? 0 : 1);
                refused.addAndGet(actual == null || actual.refusal() == null ? 0 : 1);
                assertThat(actual == null).isEqualTo(expected == null);
                if (expected != null) {
                    assertThat(actual.rules()).containsExactly(expected.rules());
                    assertThat(actual.refusal()).isEqualTo(expected.refusal());
                    assertThat(List.of(actual.message())).containsExactly(expected.message());
                }
            }
        });
        assertThat(matched).hasValueGreaterThan(1);
        assertThat(refused).hasValueGreaterThan(1);
    }

    @Test
    void theFirstRuleThatMatchesEndsThePass() {
        rule("'priority':20,'action':{'from':{'set':'Second'}}");
        rule("'priority':10,'match':{'from':{'equals':['Bank']}},'action':{'from':{'set':'First'}}");
        assertThat(apply("Bank", "x").message().from()).isEqualTo("First");
        assertThat(apply("Bank", "x").rules()).containsExactly(2);
        assertThat(apply("Shop", "x").message().from()).isEqualTo("Second");
    }

    @Test
    void aRuleThatPassesOnShowsItsResultToLaterOnes() {
        rule("'passes_on':true,'match':{'from':{'pattern':'(?i)^bank$'}},'action':{'from':{'set':'Bank'}}");
        rule("'match':{'from':{'equals':['Bank']}},'action':{'class':'promotional'}");
        Ruling ruling = apply("BANK", "x");
        assertThat(ruling.rules()).containsExactly(1, 2);
        assertThat(ruling.message().messageClass()).isEqualTo(MessageClass.PROMOTIONAL);
    }

    @Test
    void aRefusalNamesItsRule() {
        rule("'match':{'text':{'contains':['Casino']}},'action':{'reject':'blocked_text'}");
        Ruling ruling = apply("Bank", "the best CASINO");
        assertThat(ruling.refusal().failure()).isEqualTo(Failure.BLOCKED_TEXT);
        assertThat(ruling.refusal().field()).isEqualTo("text");
        assertThat(ruling.refusal().detail()).isEqualTo("rule 1, r");
        assertThat(apply("Bank", "nothing of that kind")).isNull();
    }

    @Test
    void anOtpKeepsItsClass() {
        rule("'action':{'class':'promotional'}");
        assertThat(apply(message("Bank", "x", MessageClass.OTP)).message().messageClass())
                .isEqualTo(MessageClass.OTP);
        assertThat(apply("Bank", "x").message().messageClass()).isEqualTo(MessageClass.PROMOTIONAL);
    }

    @Test
    void theContentOfAnOtpIsNeitherReadNorSentElsewhere() {
        rule("'match':{'text':{'contains':['kod']}},'action':{'reject':'blocked_text'}");
        rule("'match':{'text':{'pattern':'4711'}},'action':{'reject':'blocked_text'}");
        rule("'action':{'to':{'set':'998931234567'},'text':{'set':'x'},'from':{'set':'Shop'}}");
        Ruling ruling = apply(message("Bank", "kod 4711", MessageClass.OTP));
        assertThat(ruling.rules()).containsExactly(3);
        assertThat(ruling.message().to()).isEqualTo(new Msisdn(998_901_234_567L));
        assertThat(ruling.message().text()).isEqualTo("kod 4711");
        assertThat(ruling.message().from()).isEqualTo("Shop");
        assertThat(apply("Bank", "kod").rules()).containsExactly(1);
        assertThat(apply("Bank", "4711").rules()).containsExactly(2);
        Ruling other = apply("Bank", "nothing");
        assertThat(other.message().to()).isEqualTo(new Msisdn(998_931_234_567L));
        assertThat(other.message().text()).isEqualTo("x");
    }

    /// As later rules see it.
    @Test
    void aMessageThatARuleMakesAnOtpIsOne() {
        rule("'passes_on':true,'action':{'class':'otp'}");
        rule("'match':{'text':{'pattern':'.'}},'action':{'reject':'blocked_text'}");
        assertThat(apply("Bank", "x").rules()).containsExactly(1);
    }

    @Test
    void aRuleOfAResellerHoldsForTheAccountsBelowIt() {
        rule("'account_id':3,'action':{'priority':1}");
        assertThat(apply("Bank", "x").message().priority()).isEqualTo(1);
        rules.clear();
        rule("'account_id':4,'action':{'priority':1}");
        assertThat(apply("Bank", "x")).isNull();
    }

    @Test
    void aMessagePassesNoFurtherRuleBehindTheLastThatMayMatch() {
        for (int i = 0; i < 2 * RuleTable.MOST_MATCHES; i++) {
            rule("'passes_on':true,'action':{'text':{'pattern':'$','replace':'.'}}");
        }
        Ruling ruling = apply("Bank", "x");
        assertThat(ruling.rules()).hasSize(RuleTable.MOST_MATCHES);
        assertThat(ruling.message().text()).isEqualTo("x" + ".".repeat(RuleTable.MOST_MATCHES));
    }

    /// Ten groups of the whole text in each replacement.
    @Test
    void aTextThatGrowsWithoutEndIsRefused() {
        for (int i = 0; i < RuleTable.MOST_MATCHES; i++) {
            rule("'passes_on':true,'action':{'text':{'pattern':'.+','replace':'" + "$0".repeat(10) + "'}}");
        }
        Ruling ruling = apply("Bank", "x".repeat(100));
        assertThat(ruling.refusal().failure()).isEqualTo(Failure.TOO_MANY_PARTS);
        assertThat(ruling.message().text().length()).isLessThanOrEqualTo(CompiledRule.MOST_IN_TEXT);
    }

    @Test
    void aDestinationThatIsNoNumberAnyMoreIsRefused() {
        rule("'action':{'to':{'pattern':'[0-9]','replace':''}}");
        assertThat(apply("Bank", "x").refusal().failure()).isEqualTo(Failure.INVALID_DESTINATION);
    }

    @Test
    void manyWordsAreFoundInOnePass() {
        for (int i = 0; i < 300; i++) {
            rule("'passes_on':true,'match':{'text':{'contains':['word%d!']}}".formatted(i));
        }
        assertThat(apply("Bank", "WORD17! and word299!, not word3").rules()).containsExactly(18, 300);
    }

    /// The window of a night belongs to the day on which it begins.
    @Test
    void aWindowIsOpenByTheClockOfItsZone() {
        rule("'match':{'hours':{'days':['tue'],'from':'22:00','to':'06:00','zone':'Asia/Tashkent'}}");
        List<String> times = List.of(
                "2026-12-01T16:59:59Z",
                "2026-12-01T17:00:00Z",
                "2026-12-02T00:59:59Z",
                "2026-12-02T01:00:00Z",
                "2026-12-02T17:00:00Z");
        RuleTable table = new RuleTable(rules, new PrefixNumbers());
        boolean[] open = new boolean[times.size()];
        for (int i = 0; i < open.length; i++) {
            RuleSubject message = message("Bank", "x", MessageClass.OTP);
            open[i] = table.apply(new RuleSubject(
                            message.accountId(),
                            message.payers(),
                            message.messageClass(),
                            message.from(),
                            message.to(),
                            message.text(),
                            message.dataCoding(),
                            message.priority(),
                            message.tlvs(),
                            message.tag(),
                            Instant.parse(times.get(i))))
                    != null;
        }
        assertThat(Arrays.toString(open)).isEqualTo("[false, true, true, false, false]");
    }

    /// What was written is what is read.
    @Test
    void aRuleIsWrittenAsItIsRead() {
        JsonMapper json = JsonMapper.shared();
        Seeds.forEach(500, random -> {
            RuleMatch match = RandomRules.match(random);
            RuleAction action = RandomRules.action(random);
            assertThat(RuleJson.match(JsonBody.of(json.valueToTree(RuleDocument.match(match)))))
                    .isEqualTo(match);
            assertThat(RuleJson.action(JsonBody.of(json.valueToTree(RuleDocument.action(action)))))
                    .isEqualTo(action);
        });
    }
}
