/// The whole message path under load: the packaged server with its own PostgreSQL, the simulator and the load
/// generator as processes of their own on loopback. Measures what a client and an operator see, and what it costs.
package io.elchi.bench.messagepath;
