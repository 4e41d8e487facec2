package io.elchi.bench.routing;

import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.numbers.Network;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteTable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// ns and octets for one decision over 100,000 prefixes, as the message path asks for it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@Threads(1)
public class RouteBenchmark {
    private static final int NUMBERS = 1 << 18;
    private static final String TEXT = "Your code is 123456. It is valid for 5 minutes. Do not tell it to anybody.";

    /// The number of accounts; each sends a message in turn.
    @Param({"1", "20"})
    public int accounts;

    /// The destinations: every prefix equally often, or few prefixes most of the time.
    @Param({"skewed", "even"})
    public String traffic;

    private final Msisdn[] numbers = new Msisdn[NUMBERS];
    private final OperatorHealth healthy = new OperatorHealth();
    private final OperatorHealth oneIsDown = new OperatorHealth();
    private final SplittableRandom random = new SplittableRandom(4);
    private List<List<Payer>> payers;
    private World world;
    private RouteTable table;
    private int turn;

    @Setup(Level.Trial)
    public void prepare() {
        world = new World(accounts);
        table = world.table();
        payers = LongStream.rangeClosed(1, accounts).mapToObj(World::payers).toList();
        oneIsDown.report(1, false);
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = traffic.equals("even") ? world.even() : world.skewed();
        }
        for (int account = 0; account < accounts; account++) {
            for (Msisdn number : numbers) {
                check(table.decide(query(account, number), healthy));
            }
        }
    }

    private static void check(RouteDecision decision) {
        if (!(decision instanceof RouteDecision.Routed routed)
                || routed.candidates().size() < 2) {
            throw new IllegalStateException("the tables are not what was meant: " + decision);
        }
    }

    private RouteQuery query(int account, Msisdn number) {
        return new RouteQuery(payers.get(account), number, Network.UNKNOWN, TEXT, 1, random.nextLong());
    }

    private RouteQuery next() {
        turn++;
        return query(turn % accounts, numbers[turn & NUMBERS - 1]);
    }

    @Benchmark
    public RouteDecision decide() {
        return table.decide(next(), healthy);
    }

    @Benchmark
    public RouteDecision decideWhileOneOperatorIsDown() {
        return table.decide(next(), oneIsDown);
    }

    /// After a change of any route or price: a new table, in which nothing is worked out yet.
    @Benchmark
    @OperationsPerInvocation(World.PREFIXES)
    public void firstDecisions(Blackhole hole, Fresh fresh) {
        for (Msisdn number : fresh.numbers) {
            hole.consume(fresh.table.decide(query(0, number), healthy));
        }
    }

    /// A table for each run through a number of every prefix.
    @State(Scope.Thread)
    public static class Fresh {
        private RouteTable table;
        private Msisdn[] numbers;

        @Setup(Level.Trial)
        public void prepare(RouteBenchmark all) {
            numbers = all.world.oneNumberEach();
        }

        @Setup(Level.Invocation)
        public void renew(RouteBenchmark all) {
            table = all.world.table();
        }
    }
}
