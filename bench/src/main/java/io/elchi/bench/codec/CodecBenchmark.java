package io.elchi.bench.codec;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.PduWriter;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import java.nio.charset.StandardCharsets;
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

/// ns and octets allocated to encode and to decode the three PDUs of a message's life.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    @Param({"submit_sm", "submit_sm_resp", "receipt"})
    public String pdu;

    private Pdu message;
    private byte[] octets;
    private final PduWriter writer = new PduWriter(4096);

    @Setup
    public void prepare() {
        message = switch (pdu) {
            case "submit_sm" ->
                SubmitSm.builder()
                        .source(new Address(5, 0, "Elchi"))
                        .destination(new Address(1, 1, "998901234567"))
                        .registeredDelivery(1)
                        .shortMessage(octets("Your code is 493817. Do not tell it to anybody."))
                        .build();
            case "submit_sm_resp" -> new SubmitSmResp("0123456789", Tlvs.NONE);
            default ->
                DeliverSm.builder()
                        .source(new Address(1, 1, "998901234567"))
                        .destination(new Address(5, 0, "Elchi"))
                        .esmClass(4)
                        .shortMessage(octets("id:0123456789 sub:001 dlvrd:001 submit date:2611240101"
                                + " done date:2611240102 stat:DELIVRD err:000 text:Your code is 493817."))
                        .tlvs(Tlvs.NONE
                                .with(TlvTag.RECEIPTED_MESSAGE_ID, "0123456789")
                                .with(TlvTag.MESSAGE_STATE, 2))
                        .build();
        };
        octets = PduCodec.encode(new Frame(0, 1, message));
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Benchmark
    public int encode() {
        writer.clear();
        PduCodec.encode(0, 1, message, writer);
        return writer.length();
    }

    @Benchmark
    public Frame decode() {
        return PduCodec.decode(octets, 0, octets.length);
    }
}
