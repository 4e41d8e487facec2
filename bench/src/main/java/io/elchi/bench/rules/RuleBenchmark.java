package io.elchi.bench.rules;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.rules.RuleSubject;
import io.elchi.server.rules.RuleTable;
import io.elchi.server.rules.Ruling;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// ns and octets for what the rules make of one message.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@Threads(1)
public class RuleBenchmark {
    private static final int MESSAGES = 1 << 12;
    private static final List<String> TEXTS = List.of(
            "Your code is 123456. It is valid for 5 minutes. Do not tell it to anybody.",
            "Dear client, 1 250 000 UZS were paid with your card *4711 at KORZINKA on 30.11.2026. Balance: 12 450 000 UZS.",
            "Black Friday! All shoes with -40 % until Sunday in the shop at Chilonzor 12. Details: https://shop.example/bf",
            "Your parcel 77-2041 is at the post office. Open from 9 to 18, take your passport with you.");

    /// Rules in force that the index narrows.
    @Param({"1", "100", "1000"})
    public int rules;

    /// Rules behind them whose text pattern runs for every message that passes all others.
    @Param({"0", "1"})
    public int open;

    private final RuleSubject[] messages = new RuleSubject[MESSAGES];
    private RuleTable table;
    private int turn;

    @Setup(Level.Trial)
    public void prepare() {
        SplittableRandom random = new SplittableRandom(11);
        table = new RuleTable(SomeRules.of(random, rules, open), new OneNetwork());
        int matched = 0;
        for (int i = 0; i < MESSAGES; i++) {
            long account = random.nextInt(1, SomeRules.ACCOUNTS + 1);
            messages[i] = new RuleSubject(
                    account,
                    List.of(new Payer(account, "UZS"), new Payer(1_000 + account % 10, "UZS")),
                    MessageClass.values()[random.nextInt(MessageClass.values().length)],
                    SomeRules.sender(random),
                    new Msisdn(998_900_000_000L + random.nextInt(100_000_000)),
                    TEXTS.get(random.nextInt(TEXTS.size())),
                    RuleSubject.UNSET,
                    RuleSubject.UNSET,
                    List.of(),
                    null,
                    Instant.parse("2026-11-30T10:00:00Z"));
            matched += table.apply(messages[i]) == null ? 0 : 1;
        }
        System.out.printf("# %d of %d messages match a rule%n", matched, MESSAGES);
    }

    @Benchmark
    public Ruling apply() {
        return table.apply(messages[turn++ & MESSAGES - 1]);
    }
}
