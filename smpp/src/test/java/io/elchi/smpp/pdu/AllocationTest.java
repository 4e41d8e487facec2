package io.elchi.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What decoding and encoding allocate, in octets counted by the JVM.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 20_000;

    /// Results end here, so that no decoding is optimised away.
    private final AtomicInteger sink = new AtomicInteger();

    @Test
    void noContentCostsMoreThanASmallMultipleOfItsLength() {
        String[] worst = {
            // Empty TLVs, TLVs of one octet, TLVs of a wrong length, and a string without an end.
            "14000000".repeat(16_000), "1400000141".repeat(12_800), "02040000".repeat(16_000), "41".repeat(64_000)
        };
        for (String body : worst) {
            for (int id : CommandId.all().keySet()) {
                byte[] octets =
                        PduCodec.encode(new Frame(0, 1, new UnknownPdu(id, Octets.ofHex("00".repeat(17) + body))));
                long before = allocated();
                Frame frame = PduCodec.decode(octets);
                assertThat(allocated() - before).as(frame.pdu().command()).isLessThan(24L * octets.length);
            }
        }
    }

    @Test
    void aSubmitIsEncodedIntoNothingNewAndDecodedIntoItsFieldsOnly() {
        SubmitSm submit = SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "4917012345678"))
                .shortMessage(Octets.of("x".repeat(100), StandardCharsets.US_ASCII))
                .build();
        PduWriter out = new PduWriter(1024);
        PduCodec.encode(0, 1, submit, out);
        byte[] octets = out.toByteArray();
        long encode = perRound(() -> {
            out.clear();
            PduCodec.encode(0, 1, submit, out);
            sink.addAndGet(out.length());
        });
        long decode =
                perRound(() -> sink.addAndGet(PduCodec.decode(octets).pdu().hashCode()));
        assertThat(encode).isLessThan(16);
        // Frame, SubmitSm, two addresses, two strings and one message: about 430 octets, 120 of them content.
        assertThat(decode).isLessThan(600);
    }

    private static long perRound(Runnable action) {
        action.run();
        long before = allocated();
        for (int i = 0; i < ROUNDS; i++) {
            action.run();
        }
        return (allocated() - before) / ROUNDS;
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
