/// What a message's life costs in PostgreSQL, through the server's own stores, without the rest of the message
/// path.
package io.elchi.bench.postgres;
