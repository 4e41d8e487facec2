package io.elchi.smpp.session;

import io.elchi.testkit.Fuzz;
import org.junit.jupiter.api.Test;

class FramerFuzzTest {
    @Test
    void noCuttingChangesWhatIsRead() {
        Fuzz.run(FramerFuzz.class);
    }
}
