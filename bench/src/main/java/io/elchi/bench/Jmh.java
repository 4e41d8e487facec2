package io.elchi.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the JMH benchmarks of this module with the allocation profiler.
final class Jmh {
    private Jmh() {}

    static void run(String... options) throws Exception {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options))
                        .addProfiler("gc")
                        .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                        .build())
                .run();
    }
}
