package io.elchi.bench.messagepath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A share of a core for each of some processes, by the controller `cpu` of cgroup v1.
final class CpuQuota implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/cpu");
    private static final int PERIOD_MICROS = 50_000;

    private final List<Path> groups = new ArrayList<>();
    private final double cores;

    CpuQuota(double cores) {
        this.cores = cores;
    }

    /// Why there can be none; empty: there can.
    static Optional<String> missing() {
        return Files.isWritable(ROOT.resolve("cgroup.procs"))
                ? Optional.empty()
                : Optional.of("the cgroups in " + ROOT + " cannot be written");
    }

    /// Limits this process from now on.
    void limit(long pid) throws IOException {
        Path group = Files.createDirectory(ROOT.resolve("elchi-" + pid));
        groups.add(group);
        Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(Math.round(PERIOD_MICROS * cores)));
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
    }

    /// Lifts the limits.
    @Override
    public void close() throws IOException {
        for (Path group : groups) {
            for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
                Files.writeString(ROOT.resolve("cgroup.procs"), pid);
            }
            Files.delete(group);
        }
        groups.clear();
    }
}
