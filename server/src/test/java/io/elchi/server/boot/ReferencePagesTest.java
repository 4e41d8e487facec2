package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencePagesTest {
    private static final Path REFERENCE = Path.of(System.getProperty("elchi.root"), "docs", "reference");

    static Stream<String> names() {
        return ReferencePages.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePageIsWhatTheCodeSays(String name) throws IOException {
        assertThat(Files.readString(REFERENCE.resolve(name)))
                .as("docs/reference/%s is stale: run ./elchi docs", name)
                .isEqualTo(ReferencePages.all().get(name));
    }

    @Test
    void everySettingStandsOnItsPageWithWhatItIs() {
        String page = ReferencePages.all().get("configuration.md");
        assertThat(page)
                .contains("| `http.port` | port to listen on; 0 takes a free one | int, 0 to 65535 | `8080` |")
                .contains("| `database.password` | password of this user | secret | empty |")
                .contains("| `failover` | the same time for other messages | duration, from 100 ms | `60s` |")
                .contains("| `refusals.attempts` | ", " | int, 1 to 100 | `3` |");
    }
}
