package io.elchi.server.rules;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;

/// Whether every message that fits one rule fits another one, as far as that can be told from the two. When in
/// doubt: no.
final class RuleCover {
    private RuleCover() {}

    /// @param wide the rule that may fit more
    static boolean covers(RuleForm wide, RuleForm narrow) {
        RuleMatch all = wide.match();
        RuleMatch some = narrow.match();
        return wide.direction() == narrow.direction()
                && any(all.operators(), some.operators(), Objects::equals)
                && (wide.accountId() == 0 || wide.accountId() == narrow.accountId())
                && any(all.classes(), some.classes(), Objects::equals)
                && any(all.from().equal(), some.from().equal(), Objects::equals)
                && pattern(all.from().pattern(), some.from().pattern())
                && any(all.to().prefixes(), some.to().prefixes(), (prefix, own) -> own.startsWith(prefix))
                && any(all.to().countries(), some.to().countries(), Objects::equals)
                && any(all.to().networks(), some.to().networks(), RuleCover::coversNetwork)
                && pattern(all.to().pattern(), some.to().pattern())
                && any(all.text().contains(), some.text().contains(), RuleCover::isWordIn)
                && pattern(all.text().pattern(), some.text().pattern())
                && (all.form() == null || all.form() == some.form())
                && (all.tlv() == null || some.tlv() != null && all.tlv().matches(some.tlv()))
                && (all.hours() == null || all.hours().isAlways() || all.hours().equals(some.hours()));
    }

    /// Whether each item of the one list is fitted by an item of the other; an empty list stands for everything.
    private static <T> boolean any(List<T> wide, List<T> narrow, BiPredicate<T, T> fits) {
        return wide.isEmpty()
                || !narrow.isEmpty()
                        && narrow.stream().allMatch(own -> wide.stream().anyMatch(each -> fits.test(each, own)));
    }

    private static boolean pattern(String wide, String narrow) {
        return wide == null || wide.equals(narrow);
    }

    private static boolean coversNetwork(String network, String own) {
        return network.equals(own) || network.length() == 3 && own.startsWith(network);
    }

    private static boolean isWordIn(String word, String own) {
        return own.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}
