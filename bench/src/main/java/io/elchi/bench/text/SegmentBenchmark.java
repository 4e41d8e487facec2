package io.elchi.bench.text;

import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.TextPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// ns and octets allocated to turn a text into parts, and to count them. Of each kind there are many texts, so that
/// no branch is learnt by heart. `ext60` has characters of the extension table near its end, `gsm400` in every
/// part.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SegmentBenchmark {
    private static final int TEXTS = 64;

    @Param({"gsm60", "ext60", "gsm400", "smart60", "ucs2of200"})
    public String text;

    private final String[] texts = new String[TEXTS];
    private final Segmenter segmenter = new Segmenter(TextPolicy.standard().withSmart(true));
    private int turn;

    @Setup
    public void prepare() {
        for (int i = 0; i < TEXTS; i++) {
            String code = Integer.toString(100_000 + i * 7919 % 900_000);
            String plain =
                    "Your code is " + code + ". It is valid for 5 minutes. " + (char) ('A' + i % 26) + " Bank {1}";
            texts[i] = switch (text) {
                case "gsm60" -> (plain.substring(0, 50) + " Bank salom").substring(0, 60);
                case "ext60" -> (plain + " salom").substring(0, 60);
                case "gsm400" -> plain.repeat(7).substring(0, 400);
                case "smart60" -> plain.substring(0, 58) + "\u02bb\u2026";
                default ->
                    ("\u0412\u0430\u0448 \u043a\u043e\u0434 " + code + ", \u043d\u0438\u043a\u043e\u043c\u0443 ")
                            .repeat(9)
                            .substring(0, 200);
            };
        }
    }

    private String next() {
        turn = turn + 1 & TEXTS - 1;
        return texts[turn];
    }

    @Benchmark
    public Segmented segment() {
        return segmenter.segment(next(), turn);
    }

    @Benchmark
    public int count() {
        return segmenter.count(next());
    }
}
