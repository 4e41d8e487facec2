package io.elchi.server.rules;

import io.elchi.server.core.LinearPattern;
import io.elchi.server.core.MessageClass;
import io.elchi.server.rules.RuleFinding.RuleMistake;
import java.util.ArrayList;
import java.util.List;

/// Looks for likely mistakes in the rules.
public final class RuleLint {
    private final List<StoredRule> inForce;
    private final List<RuleFinding> findings = new ArrayList<>();

    private RuleLint(List<StoredRule> inForce) {
        this.inForce = inForce;
    }

    /// @param items in the order of the rules
    /// @param rules that were looked at
    public record RuleLintReport(List<RuleFinding> items, int rules) {}

    /// @param rules in any order
    public static RuleLintReport report(List<StoredRule> rules) {
        List<StoredRule> ordered = rules.stream().sorted(StoredRule.ORDER).toList();
        RuleLint lint = new RuleLint(
                ordered.stream().filter(rule -> rule.form().enabled()).toList());
        int at = 0;
        for (StoredRule rule : ordered) {
            if (rule.form().enabled()) {
                lint.lookAt(rule, at++);
            } else {
                lint.add(RuleMistake.NEVER_IN_FORCE, List.of(rule), "it is not enabled");
            }
        }
        return new RuleLintReport(List.copyOf(lint.findings), rules.size());
    }

    private void lookAt(StoredRule rule, int at) {
        RuleForm form = rule.form();
        String contradiction = contradiction(form.match());
        if (contradiction != null) {
            add(RuleMistake.UNREACHABLE, List.of(rule), contradiction);
            return;
        }
        StoredRule earlier = shadowing(at);
        if (earlier != null) {
            add(
                    RuleMistake.SHADOWED,
                    List.of(rule, earlier),
                    "rule " + earlier.id() + " is earlier, fits the same messages and ends their pass");
            return;
        }
        String idle = idle(form);
        if (idle != null) {
            add(RuleMistake.NO_EFFECT, List.of(rule), idle);
        }
        if (form.isOpen()) {
            add(
                    RuleMistake.EXPENSIVE,
                    List.of(rule),
                    "its text pattern runs for every message: name words in text.contains, an account, a sender or a"
                            + " destination, too");
        }
        if (form.accountId() == 0
                && form.match().equals(RuleMatch.ALL)
                && form.action().reject() != null) {
            add(RuleMistake.REJECTS_ALL, List.of(rule), "it refuses every message that passes it");
        }
    }

    /// Why no message fits; null: one may.
    private static String contradiction(RuleMatch match) {
        List<String> senders = match.from().equal();
        if (match.from().pattern() != null && !senders.isEmpty()) {
            LinearPattern pattern = LinearPattern.of(match.from().pattern());
            if (senders.stream().noneMatch(pattern::isIn)) {
                return "its pattern is in none of the sender ids that it names";
            }
        }
        if (isOnlyOtp(match) && !match.text().isAll()) {
            return "it is for the class otp alone, and no rule looks at texts of this class";
        }
        RuleMatch.ToMatch to = match.to();
        if (to.pattern() != null
                && to.pattern().matches("\\^[0-9]+")
                && !to.prefixes().isEmpty()) {
            String digits = to.pattern().substring(1);
            if (to.prefixes().stream().noneMatch(each -> each.startsWith(digits) || digits.startsWith(each))) {
                return "its pattern is in no number with its prefixes";
            }
        }
        return null;
    }

    private static boolean isOnlyOtp(RuleMatch match) {
        return !match.classes().isEmpty() && match.classes().stream().allMatch(each -> each == MessageClass.OTP);
    }

    /// An earlier rule that lets no message through to this one; null: none. A rule between the two that rewrites
    /// and passes on may make messages that the earlier one did not see.
    private StoredRule shadowing(int at) {
        StoredRule rule = inForce.get(at);
        for (int i = at - 1; i >= 0; i--) {
            RuleForm earlier = inForce.get(i).form();
            if (!earlier.passesOn() && RuleCover.covers(earlier, rule.form())) {
                return inForce.get(i);
            }
            if (earlier.direction() == rule.form().direction()
                    && earlier.passesOn()
                    && earlier.action().rewrites()) {
                return null;
            }
        }
        return null;
    }

    /// Why the rule does nothing; null: it does.
    private static String idle(RuleForm form) {
        RuleAction action = form.action();
        RuleMatch match = form.match();
        if (action.isNone()) {
            return form.passesOn() ? "it has no action, and passes messages on" : null;
        }
        boolean onlyOtp = isOnlyOtp(match);
        RuleAction effective = new RuleAction(
                action.reject(),
                onlyOtp ? null : action.messageClass(),
                action.from(),
                onlyOtp ? null : action.to(),
                onlyOtp || match.form() == RuleMatch.ContentForm.DATA ? null : action.text(),
                action.priority(),
                match.form() == RuleMatch.ContentForm.TEXT ? null : action.dataCoding(),
                action.tlv(),
                action.tag(),
                action.ask());
        return effective.isNone() ? "its action changes no message that fits it" : null;
    }

    private void add(RuleMistake mistake, List<StoredRule> rules, String detail) {
        findings.add(RuleFinding.of(mistake, rules, detail));
    }
}
