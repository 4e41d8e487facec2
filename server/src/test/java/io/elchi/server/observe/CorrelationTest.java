package io.elchi.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorrelationTest {
    @Test
    void aFreshIdIsARandomUuidThatIsAcceptableItself() {
        assertThat(Stream.generate(Correlation::fresh).limit(1_000))
                .doesNotHaveDuplicates()
                .allMatch(Correlation::acceptable)
                .allSatisfy(id -> {
                    UUID uuid = UUID.fromString(id);
                    assertThat(uuid.version()).isEqualTo(4);
                    assertThat(uuid.variant()).isEqualTo(2);
                });
    }
}
