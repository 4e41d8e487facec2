package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.config.Config;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPropertiesTest {
    /// A person at a terminal reads text; what collects logs reads JSON.
    @ParameterizedTest
    @CsvSource({"'', true, false", "'', false, true", "json, true, true", "text, false, false", "auto, false, true"})
    void linesAreJsonWhereNobodyReadsThemAtATerminal(String format, boolean terminal, boolean json) {
        Map<String, Object> settings = format.isEmpty() ? Map.of() : Map.of("format", format);
        LogProperties properties = Config.record("log", LogProperties.class, settings);
        assertThat(properties.format().isJson(terminal)).isEqualTo(json);
    }
}
