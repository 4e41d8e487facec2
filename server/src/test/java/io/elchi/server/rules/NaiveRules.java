package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The rules one after the other, with the regular expressions of Java: slow, and easy to read.
record NaiveRules(List<StoredRule> rules, Numbers numbers) {
    /// As [RuleTable#apply].
    Ruling apply(RuleSubject asked) {
        RuleSubject message = asked;
        List<Long> matched = new ArrayList<>();
        for (StoredRule rule : rules.stream().sorted(StoredRule.ORDER).toList()) {
            RuleForm form = rule.form();
            if (!form.enabled() || matched.size() == RuleTable.MOST_MATCHES || !fits(form, message)) {
                continue;
            }
            matched.add(rule.id());
            Refusal refusal = refusal(rule, message);
            if (refusal != null) {
                return ruling(message, matched, refusal);
            }
            message = acted(form.action(), message);
            if (!form.passesOn()) {
                break;
            }
        }
        return matched.isEmpty() ? null : ruling(message, matched, null);
    }

    private static Ruling ruling(RuleSubject message, List<Long> matched, Refusal refusal) {
        return new Ruling(message, matched.stream().mapToLong(Long::longValue).toArray(), refusal);
    }

    private boolean fits(RuleForm form, RuleSubject message) {
        RuleMatch match = form.match();
        Network network = numbers.network(message.to());
        String digits = message.to().digits();
        boolean own = form.accountId() == 0
                || form.accountId() == message.accountId()
                || message.payers().stream().anyMatch(payer -> payer.account() == form.accountId());
        boolean destination = (match.to().prefixes().isEmpty()
                        || match.to().prefixes().stream().anyMatch(digits::startsWith))
                && (match.to().countries().isEmpty()
                        || network.country() != null && match.to().countries().contains(network.country()))
                && (match.to().networks().isEmpty()
                        || match.to().networks().stream()
                                .anyMatch(each ->
                                        each.equals(network.mcc()) || each.equals(network.mcc() + network.mnc())))
                && isIn(match.to().pattern(), digits);
        boolean form1 =
                match.content() == null || (match.content() == RuleMatch.ContentForm.TEXT) == (message.text() != null);
        return own
                && (match.classes().isEmpty() || match.classes().contains(message.messageClass()))
                && (match.from().equal().isEmpty() || match.from().equal().contains(message.from()))
                && isIn(match.from().pattern(), message.from())
                && destination
                && form1
                && fitsText(match.text(), message)
                && (match.tlv() == null || message.tlvs().stream().anyMatch(match.tlv()::matches))
                && (match.hours() == null || isOpen(match.hours(), message));
    }

    private static boolean fitsText(RuleMatch.BodyMatch match, RuleSubject message) {
        if (match.contains().isEmpty() && match.pattern() == null) {
            return true;
        }
        String text = message.text();
        return text != null
                && message.messageClass() != MessageClass.OTP
                && (match.contains().isEmpty()
                        || match.contains().stream()
                                .anyMatch(word -> text.toLowerCase(java.util.Locale.ROOT)
                                        .contains(word.toLowerCase(java.util.Locale.ROOT))))
                && isIn(match.pattern(), text);
    }

    private static boolean isOpen(RuleHours hours, RuleSubject message) {
        ZonedDateTime end = message.at().atZone(hours.zone());
        // A window that is open now has begun within the last day.
        for (int minute = 0; minute < 24 * 60; minute++) {
            ZonedDateTime begin = end.minusMinutes(minute);
            boolean begins = begin.getHour() == hours.from().getHour()
                    && begin.getMinute() == hours.from().getMinute()
                    && (hours.days().isEmpty() || hours.days().contains(begin.getDayOfWeek()));
            if (begins) {
                int length = Math.floorMod(
                        hours.to().toSecondOfDay() / 60 - hours.from().toSecondOfDay() / 60 - 1, 24 * 60);
                return minute <= length;
            }
        }
        return false;
    }

    private static boolean isIn(String pattern, String text) {
        return pattern == null || Pattern.compile(pattern).matcher(text).find();
    }

    private static Refusal refusal(StoredRule rule, RuleSubject message) {
        RuleAction action = rule.form().action();
        String name = "rule " + rule.id() + ", " + rule.form().name();
        if (action.reject() != null) {
            return Refusal.ofField(action.reject().failure(), action.reject().field(), name);
        }
        if (action.to() != null && message.messageClass() != MessageClass.OTP) {
            String to = rewritten(action.to(), message.to().digits());
            if (!to.matches("[1-9][0-9]{6,14}")) {
                return Refusal.ofField(
                        Failure.INVALID_DESTINATION, "to", name + ", makes a destination that is not a phone number");
            }
        }
        return null;
    }

    private static RuleSubject acted(RuleAction action, RuleSubject message) {
        List<RuleTlv> tlvs = new ArrayList<>(message.tlvs());
        if (action.tlv() != null) {
            tlvs.removeIf(each -> each.id() == action.tlv().id());
            tlvs.add(action.tlv());
        }
        boolean otp = message.messageClass() == MessageClass.OTP;
        return new RuleSubject(
                message.accountId(),
                message.payers(),
                action.messageClass() == null || otp ? message.messageClass() : action.messageClass(),
                action.from() == null ? message.from() : rewritten(action.from(), message.from()),
                action.to() == null || otp
                        ? message.to()
                        : new Msisdn(Long.parseLong(
                                rewritten(action.to(), message.to().digits()))),
                action.text() == null || message.text() == null || otp
                        ? message.text()
                        : rewritten(action.text(), message.text()),
                action.dataCoding() == null || message.text() != null ? message.dataCoding() : action.dataCoding(),
                action.priority() == null ? message.priority() : action.priority(),
                List.copyOf(tlvs),
                action.tag() == null ? message.tag() : action.tag(),
                message.at());
    }

    private static String rewritten(RuleAction.Rewrite rewrite, String value) {
        return rewrite.set() != null
                ? rewrite.set()
                : Pattern.compile(rewrite.pattern()).matcher(value).replaceAll(rewrite.replace());
    }
}
