package io.elchi.server.gatewayapi;

import io.elchi.testkit.Fuzz;
import org.junit.jupiter.api.Test;

class SendJsonFuzzTest {
    @Test
    void anyOctetsAreAMessageOrARefusal() {
        Fuzz.run(SendJsonFuzz.class);
    }
}
