package io.elchi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Payer;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.JsonBody;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Rules for messages from handsets, compared with a program that looks at one rule after the other.
class InboundRuleTableTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final List<String> WORDS = List.of("pay", "shop", "stop");
    private static final List<String> SENDERS = List.of("998901111111", "998912222222", "1234");
    private static final List<String> NUMBERS = List.of("1700", "17001", "998712000000");

    private static RuleForm form(String members) {
        String json = "{'name':'r','direction':'mo'" + members + "}";
        return RuleJson.form(JsonBody.of(JsonMapper.shared().readTree(json.replace('\'', '"'))));
    }

    private static <T> T any(RandomGenerator random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static String members(RandomGenerator random) {
        StringBuilder match = new StringBuilder();
        add(match, random, "'from':{'equals':['" + any(random, SENDERS) + "']}");
        add(match, random, "'to':{'prefixes':['" + any(random, List.of("1", "1700", "99871")) + "']}");
        add(match, random, "'text':{'contains':['" + any(random, WORDS) + "']}");
        add(match, random, "'operators':[" + (1 + random.nextInt(3)) + "]");
        add(
                match,
                random,
                "'hours':{'from':'11:00','to':'" + any(random, List.of("11:30", "13:00")) + "','zone':'UTC'}");
        String action = any(
                random,
                List.of(
                        "'reject':'blocked_text'",
                        "'tag':'a'",
                        "'tag':'b'",
                        "'text':{'set':'shop'}",
                        "'text':{'pattern':'p','replace':'st'}",
                        "'from':{'set':'1234'}",
                        "'to':{'pattern':'^17001$','replace':'1700'}",
                        "'to':{'pattern':'.','replace':'x'}"));
        boolean passes = !action.startsWith("'reject") && random.nextBoolean();
        String account = random.nextInt(3) == 0 ? ",'account_id':" + (1 + random.nextInt(3)) : "";
        return ",'passes_on':" + passes + account + ",'match':{" + match + "},'action':{" + action + "}";
    }

    private static void add(StringBuilder match, RandomGenerator random, String member) {
        if (random.nextInt(3) == 0) {
            match.append(match.isEmpty() ? "" : ",").append(member);
        }
    }

    private static InboundRuleSubject message(RandomGenerator random) {
        long account = random.nextInt(4);
        return new InboundRuleSubject(
                account,
                account == 2 ? List.of(new Payer(2, "UZS"), new Payer(1, "UZS")) : List.of(),
                1 + random.nextInt(3),
                any(random, SENDERS),
                any(random, NUMBERS),
                random.nextInt(5) == 0 ? null : "Please " + any(random, WORDS).toUpperCase(Locale.ROOT),
                null,
                NOON);
    }

    private static boolean fits(RuleForm rule, InboundRuleSubject message) {
        RuleMatch match = rule.match();
        boolean account = rule.accountId() == 0
                || rule.accountId() == message.accountId()
                || message.payers().stream().anyMatch(payer -> payer.account() == rule.accountId());
        return account
                && (match.from().equal().isEmpty() || match.from().equal().contains(message.from()))
                && (match.to().prefixes().isEmpty()
                        || match.to().prefixes().stream().anyMatch(message.to()::startsWith))
                && (match.text().contains().isEmpty()
                        || message.text() != null
                                && match.text().contains().stream()
                                        .anyMatch(message.text().toLowerCase(Locale.ROOT)::contains))
                && (match.operators().isEmpty() || match.operators().contains(message.operatorId()))
                && (match.hours() == null || match.hours().holds(message.at()));
    }

    /// The result of the plain program: the message, the rules and the code.
    private static String expected(List<StoredRule> rules, InboundRuleSubject message) {
        InboundRuleSubject now = message;
        List<Long> matched = new ArrayList<>();
        for (StoredRule rule : rules) {
            if (!fits(rule.form(), now) || matched.size() == RuleTable.MOST_MATCHES) {
                continue;
            }
            matched.add(rule.id());
            RuleAction action = rule.form().action();
            if (action.reject() != null) {
                return now.from()
                        + now.to()
                        + now.text()
                        + now.tag()
                        + matched
                        + action.reject().text();
            }
            now = new InboundRuleSubject(
                    now.accountId(),
                    now.payers(),
                    now.operatorId(),
                    address(action.from(), now.from()),
                    address(action.to(), now.to()),
                    now.text() == null ? null : rewritten(action.text(), now.text()),
                    action.tag() == null ? now.tag() : action.tag(),
                    now.at());
            if (!rule.form().passesOn()) {
                break;
            }
        }
        return now.from() + now.to() + now.text() + now.tag() + matched;
    }

    private static String address(RuleAction.Rewrite rewrite, String value) {
        String result = rewritten(rewrite, value);
        return result.matches("[0-9]{1,20}") ? result : value;
    }

    private static String rewritten(RuleAction.Rewrite rewrite, String value) {
        if (rewrite == null) {
            return value;
        }
        return rewrite.set() != null ? rewrite.set() : value.replaceAll(rewrite.pattern(), rewrite.replace());
    }

    @Test
    void theTableDecidesAsThePlainProgramDoes() {
        Seeds.forEach(500, random -> {
            List<StoredRule> rules = new ArrayList<>();
            for (int i = 1; i <= 1 + random.nextInt(8); i++) {
                rules.add(new StoredRule(i, 1, form(members(random)), NOON, NOON));
            }
            InboundRuleTable table = new InboundRuleTable(rules);
            for (int i = 0; i < 20; i++) {
                InboundRuleSubject message = message(random);
                InboundRuling ruling = table.apply(message);
                InboundRuleSubject result = ruling == null ? message : ruling.message();
                String found = result.from()
                        + result.to()
                        + result.text()
                        + result.tag()
                        + (ruling == null ? "[]" : Arrays.toString(ruling.rules()))
                        + (ruling == null || ruling.refusal() == null
                                ? ""
                                : ruling.refusal().failure().code());
                assertThat(found).isEqualTo(expected(rules, message));
            }
        });
    }

    @Test
    void rulesOfTheOtherDirectionAreLeftOut() {
        RuleForm mt = RuleJson.form(
                JsonBody.of(JsonMapper.shared().readTree("{\"name\":\"r\",\"action\":{\"reject\":\"blocked_text\"}}")));
        assertThat(new InboundRuleTable(List.of(new StoredRule(1, 1, mt, NOON, NOON))).isEmpty())
                .isTrue();
        StoredRule mo = new StoredRule(1, 1, form(",'action':{'reject':'blocked_text'}"), NOON, NOON);
        assertThat(new RuleTable(List.of(mo), null).isEmpty()).isTrue();
        assertThat(RuleLint.report(List.of(mo, new StoredRule(2, 1, mt, NOON, NOON)))
                        .items())
                .noneMatch(finding -> finding.kind().equals("shadowed"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    match.classes      | 'match':{'classes':['otp']}
                    match.to.countries | 'match':{'to':{'countries':['UZ']}}
                    match.to.networks  | 'match':{'to':{'networks':['434']}}
                    match.tlv          | 'match':{'tlv':{'id':5120}}
                    action.class       | 'action':{'class':'service'}
                    action.priority    | 'action':{'priority':1}
                    action.data_coding | 'action':{'data_coding':8}
                    action.tlv         | 'action':{'tlv':{'id':5120,'value':'00'}}
                    action.ask         | 'action':{'ask':{'url':'https://a.example/','on_failure':'accept'}}
                    action.from.set    | 'action':{'from':{'set':'Bank'}}
                    action.to.set      | 'action':{'to':{'set':'123456789012345678901'}}
                    """, quoteCharacter = '"')
    void aFieldThatMessagesFromHandsetsDoNotHaveIsRefused(String field, String members) {
        assertThatThrownBy(() -> form("," + members))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().field()).isEqualTo(field));
    }
}
