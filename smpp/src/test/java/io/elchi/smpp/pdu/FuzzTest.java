package io.elchi.smpp.pdu;

import io.elchi.testkit.Fuzz;
import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void noOctetsBreakTheDecoder() {
        Fuzz.run(PduDecoderFuzz.class);
    }
}
