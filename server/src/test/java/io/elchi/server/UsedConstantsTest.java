package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Failure;
import io.elchi.server.messages.EventKind;
import io.elchi.server.observe.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A metric that nothing counts, an error that nothing answers and an event that nothing makes are promises that nobody
/// keeps.
class UsedConstantsTest {
    private static String sources;

    @BeforeAll
    static void read() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files =
                Files.walk(Path.of(System.getProperty("elchi.root"), "server/src/main/java/io/elchi/server"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        sources = all.toString();
    }

    @Test
    void everyMetricIsCounted() {
        assertThat(Metric.values()).allMatch(metric -> sources.contains("Metric." + metric.name()));
    }

    @Test
    void everyErrorIsAnswered() {
        assertThat(Failure.values()).allMatch(failure -> sources.contains("Failure." + failure.name()));
    }

    @Test
    void everyEventIsMade() {
        assertThat(EventKind.values()).allMatch(kind -> sources.contains("EventKind." + kind.name()));
    }
}
