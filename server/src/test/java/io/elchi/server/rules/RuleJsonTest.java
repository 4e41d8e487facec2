package io.elchi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elchi.server.core.LinearPattern;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.JsonBody;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RuleJsonTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PIECES = "ab01.*+?()[]{},|^$\\dpwLbxQE-:<>=!i9\u00df\u0130 ";
    private static final List<String> NAMES = List.of(
            "name",
            "priority",
            "account_id",
            "enabled",
            "passes_on",
            "match",
            "action",
            "from",
            "to",
            "text",
            "classes",
            "equals",
            "pattern",
            "prefixes",
            "countries",
            "networks",
            "contains",
            "content",
            "tlv",
            "hours",
            "days",
            "zone",
            "id",
            "value",
            "reject",
            "class",
            "set",
            "replace",
            "data_coding",
            "x");
    private static final List<String> VALUES = List.of(
            "null",
            "1",
            "-1",
            "5120",
            "1e99",
            "true",
            "''",
            "'a'",
            "'mon'",
            "'otp'",
            "'UZ'",
            "'434'",
            "'08:00'",
            "'data'",
            "'blocked_text'",
            "'Asia/Tashkent'",
            "'99890'",
            "'('",
            "'$1'",
            "'00ff'",
            "[]",
            "{}",
            "['otp']",
            "['mon','mon']");

    private static RuleForm form(String json) {
        return RuleJson.form(JsonBody.of(JSON.readTree(json.replace('\'', '"'))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    missing_field | name                       | {}
                    unknown_field | match.sender               | {'name':'r','match':{'sender':'x'}}
                    unknown_field | match.from.equal           | {'name':'r','match':{'from':{'equal':['x']}}}
                    unknown_field | action.flash               | {'name':'r','action':{'flash':true}}
                    invalid_field | priority                   | {'name':'r','priority':-1}
                    invalid_field | match.classes[0]           | {'name':'r','match':{'classes':['OTP']}}
                    invalid_field | match.from.pattern         | {'name':'r','match':{'from':{'pattern':'('}}}
                    invalid_field | match.text.pattern         | {'name':'r','match':{'text':{'pattern':'(a)\\\\1'}}}
                    invalid_field | match.text.pattern         | {'name':'r','match':{'text':{'pattern':'a(?=b)'}}}
                    invalid_field | match.text.pattern         | {'name':'r','match':{'text':{'pattern':'((a{50}){50}){50}'}}}
                    invalid_field | match.to.networks[0]       | {'name':'r','match':{'to':{'networks':['4340']}}}
                    invalid_field | match.hours.zone           | {'name':'r','match':{'hours':{'from':'08:00','to':'09:00','zone':'Mars'}}}
                    invalid_field | match.hours.from           | {'name':'r','match':{'hours':{'from':'24:00','to':'09:00','zone':'UTC'}}}
                    invalid_field | match.text                 | {'name':'r','match':{'content':'data','text':{'contains':['x']}}}
                    invalid_field | match.tlv.id               | {'name':'r','match':{'tlv':{'id':1}}}
                    missing_field | action.tlv.value           | {'name':'r','action':{'tlv':{'id':5120}}}
                    invalid_field | action.reject              | {'name':'r','action':{'reject':'internal'}}
                    invalid_field | action.reject              | {'name':'r','action':{'reject':'no_route','priority':1}}
                    invalid_field | passes_on                  | {'name':'r','passes_on':true,'action':{'reject':'no_route'}}
                    invalid_field | action.to.set              | {'name':'r','action':{'to':{'set':'12'}}}
                    invalid_field | action.text                | {'name':'r','action':{'text':{}}}
                    missing_field | action.text.replace        | {'name':'r','action':{'text':{'pattern':'x'}}}
                    invalid_field | action.text.replace        | {'name':'r','action':{'text':{'pattern':'x','replace':'$1'}}}
                    """)
    void aWrongFieldIsNamed(String code, String field, String json) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> form(json));
        assertThat(refused.refusal().failure().code()).isEqualTo(code);
        assertThat(refused.refusal().field()).isEqualTo(field);
    }

    /// A text from outside that no pattern of a backtracking engine ends with in time.
    @Test
    void aPatternTakesTimeLinearToTheText() {
        LinearPattern pattern = LinearPattern.of("^(a+)+$");
        long started = System.nanoTime();
        assertThat(pattern.isIn("a".repeat(20_000) + "!")).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anyPatternIsRefusedOrCanBeUsed() {
        AtomicInteger good = new AtomicInteger();
        Seeds.forEach(20_000, random -> {
            String text = pattern(random);
            try {
                LinearPattern pattern = LinearPattern.of(text);
                pattern.isIn("kod: 4711 aaab");
                pattern.replaced(
                        "kod: 4711 aaab", LinearPattern.PatternReplacement.of("<$0>", pattern.groups()), 1_000);
                good.incrementAndGet();
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
        assertThat(good).hasValueGreaterThan(1);
    }

    private static String pattern(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 25); i > 0; i--) {
            text.append(PIECES.charAt(random.nextInt(PIECES.length())));
        }
        return text.toString();
    }

    /// What is read can be compiled, used and searched for mistakes.
    @Test
    void anyJsonIsRefusedOrARule() {
        AtomicInteger good = new AtomicInteger();
        Seeds.forEach(20_000, random -> {
            JsonNode json = JSON.readTree(object(random, 0).replace('\'', '"'));
            try {
                StoredRule rule = new StoredRule(1, 1, RuleJson.form(JsonBody.of(json)), Instant.EPOCH, Instant.EPOCH);
                new RuleTable(List.of(rule), new PrefixNumbers()).apply(RandomRules.message(random));
                assertThat(RuleLint.report(List.of(rule)).rules()).isEqualTo(1);
                good.incrementAndGet();
            } catch (RefusedException refused) {
                assertThat(refused.refusal().failure().httpStatus()).isEqualTo(400);
            }
        });
        assertThat(good).hasValueGreaterThan(1);
    }

    private static String object(RandomGenerator random, int depth) {
        StringBuilder json = new StringBuilder("{");
        if (depth == 0 && random.nextInt(4) != 0) {
            json.append("'name':'r'");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(json.length() == 1 ? "" : ",")
                    .append('\'')
                    .append(name(random, depth))
                    .append("':");
            boolean nested = depth < 3 && random.nextInt(3) != 0;
            json.append(nested ? object(random, depth + 1) : VALUES.get(random.nextInt(VALUES.size())));
        }
        return json.append('}').toString();
    }

    private static String name(RandomGenerator random, int depth) {
        return depth == 0 && random.nextBoolean()
                ? random.nextBoolean() ? "match" : "action"
                : NAMES.get(random.nextInt(NAMES.size()));
    }
}
