/// The maximum rate of the simulator: it must be higher than the rates that other benchmarks measure.
package io.elchi.bench.simulator;
