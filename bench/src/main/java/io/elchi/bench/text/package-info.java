/// JMH benchmarks of the text library: `./elchi bench jmh text`.
package io.elchi.bench.text;
