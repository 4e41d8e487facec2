/// JMH benchmarks of the codec: `./elchi bench jmh Codec`.
package io.elchi.bench.codec;
