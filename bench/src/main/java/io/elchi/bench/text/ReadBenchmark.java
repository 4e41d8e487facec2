package io.elchi.bench.text;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.Ucs2Alphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.receipt.DeliveryReport;
import io.elchi.smstext.receipt.IdMode;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptFormat;
import io.elchi.smstext.receipt.ReceiptPolicy;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.smstext.receipt.ReceiptTlvs;
import io.elchi.smstext.time.SmppTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// ns and octets allocated to read what operators send: texts, receipts, times. Receipts differ as those of one
/// operator do.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadBenchmark {
    private static final int RECEIPTS = 64;
    private static final String[] STATES = {"DELIVRD", "DELIVRD", "DELIVRD", "UNDELIV", "EXPIRED", "DELIVRD"};

    private final byte[][] receipts = new byte[RECEIPTS][];
    private final String[] texts = new String[RECEIPTS];
    private final ReceiptTlvs[] tlvs = new ReceiptTlvs[RECEIPTS];
    private final Receipt ours = Receipt.of(
            "0123456789", ReceiptState.DELIVERED, Instant.EPOCH, Instant.EPOCH, "000", "Your code is 493817.");
    private final ReceiptPolicy policy = ReceiptPolicy.standard().withIds(IdMode.hexThenDecimal());
    private final byte[] gsm60 =
            GsmAlphabet.gsm().encode("Your code is 493817. Do not tell it to anybody. Bank {1} @ @", Alphabet.OMIT);
    private final byte[] ucs2 = Ucs2Alphabet.ucs2().encode("\u0416\u0430\u0437 ".repeat(17), Alphabet.OMIT);
    private final String time = "261124130000020+";
    private int turn;

    @Setup
    public void prepare() {
        for (int i = 0; i < RECEIPTS; i++) {
            long id = 439_041_101L + 104_729L * i;
            texts[i] =
                    "id:%010d sub:001 dlvrd:001 submit date:26112401%02d done date:26112402%02d stat:%s err:%s text:%s"
                            .formatted(
                                    id,
                                    i % 60,
                                    i * 7 % 60,
                                    STATES[i % STATES.length],
                                    i % 5 == 0 ? "034" : "000",
                                    "Your code is %06d".formatted(i * 7919));
            receipts[i] = texts[i].getBytes(StandardCharsets.ISO_8859_1);
            tlvs[i] = new ReceiptTlvs(Long.toHexString(id), 2, Optional.empty());
        }
    }

    private int next() {
        turn = turn + 1 & RECEIPTS - 1;
        return turn;
    }

    @Benchmark
    public String gsmDecode60() {
        return LinkCoding.standard()
                .text(List.of(UserData.read(0, false, gsm60)))
                .orElseThrow();
    }

    @Benchmark
    public String ucs2Decode68() {
        return LinkCoding.standard()
                .text(List.of(UserData.read(8, false, ucs2)))
                .orElseThrow();
    }

    @Benchmark
    public Receipt receiptParse() {
        return Receipt.parse(texts[next()], ZoneOffset.UTC);
    }

    /// The whole way of a receipt: octets, text, TLVs, keys.
    @Benchmark
    public Optional<DeliveryReport> receiptReport() {
        int i = next();
        return policy.read(4, Receipt.characters(receipts[i], false), tlvs[i]);
    }

    @Benchmark
    public String receiptWrite() {
        return ReceiptFormat.standard().write(ours);
    }

    @Benchmark
    public SmppTime timeParse() {
        return SmppTime.parse(time);
    }
}
