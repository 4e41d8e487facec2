package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second simulator beside the first one.
class BusyPortTest {
    @TempDir
    private Path folder;

    @Test
    void aBusyPortIsReplacedAndNamed() throws Exception {
        try (Simulator first = Simulator.of(1, "name: one")) {
            int port = first.ports().get("one");
            Path profile = folder.resolve("two.yaml");
            Files.writeString(profile, "name: two\nport: " + port + "\n");
            List<String> profiles = List.of(profile.toString());
            assertThatThrownBy(() -> Simulator.start(profiles, 1, false, 0)).isInstanceOf(IOException.class);
            List<String> notices = new ArrayList<>();
            try (Simulator second =
                    Simulator.startBesideOthers(profiles, 1, false, first.controlPort(), notices::add)) {
                assertThat(second.ports().get("two")).isNotEqualTo(port);
                assertThat(second.controlPort()).isNotEqualTo(first.controlPort());
                assertThat(notices)
                        .hasSize(2)
                        .anyMatch(notice -> notice.contains(Integer.toString(port))
                                && notice.contains(
                                        "two listens on " + second.ports().get("two")))
                        .anyMatch(notice -> notice.contains(Integer.toString(first.controlPort()))
                                && notice.contains(Integer.toString(second.controlPort())));
            }
        }
    }
}
