package io.elchi.bench.rules;

import io.elchi.server.core.MessageClass;
import io.elchi.server.rules.RejectCode;
import io.elchi.server.rules.RuleAction;
import io.elchi.server.rules.RuleForm;
import io.elchi.server.rules.RuleHours;
import io.elchi.server.rules.RuleMatch;
import io.elchi.server.rules.RuleMatch.BodyMatch;
import io.elchi.server.rules.RuleMatch.FromMatch;
import io.elchi.server.rules.RuleMatch.ToMatch;
import io.elchi.server.rules.StoredRule;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Rules of an aggregator, in equal shares: senders of an account, prefixes, words, patterns of an account's texts,
/// and
/// hours of a country's promotions. One in five passes messages on.
final class SomeRules {
    static final int ACCOUNTS = 200;

    private static final int SENDERS = 500;
    private static final RuleAction REJECT =
            new RuleAction(RejectCode.BLOCKED_TEXT, null, null, null, null, null, null, null, null, null);
    private static final RuleAction PRIORITY = new RuleAction(null, null, null, null, null, 1, null, null, null, null);

    private SomeRules() {}

    static String sender(SplittableRandom random) {
        return "SENDER" + random.nextInt(SENDERS);
    }

    /// @param narrowed rules that the index narrows
    /// @param open rules behind them with a pattern for all texts
    static List<StoredRule> of(SplittableRandom random, int narrowed, int open) {
        List<StoredRule> rules = new ArrayList<>();
        for (int i = 0; i < narrowed; i++) {
            boolean passesOn = i % 5 == 0;
            rules.add(rule(
                    i, i % 5 == 0 || i % 5 == 3 ? random.nextInt(1, ACCOUNTS + 1) : 0, passesOn, match(random, i)));
        }
        for (int i = 0; i < open; i++) {
            rules.add(rule(
                    narrowed + i,
                    0,
                    false,
                    match(FromMatch.ALL_SENDERS, ToMatch.ALL_NUMBERS, text(List.of(), "[0-9]{16}"), null)));
        }
        return rules;
    }

    private static StoredRule rule(int id, long account, boolean passesOn, RuleMatch match) {
        RuleForm form = new RuleForm("rule " + id, 100, account, true, passesOn, match, passesOn ? PRIORITY : REJECT);
        return new StoredRule(id + 1, 1, form, Instant.EPOCH, Instant.EPOCH);
    }

    private static RuleMatch match(SplittableRandom random, int i) {
        return switch (i % 5) {
            case 0 ->
                match(new FromMatch(List.of(sender(random)), null), ToMatch.ALL_NUMBERS, BodyMatch.ALL_TEXTS, null);
            case 1 -> {
                List<String> prefixes = IntStream.range(0, 5)
                        .mapToObj(_ -> "99890" + random.nextInt(10_000, 100_000))
                        .toList();
                yield match(
                        FromMatch.ALL_SENDERS,
                        new ToMatch(prefixes, null, List.of(), List.of()),
                        BodyMatch.ALL_TEXTS,
                        null);
            }
            case 2 -> {
                List<String> words = IntStream.range(0, 5)
                        .mapToObj(_ -> Integer.toString(random.nextInt(1 << 20, 1 << 30), 36))
                        .toList();
                yield match(FromMatch.ALL_SENDERS, ToMatch.ALL_NUMBERS, text(words, null), null);
            }
            case 3 -> match(FromMatch.ALL_SENDERS, ToMatch.ALL_NUMBERS, text(List.of(), "[0-9]{16}"), null);
            default ->
                match(
                        FromMatch.ALL_SENDERS,
                        new ToMatch(List.of(), null, List.of("UZ"), List.of()),
                        BodyMatch.ALL_TEXTS,
                        new RuleHours(
                                List.of(),
                                LocalTime.of(random.nextInt(16, 24), 0),
                                LocalTime.of(random.nextInt(8), 0),
                                ZoneId.of("Asia/Tashkent")));
        };
    }

    private static BodyMatch text(List<String> words, String pattern) {
        return new BodyMatch(words, pattern);
    }

    private static RuleMatch match(FromMatch from, ToMatch to, BodyMatch text, RuleHours hours) {
        List<MessageClass> classes = hours == null ? List.of() : List.of(MessageClass.PROMOTIONAL);
        return new RuleMatch(classes, from, to, text, null, null, hours);
    }
}
