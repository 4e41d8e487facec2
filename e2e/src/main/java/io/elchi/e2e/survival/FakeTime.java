package io.elchi.e2e.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sets the wall clock of a process and its children, with libfaketime where it is installed (Debian:
/// libfaketime).
final class FakeTime {
    private static final List<String> PLACES = List.of(
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
            "/usr/lib64/faketime/libfaketimeMT.so.1");

    private final Path file;
    private final Optional<String> library;

    FakeTime(Path folder) throws IOException {
        file = folder.resolve("faketime");
        library = PLACES.stream().filter(place -> Files.exists(Path.of(place))).findFirst();
        set(Duration.ZERO);
    }

    boolean isThere() {
        return library.isPresent();
    }

    /// The environment variables of a process.
    Map<String, String> environment() {
        return library.map(found -> Map.of(
                        "LD_PRELOAD",
                        found,
                        "FAKETIME_TIMESTAMP_FILE",
                        file.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "DONT_FAKE_MONOTONIC",
                        "1"))
                .orElse(Map.of());
    }

    void set(Duration offset) throws IOException {
        Files.writeString(file, "%+d%n".formatted(offset.toSeconds()));
    }
}
