package io.elchi.smstext;

import io.elchi.smstext.parts.ReassemblyFuzz;
import io.elchi.smstext.receipt.ReceiptParserFuzz;
import io.elchi.smstext.time.SmppTimeFuzz;
import io.elchi.smstext.udh.UserDataHeaderFuzz;
import io.elchi.testkit.Fuzz;
import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void noTextBreaksTheReceiptParser() {
        Fuzz.run(ReceiptParserFuzz.class);
    }

    @Test
    void noOctetsBreakUserDataHeaders() {
        Fuzz.run(UserDataHeaderFuzz.class);
    }

    @Test
    void noPartsBreakReassemblyOrReading() {
        Fuzz.run(ReassemblyFuzz.class);
    }

    @Test
    void noTextBreaksTimes() {
        Fuzz.run(SmppTimeFuzz.class);
    }
}
