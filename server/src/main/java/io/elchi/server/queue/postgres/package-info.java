/// The hand-off by PostgreSQL: hints by NOTIFY, envelopes as rows.
package io.elchi.server.queue.postgres;
