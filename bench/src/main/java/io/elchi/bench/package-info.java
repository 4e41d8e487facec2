/// Measurements that anyone can repeat: `./elchi bench list`. Results, each with its method, are kept in
/// `bench/results`.
package io.elchi.bench;
