/// The cost of a message life cycle in PostgreSQL, through the server's own stores, without the rest of the
/// message path.
package io.elchi.bench.postgres;
