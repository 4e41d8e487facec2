package io.elchi.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedSettingsTest {
    private record Inner(
            @Setting(value = "a number", is = "7") int depth) {}

    private record Sample(
            @Setting(value = "how long", is = "60s") Duration pause,
            @Setting(value = "a password", is = "") Secret password,

            @Setting(value = "a port", is = "1", local = true)
            int port,

            Inner inner) {}

    private static String hash(String salt, Map<String, String> settings) {
        return Config.load(null, Map.of(), settings, List.of(new Section("sample", Sample.class)))
                .sharedHash(salt);
    }

    @Test
    void theSameSettingsHaveTheSameHashHoweverTheyAreWritten() {
        String hash = hash("salt", Map.of());
        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(hash("salt", Map.of("sample.pause", "1m"))).isEqualTo(hash);
        assertThat(hash("salt", Map.of("sample.port", "9"))).isEqualTo(hash);
    }

    @Test
    void otherValuesSecretsAndSaltsHaveOtherHashes() {
        assertThat(List.of(
                        hash("salt", Map.of()),
                        hash("pepper", Map.of()),
                        hash("salt", Map.of("sample.pause", "61s")),
                        hash("salt", Map.of("sample.password", "s3cret")),
                        hash("pepper", Map.of("sample.password", "s3cret")),
                        hash("salt", Map.of("sample.inner.depth", "8"))))
                .doesNotHaveDuplicates();
    }
}
