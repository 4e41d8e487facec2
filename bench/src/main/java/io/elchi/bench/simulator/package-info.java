/// What the simulator takes, so that it is never what is measured.
package io.elchi.bench.simulator;
