/// JMH benchmarks of the decision about a route: `./elchi bench jmh Route`.
package io.elchi.bench.routing;
