package io.elchi.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the JMH benchmarks of this module with the profilers of allocation and of CPU time.
final class Jmh {
    private Jmh() {}

    static void run(String... options) throws Exception {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options))
                        .addProfiler("gc")
                        .addProfiler(CpuProfiler.class)
                        .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                        .build())
                .run();
    }
}
