/// JMH benchmarks of the rules that a message passes: `./elchi bench jmh RuleBenchmark`.
package io.elchi.bench.rules;
