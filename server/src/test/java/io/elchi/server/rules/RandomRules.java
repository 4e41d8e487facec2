package io.elchi.server.rules;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.rules.RuleAction.Rewrite;
import io.elchi.server.rules.RuleMatch.BodyMatch;
import io.elchi.server.rules.RuleMatch.ContentForm;
import io.elchi.server.rules.RuleMatch.FromMatch;
import io.elchi.server.rules.RuleMatch.ToMatch;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Rules and messages of few values, so that they often fit each other.
final class RandomRules {
    private static final List<String> SENDERS = List.of("Bank", "BANK", "Shop", "7070", "Taxi");
    private static final List<String> SENDER_PATTERNS = List.of("^B", "[0-9]+$", "(?i)bank", "a.i", "^$");
    private static final List<String> PREFIXES = List.of("9", "998", "99890", "9989", "7", "77011", "998931");
    private static final List<String> NUMBER_PATTERNS = List.of("^998", "1$", "(12)+", "^7.*0$", "99");
    private static final List<String> WORDS = List.of("kod", "KOD", "casino", "sin", "a", "odko", "xx");
    private static final List<String> TEXT_PATTERNS =
            List.of("[0-9]{4}", "kod: ([0-9]+)", "^Win", "(?i)casino|bet", "o*d");
    private static final List<String> TEXTS = List.of(
            "", "kod: 4711", "Win in the CASINO", "Kodkod", "xx casino xx", "Salom, dunyo", "bet on 1234 or 99");
    private static final List<String> NUMBERS =
            List.of("998901212121", "998931234567", "77011112220", "998711234567", "447700900123");
    private static final List<ZoneId> ZONES = List.of(ZoneId.of("Asia/Tashkent"), ZoneId.of("UTC"));

    private RandomRules() {}

    static List<StoredRule> rules(RandomGenerator random, int most) {
        List<StoredRule> rules = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int id = 1; id <= count; id++) {
            RuleForm form = new RuleForm(
                    "r" + id,
                    random.nextInt(4),
                    random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0,
                    random.nextInt(8) != 0,
                    random.nextInt(4) != 0,
                    match(random),
                    action(random));
            boolean rejects = form.action().reject() != null;
            rules.add(new StoredRule(
                    id,
                    1,
                    rejects
                            ? new RuleForm(
                                    form.name(),
                                    form.priority(),
                                    form.accountId(),
                                    form.enabled(),
                                    false,
                                    form.match(),
                                    form.action())
                            : form,
                    Instant.EPOCH,
                    Instant.EPOCH));
        }
        return rules;
    }

    static RuleMatch match(RandomGenerator random) {
        BodyMatch text = new BodyMatch(some(random, WORDS, 5), one(random, TEXT_PATTERNS, 8));
        ContentForm content = random.nextInt(8) == 0 ? ContentForm.TEXT : null;
        content = random.nextInt(8) == 0 && text.isAll() ? ContentForm.DATA : content;
        return new RuleMatch(
                some(random, List.of(MessageClass.values()), 4),
                new FromMatch(some(random, SENDERS, 4), one(random, SENDER_PATTERNS, 8)),
                new ToMatch(
                        some(random, PREFIXES, 4),
                        one(random, NUMBER_PATTERNS, 8),
                        some(random, List.of("UZ", "KZ"), 6),
                        some(random, List.of("434", "43404", "43405", "401", "40102"), 6)),
                text,
                content,
                random.nextInt(8) == 0 ? tlv(random) : null,
                random.nextInt(5) == 0 ? hours(random) : null);
    }

    private static RuleTlv tlv(RandomGenerator random) {
        return new RuleTlv(0x1400 + random.nextInt(2), random.nextBoolean() ? null : "0" + random.nextInt(2));
    }

    private static RuleHours hours(RandomGenerator random) {
        return new RuleHours(
                some(random, List.of(DayOfWeek.values()), 2), time(random), time(random), pick(random, ZONES));
    }

    private static LocalTime time(RandomGenerator random) {
        return LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
    }

    static RuleAction action(RandomGenerator random) {
        if (random.nextInt(5) == 0) {
            return new RuleAction(
                    pick(random, List.of(RejectCode.values())), null, null, null, null, null, null, null, null, null);
        }
        return new RuleAction(
                null,
                random.nextInt(5) == 0 ? pick(random, List.of(MessageClass.values())) : null,
                rewrite(random, SENDERS, new Rewrite(null, "([A-Z])(.*)", "$2$1")),
                rewrite(random, NUMBERS, new Rewrite(null, "^998(..)", "77011")),
                rewrite(random, TEXTS, new Rewrite(null, "([0-9])[0-9]*", "<$1>")),
                random.nextInt(5) == 0 ? random.nextInt(4) : null,
                random.nextInt(5) == 0 ? random.nextInt(256) : null,
                random.nextInt(5) == 0 ? new RuleTlv(0x1400 + random.nextInt(2), "0" + random.nextInt(2)) : null,
                random.nextInt(5) == 0 ? "tag" + random.nextInt(3) : null,
                null);
    }

    private static Rewrite rewrite(RandomGenerator random, List<String> values, Rewrite other) {
        return switch (random.nextInt(8)) {
            case 0 -> new Rewrite(pick(random, values), null, null);
            case 1 -> other;
            default -> null;
        };
    }

    static RuleSubject message(RandomGenerator random) {
        long account = random.nextInt(1, 5);
        String text = random.nextInt(5) == 0 ? null : pick(random, TEXTS);
        return new RuleSubject(
                account,
                random.nextBoolean()
                        ? List.of(new Payer(account, "UZS"))
                        : List.of(new Payer(account, "UZS"), new Payer(3, "UZS")),
                pick(random, List.of(MessageClass.values())),
                pick(random, SENDERS),
                new Msisdn(Long.parseLong(pick(random, NUMBERS))),
                text,
                text == null ? 4 : RuleSubject.UNSET,
                RuleSubject.UNSET,
                random.nextInt(3) == 0 ? List.of(new RuleTlv(0x1400, "0" + random.nextInt(2))) : List.of(),
                null,
                Instant.parse("2026-11-30T00:00:00Z").plusSeconds(60L * random.nextInt(7 * 24 * 60)));
    }

    private static <T> List<T> some(RandomGenerator random, List<T> values, int rarely) {
        if (random.nextInt(rarely) != 0) {
            return List.of();
        }
        List<T> some = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            some.add(pick(random, values));
        }
        return some;
    }

    private static String one(RandomGenerator random, List<String> values, int rarely) {
        return random.nextInt(rarely) == 0 ? pick(random, values) : null;
    }

    private static <T> T pick(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
