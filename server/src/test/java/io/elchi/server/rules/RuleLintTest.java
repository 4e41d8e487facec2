package io.elchi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.http.JsonBody;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RuleLintTest {
    private final List<StoredRule> rules = new ArrayList<>();

    private void rule(String members) {
        String json = ("{'name':'r'," + members + "}").replace('\'', '"');
        RuleForm form = RuleJson.form(JsonBody.of(JsonMapper.shared().readTree(json)));
        rules.add(new StoredRule(rules.size() + 1, 1, form, Instant.EPOCH, Instant.EPOCH));
    }

    private List<String> findings() {
        return RuleLint.report(rules).items().stream()
                .map(each -> each.kind() + " " + each.rules().getFirst().id())
                .toList();
    }

    @Test
    void aRuleBehindAWiderOneIsShadowed() {
        rule("'match':{'to':{'prefixes':['998']},'classes':['promotional','service']}");
        rule("'match':{'to':{'prefixes':['99890']},'classes':['promotional'],'from':{'equals':['Bank']}},"
                + "'action':{'reject':'no_route'}");
        rule("'match':{'to':{'prefixes':['7']},'classes':['promotional']},'action':{'reject':'no_route'}");
        assertThat(findings()).containsExactly("shadowed 2");
        assertThat(RuleLint.report(rules).items().getFirst().rules().getLast().id())
                .isEqualTo(1);
    }

    @Test
    void aRuleBehindOneThatPassesOnIsNotShadowed() {
        rule("'passes_on':true,'action':{'from':{'set':'Bank'}}");
        rule("'match':{'from':{'equals':['Bank']}},'action':{'reject':'no_route'}");
        assertThat(findings()).isEmpty();
    }

    /// The rule in the middle makes messages that the first one did not see.
    @Test
    void aRewriteBetweenTwoRulesLeavesTheSecondOneItsMessages() {
        rule("'match':{'from':{'equals':['Bank']}},'action':{'priority':1}");
        rule("'passes_on':true,'action':{'from':{'set':'Bank'}}");
        rule("'match':{'from':{'equals':['Bank']}},'action':{'reject':'no_route'}");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatDoesNothingOrCostsMuchIsFound() {
        rule("'enabled':false,'action':{'priority':1}");
        rule("'match':{'from':{'equals':['Bank'],'pattern':'^S'}},'action':{'priority':1}");
        rule("'passes_on':true,'match':{'classes':['service']}");
        rule("'match':{'classes':['otp'],'from':{'equals':['Bank']}},'action':{'class':'service'}");
        rule("'match':{'text':{'pattern':'[0-9]{16}'}},'action':{'reject':'blocked_text'}");
        rule("'action':{'reject':'no_route'}");
        assertThat(findings())
                .containsExactly(
                        "never_in_force 1",
                        "unreachable 2",
                        "no_effect 3",
                        "no_effect 4",
                        "expensive 5",
                        "rejects_all 6");
    }

    @Test
    void aRuleForTheContentOfAnOtpIsFound() {
        rule("'match':{'classes':['otp'],'text':{'contains':['kod']}},'action':{'priority':1}");
        rule(
                "'match':{'classes':['otp'],'from':{'equals':['Bank']}},'action':{'to':{'set':'998931234567'},'text':{'set':'x'}}");
        rule("'match':{'classes':['otp']},'action':{'to':{'set':'998931234567'},'priority':1}");
        assertThat(findings()).containsExactly("unreachable 1", "no_effect 2");
    }

    /// A rule that is called shadowed or unreachable matches no message.
    @Test
    void whatIsFoundIsTrue() {
        Seeds.forEach(2_000, random -> {
            List<StoredRule> some = RandomRules.rules(random, 12);
            Set<Long> dead = RuleLint.report(some).items().stream()
                    .filter(each ->
                            each.kind().equals("shadowed") || each.kind().equals("unreachable"))
                    .map(each -> each.rules().getFirst().id())
                    .collect(Collectors.toSet());
            RuleTable table = new RuleTable(some, new PrefixNumbers());
            for (int i = 0; i < 30; i++) {
                Ruling ruling = table.apply(RandomRules.message(random));
                if (ruling != null) {
                    for (long id : ruling.rules()) {
                        assertThat(dead).doesNotContain(id);
                    }
                }
            }
        });
    }
}
