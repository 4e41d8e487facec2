/// The whole message path under load: the packaged server with its own PostgreSQL, the simulator and the load
/// generator as processes of their own on loopback. Measures latencies as clients
/// and operators see them, and CPU.
package io.elchi.bench.messagepath;
